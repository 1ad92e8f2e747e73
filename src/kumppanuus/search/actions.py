"""What changes the index and the everyday words. The index's own actions leave no event: they say nothing of people."""

from __future__ import annotations

import csv
import datetime as dt
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.search.documents import Source
from kumppanuus.search.models import Document, Language, Posting, Saying, Segment, Silent, State, Waiting
from kumppanuus.spaces.models import Space

STALLED = dt.timedelta(minutes=2)
CHUNK = 2000
SHIPPED_WORDS = Path(__file__).parent / "data" / "words.csv"


def _locked() -> State:
    """Return the state, held until the end of the transaction: one writes at a time."""
    State.objects.get_or_create(pk=1)
    return State.objects.select_for_update().get(pk=1)


def _moved(state: State) -> None:
    state.version = max(state.version + 1, time.time_ns() // 1000)
    state.save()


# --- the index ---
@quiet_action
def put(actor: Actor, target: None, *, batch: Any, generation: int) -> int:
    """Write a batch into a generation of the index; return how many of it were written.

    What somebody else indexed since the batch was read keeps waiting; so does everything if the generation has gone.
    """
    from kumppanuus.search import writing

    state = _locked()
    living = generation == state.generation
    if not living and generation != state.building:
        return 0
    left = writing.put(batch, generation, state)
    rows = Waiting.objects.filter(pk__in=batch.rows)
    if left:
        rows = rows.exclude(writing.about(left))
    if living and state.building is not None:
        rows.update(done=True)
    else:
        rows.delete()
    _moved(state)
    return len(batch.sources) + len(batch.gone) - len(left)


@quiet_action
def put_off(actor: Actor, target: None, *, rows: Sequence[int]) -> int:
    """Leave to the rebuild under way what waits while there is no index yet; drop it if none is under way."""
    state = _locked()
    own = Waiting.objects.filter(pk__in=rows)
    return own.update(done=True) if state.building is not None else own.delete()[0]


@quiet_action
def spread(actor: Actor, target: None, *, row: int, things: Sequence[tuple[str, int]]) -> int:
    """Let each of many things behind one event wait for itself, after what is urgent."""
    Waiting.objects.filter(pk=row).delete()
    made = [Waiting(model=f"={kind}", object_id=pk, urgent=False) for kind, pk in things]
    return len(Waiting.objects.bulk_create(made, batch_size=CHUNK))


@quiet_action
def wait(actor: Actor, target: None, *, things: Sequence[tuple[str, int]]) -> int:
    """Let things be indexed again when the worker has time; return how many."""
    made = [Waiting(model=f"={kind}", object_id=pk, urgent=False) for kind, pk in dict.fromkeys(things)]
    return len(Waiting.objects.bulk_create(made, batch_size=CHUNK))


@quiet_action
def put_behind(actor: Actor, target: None, *, row: int) -> int:
    """Leave an event with much behind it to the worker."""
    return Waiting.objects.filter(pk=row).update(urgent=False)


# --- rebuilding ---
@quiet_action
def begin_rebuild(actor: Actor, target: None) -> int:
    """Begin a generation beside the living one; return its number. Refused while another rebuild goes on."""
    state = _locked()
    now = timezone.now()
    if state.building is not None and state.alive_at is not None and now - state.alive_at < STALLED:
        raise Refused(_("The index is being rebuilt already. Nothing was changed; try again in some minutes."))
    state.building = max(time.time_ns() // 1_000_000, state.generation + 1, (state.building or 0) + 1)
    state.alive_at = now
    Waiting.objects.filter(done=True).delete()
    state.save()
    return state.building


@quiet_action
def add_documents(actor: Actor, target: None, *, generation: int, sources: Sequence[Source]) -> list[int]:
    """Write documents of a generation in the making; return their numbers. Refused when another has taken its place."""
    from kumppanuus.search.writing import document

    state = _still(generation)
    rows = [document(one, generation, state.version) for one in sources]
    return [row.pk for row in Document.objects.bulk_create(rows, batch_size=CHUNK)]


@quiet_action
def add_segment(actor: Actor, target: None, *, generation: int, built: Any, with_postings: bool) -> int:
    """Write a segment of a generation in the making, or one (generation 0) that will replace others."""
    from kumppanuus.search import storing

    if generation:
        _still(generation)
    return storing.store(built, generation, with_postings=with_postings).pk


@quiet_action
def add_postings(actor: Actor, target: None, *, segment: int, bodies: Iterable[tuple[int, bytes]]) -> None:
    """Write some postings of a segment that nobody reads yet."""
    from kumppanuus.search import storing

    storing.write_postings(segment, bodies)


@quiet_action
def finish_rebuild(
    actor: Actor, target: None, *, generation: int, averages: Mapping[str, float], seen: Sequence[int]
) -> bool:
    """Let the new generation live, in one transaction. False, with nothing done, when more changed meanwhile.

    `seen`: rows of what changed during the rebuild that have been replayed.
    """
    state = _still(generation)
    if Waiting.objects.filter(done=True).exclude(pk__in=seen).exists():
        return False
    Segment.objects.filter(generation=state.generation).update(retired_at=timezone.now())
    Waiting.objects.filter(done=True).delete()
    state.generation, state.building, state.averages = generation, None, dict(averages)
    _moved(state)
    return True


def _still(generation: int) -> State:
    state = _locked()
    if state.building != generation:
        raise Refused(_("Another rebuild of the index was begun meanwhile. This one stopped; nothing was changed."))
    State.objects.filter(pk=1).update(alive_at=timezone.now())
    state.alive_at = timezone.now()
    return state


@quiet_action
def replace(actor: Actor, target: None, *, old: Sequence[Any], segment: int) -> bool:
    """Put one segment in the place of several: what died in them meanwhile is dead in it. False if they are gone."""
    from kumppanuus.search import writing

    state = _locked()
    done = writing.replace(old, segment, (state.generation, state.building))
    if done:
        _moved(state)
    return done


@quiet_action
def sweep(actor: Actor, target: None, *, before: dt.datetime) -> int:
    """Remove some of what nobody reads any more: replaced segments, abandoned generations. Return how many rows."""
    state = _locked()
    living = [one for one in (state.generation, state.building) if one]
    gone = Segment.objects.exclude(generation__in=living).filter(Q(retired_at__lt=before) | Q(retired_at=None))
    abandoned = gone.filter(made_at__lt=before - dt.timedelta(hours=6)) | gone.filter(retired_at__lt=before)
    replaced = Segment.objects.filter(generation__in=living, retired_at__lt=before)
    for segment in (*abandoned.values_list("pk", flat=True)[:1], *replaced.values_list("pk", flat=True)[:1]):
        terms = list(
            Posting.objects.filter(segment_id=segment).order_by("term").values_list("term", flat=True)[: 10 * CHUNK]
        )
        if terms:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM search_posting WHERE segment_id = %s AND term <= %s", [segment, terms[-1]])
        else:
            Segment.objects.filter(pk=segment).delete()
        return len(terms) + 1
    kept = Segment.objects.values("generation")
    old = Document.objects.exclude(generation__in=living).exclude(generation__in=kept)
    some = list(old.order_by().values_list("pk", flat=True)[: 2 * CHUNK])
    return Document.objects.filter(pk__in=some)._raw_delete("default") if some else 0


# --- everyday words ---
def _words_moved() -> None:
    state = _locked()
    state.words = max(state.words + 1, time.time_ns() // 1000)
    state.save()


@action
def add_word(actor: Actor, /, space: Space, *, language: str, saying: str, meaning: str, note: str = "") -> Saying:
    """Add what people say and what it means here. Refused, with nothing kept, for one that is in the list."""
    return _save_word(Saying(space=space), language=language, saying=saying, meaning=meaning, note=note)


@action
def change_word(actor: Actor, word: Saying, *, language: str, saying: str, meaning: str, note: str = "") -> Saying:
    """Change a saying or its meaning; a shipped one is the editors' from then on."""
    word.shipped = False
    return _save_word(word, language=language, saying=saying, meaning=meaning, note=note)


@action
def remove_word(actor: Actor, word: Saying) -> None:
    """Take a saying out of the list."""
    note(audience={"public"}, saying=word.saying)
    Saying.objects.filter(pk=word.pk).delete()
    _words_moved()


def _save_word(word: Saying, **fields: str) -> Saying:
    for name, value in fields.items():
        setattr(word, name, " ".join(value.split()))
    word.saying = word.saying.lower()
    word.changed_at = timezone.now()
    try:
        word.full_clean()
    except ValidationError as exc:
        raise Refused(_("Nothing was saved. %(why)s") % {"why": " ".join(exc.messages)}) from exc
    word.save()
    Silent.objects.filter(language=word.language, words=word.saying).delete()
    _words_moved()
    return word


@quiet_action
def load_words(actor: Actor, target: None, *, path: Path) -> int:
    """Bring the shipped sayings up to date from a file (language, saying, meaning_fi, note); return how many.

    Those that editors have changed stay theirs.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            Saying(
                language=row["language"].strip(),
                saying=" ".join(row["saying"].lower().split())[:120],
                meaning=row["meaning_fi"].strip()[:500],
                note=(row.get("note") or "").strip()[:300],
                shipped=True,
            )
            for row in csv.DictReader(file)
            if row["saying"].strip() and row["meaning_fi"].strip() and row["language"].strip() in Language.values
        ]
    new = {(row.language, row.saying): row for row in rows}
    for row in Saying.objects.filter(shipped=True):
        if (row.language, row.saying) not in new:
            row.delete()
    for row in Saying.objects.all():
        found = new.pop((row.language, row.saying), None)
        if found is not None and row.shipped and (row.meaning, row.note) != (found.meaning, found.note):
            Saying.objects.filter(pk=row.pk).update(meaning=found.meaning, note=found.note)
    Saying.objects.bulk_create(new.values(), batch_size=CHUNK)
    _words_moved()
    return Saying.objects.filter(shipped=True).count()


@quiet_action
def tell_silent(actor: Actor, target: None, *, words: str, language: str) -> None:
    """Count words that found nothing, for the editors. Who typed them is not kept, nor what looks like a number or
    an address.
    """
    plain = " ".join(words.lower().split())[:100]
    if not plain or "@" in plain or sum(one.isdigit() for one in plain) > 4 or language not in Language.values:
        return
    own = Silent.objects.filter(language=language, words=plain)
    if not own.update(times=F("times") + 1, last_on=timezone.localdate()):
        Silent.objects.bulk_create([Silent(language=language, words=plain)], ignore_conflicts=True)


@quiet_action
def forget_silent(actor: Actor, target: None, *, before: dt.date) -> int:
    """Erase words that found nothing when nobody has typed them for long."""
    return Silent.objects.filter(last_on__lt=before).delete()[0]
