"""What changes the index and the everyday words. The index's own actions leave no event: they say nothing of people."""

from __future__ import annotations

import csv
import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.turns import turn
from kumppanuus.search.generations import locked
from kumppanuus.search.models import Language, Saying, Silent, SilentDay
from kumppanuus.search.privacy import looks_personal
from kumppanuus.spaces.models import Space

SEARCH = system("search")
CHUNK = 2000
SHIPPED_WORDS = Path(__file__).parent / "data" / "words.csv"


@quiet_action
def index(actor: Actor, /, target: None, *, step: Callable[..., Any], **given: Any) -> Any:
    """Take one step of keeping the index (writing.py, generations.py), done wholly or not at all."""
    return step(**given)


def do(step: Callable[..., Any], **given: Any) -> Any:
    """Let the system take a step."""
    return index(SEARCH, None, step=step, **given)


def do_in_turn(step: Callable[..., Any], **given: Any) -> Any:
    """Let the system take one of many steps, then others: nobody waits for this one."""
    with turn():
        return do(step, **given)


# --- everyday words ---
def _words_moved() -> None:
    state = locked()
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
    """Count a search that found nothing, for the editors: one more of its day; and its words, how often and when last.

    Who typed them is not kept, nor of the words what looks like a number, an address or somebody's name.
    """
    plain = " ".join(words.lower().split())[:100]
    if not plain or language not in Language.values:
        return
    today = SilentDay.objects.filter(day=timezone.localdate(), language=language)
    if not today.update(times=F("times") + 1):
        SilentDay.objects.bulk_create([SilentDay(language=language)], ignore_conflicts=True)
    if looks_personal(words):
        return
    own = Silent.objects.filter(language=language, words=plain)
    if not own.update(times=F("times") + 1, last_on=timezone.localdate()):
        Silent.objects.bulk_create([Silent(language=language, words=plain)], ignore_conflicts=True)


@quiet_action
def drop_silent(actor: Actor, silent: Silent) -> None:
    """Take words off the editors' list: nothing here answers them. Asked again, they come back."""
    Silent.objects.filter(pk=silent.pk).delete()


@quiet_action
def forget_silent(actor: Actor, target: None, *, before: dt.date) -> int:
    """Erase words that found nothing when nobody has typed them for long, and the numbers of days as old."""
    SilentDay.objects.filter(day__lt=before).delete()
    return Silent.objects.filter(last_on__lt=before).delete()[0]
