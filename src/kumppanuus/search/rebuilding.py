"""Rebuilding everything beside the living index, which is searched meanwhile, and swapping in one transaction.

A rebuild that is killed leaves the living index as it was; the next one begins anew, and what is left is swept away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kumppanuus.search import lexicon, tiers
from kumppanuus.search.documents import Source
from kumppanuus.search.indexing import Batch, average_lengths, batch_of, everything
from kumppanuus.search.models import State, Waiting
from kumppanuus.search.segments import PACKED_MOST, build

FLUSH = 8192  # documents analysed before they are written: some 150 MB
DOCUMENTS = 500  # rows in one short transaction
FEW = 20


def rebuild(sources: Iterable[list[Source]] | None = None) -> int:
    """Index everything anew; return how many documents there are. Refused while another rebuild goes on.

    `sources`: what is indexed instead of all that the apps provide (for measuring).
    """
    from kumppanuus.search import generations
    from kumppanuus.search.actions import do

    generation = do(generations.begin_rebuild)
    averages: Mapping[str, float] = {}
    number = 0
    for some in _flushes(sources if sources is not None else everything()):
        averages = averages or average_lengths(some)
        _write(some, generation, averages)
        number += len(some)
    tiers.tidy(all_of=True, generation=generation)
    while True:
        seen = _replay(generation, averages)
        if do(generations.finish_rebuild, generation=generation, averages=averages, seen=seen):
            return number


def _flushes(sources: Iterable[list[Source]]) -> Iterator[list[Source]]:
    waiting: list[Source] = []
    for some in sources:
        waiting += some
        if len(waiting) >= FLUSH:
            yield waiting[:FLUSH]
            waiting = waiting[FLUSH:]
    if waiting:
        yield waiting


def _write(sources: Sequence[Source], generation: int, averages: Mapping[str, float]) -> None:
    from kumppanuus.search import generations
    from kumppanuus.search.actions import do_in_turn as do

    pks: list[int] = []
    for begin in range(0, len(sources), DOCUMENTS):
        some = sources[begin : begin + DOCUMENTS]
        words = lexicon.new_words_of(some)
        pks += do(generations.add_documents, generation=generation, sources=some, words=words)
    built = build(list(zip(pks, sources, strict=True)), averages)
    small = built.size <= PACKED_MOST
    segment = do(generations.add_segment, generation=generation, built=built, with_postings=small)
    if not small:
        bodies = list(built.bodies())
        for begin in range(0, len(bodies), tiers.POSTINGS):
            do(generations.add_postings, segment=segment, bodies=bodies[begin : begin + tiers.POSTINGS])


def _replay(generation: int, averages: Mapping[str, float]) -> list[int]:
    """Index into the new generation what changed while it was made; return the rows that told of it."""
    from kumppanuus.search import writing
    from kumppanuus.search.actions import do
    from kumppanuus.search.documents import behind

    rows = list(Waiting.objects.filter(done=True).order_by("pk"))
    state = State.objects.get(pk=1)
    state.averages = dict(averages)
    things = list(dict.fromkeys(thing for row in rows for thing in behind(row.model, row.object_id)))
    for begin in range(0, len(things), 200):
        batch: Batch = batch_of(things[begin : begin + 200], {}, state)
        do(writing.put, batch=batch, generation=generation)
        state.refresh_from_db(fields=["version"])
    return [row.pk for row in rows]
