"""Reading what can be found with the model, some at a time, and dropping what belongs to nothing any more."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np

from kumppanuus.search import snapshot
from kumppanuus.search.documents import Source, digest_of, text_of
from kumppanuus.search.indexing import read
from kumppanuus.search.models import Document, Vector
from kumppanuus.search.semantic import embedding, vectors

AT_ONCE = 16
CHUNK = 500


def missing() -> list[int]:
    """Return the numbers of documents whose text the model has not read."""
    known = vectors.current()
    found: list[int] = []
    for part in snapshot.current().parts:
        unread = part.alive & (known.rows_of(part.columns["digest"]) < 0)
        found += part.columns["pks"][unread].tolist()
    return found


def catch_up(*, seconds: float = 20.0) -> int:
    """Read what has not been read, for some seconds; return how many texts were. Does nothing without the model."""
    if not embedding.is_here():
        return 0
    until = time.monotonic() + seconds
    pks, number = missing(), 0
    for begin in range(0, len(pks), AT_ONCE):
        if time.monotonic() > until:
            break
        some = pks[begin : begin + AT_ONCE]
        sources, _gone = read(list(Document.objects.filter(pk__in=some).values_list("kind", "object_id")))
        number += read_all(sources)
    return number


def batched(sources: Iterable[Source], number: int) -> Iterator[list[Source]]:
    """Give so many at a time."""
    own = iter(sources)
    while some := list(islice(own, number)):
        yield some


def read_all(sources: Iterable[Source]) -> int:
    """Read sources that have not been read, however long it takes; return how many."""
    from kumppanuus.search.actions import do

    number = 0
    for some in batched(sources, AT_ONCE):
        texts = {digest_of(source): text_of(source) for source in some}
        for known in Vector.objects.filter(digest__in=list(texts)).values_list("digest", flat=True):
            del texts[known]
        if texts:
            found = zip(texts, embedding.passages(list(texts.values())), strict=True)
            number += do(keep, read={digest: vectors.pack(vector) for digest, vector in found})
    return number


def keep(read: dict[int, bytes]) -> int:
    """Write vectors: a step of the action `search.index`."""
    rows = [Vector(digest=digest, body=body) for digest, body in read.items()]
    return len(Vector.objects.bulk_create(rows, ignore_conflicts=True))


def drop_strays() -> int:
    """Drop the vectors of texts that nothing in the index has any more: a step of the action `search.index`."""
    parts = snapshot.current().parts
    own = [part.columns["digest"][part.alive] for part in parts]
    living = set(np.concatenate(own).tolist()) if own else set()
    gone = [pk for pk, digest in Vector.objects.values_list("pk", "digest") if digest not in living]
    number = 0
    for begin in range(0, len(gone), CHUNK):
        number += Vector.objects.filter(pk__in=gone[begin : begin + CHUNK]).delete()[0]
    return number
