"""How much an import writes while everybody waits: short steps that do not grow with the list, and a short last one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.db import connection

from kumppanuus.activity import recorder
from kumppanuus.core.actions import running
from kumppanuus.core.merged import everything
from kumppanuus.search import indexing
from kumppanuus.search.models import Waiting
from kumppanuus.search.rebuilding import rebuild
from kumppanuus.services.imports import running as work
from kumppanuus.services.models import Service
from tests.factories import imports as made_up
from tests.factories.cast import make_cast

pytestmark = pytest.mark.django_db
LAST = {"services.import_rows", "services.undo_import"}


@dataclass
class Counted:
    """Rows written by each outermost action, one after another: {name: [rows, …]}."""

    acts: list[object] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def most(self, *, last: bool) -> int:
        """Return how many rows one action wrote at most: the last of an import, or one of the steps."""
        found = [self.rows[at] for at, act in enumerate(self.acts) if (act.name in LAST) is last]
        return max(found, default=0)


@contextmanager
def counted() -> Iterator[Counted]:
    found = Counted()

    def look(execute, sql, params, many, context):
        act = running()
        before = execute(sql, params, many, context)
        if act is not None and sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE")):
            if not found.acts or found.acts[-1] is not act:
                found.acts.append(act)
            touched = context["cursor"].rowcount  # SQLite does not tell it of what also returns numbers
            found.rows[len(found.acts) - 1] += touched if touched > 0 else sql.count("(%s")
        return before

    with connection.execute_wrapper(look):
        yield found


def rows(number: int, words: str = "Lause") -> str:
    lines = [
        f"Seura {n // 10};;Koski Tl;Kerho {n};toiminta;{words} {n}.;;02 555 {len(words)};;;Koski Tl;n{n}"
        for n in range(number)
    ]
    return "\n".join([made_up.LIST.splitlines()[0], *lines])


@pytest.fixture
def short(monkeypatch):
    """Steps of a tenth of their size, so that short lists take many; duplicates are looked for by the queue."""
    for module, names in ((work, ("STAGED", "HIDDEN", "SWEPT")), (indexing, ("BATCH", "SPREAD"))):
        for name in names:
            monkeypatch.setattr(module, name, getattr(module, name) // 10)
    monkeypatch.setitem(recorder.subscribers, "services.import_rows", [])
    rebuild()


def all_of_it(cast, number: int) -> list[Counted]:
    """Import so many rows, import them changed, undo the second and the first, and let search follow each time."""
    kaisa, found = cast.actor("kaisa"), []

    def followed(act, *given):
        with counted() as seen:
            result = act(kaisa, *given)
            indexing.work_until_done()
        found.append(seen)
        return result

    first = followed(made_up.bring_in, made_up.read(kaisa, made_up.source(cast.space, f"{number}"), rows(number)))
    again = followed(made_up.bring_in, made_up.read(kaisa, first.source, rows(number, "Muutettu lause")))
    assert (first.counts["services_new"], again.counts["services_changed"]) == (number, number)
    followed(made_up.undo, again)
    followed(made_up.undo, first)
    assert (everything(Service).count(), Waiting.objects.count()) == (0, 0)
    return found


def test_only_the_last_step_of_an_import_grows_with_the_list_and_only_by_what_is_seen(short) -> None:
    cast = make_cast()
    small, large = all_of_it(cast, 100), all_of_it(cast, 200)
    for less, more in zip(small, large, strict=True):
        assert more.most(last=False) <= 1.2 * less.most(last=False)
    grown = [more.most(last=True) - less.most(last=True) for less, more in zip(small, large, strict=True)]
    # New ones are shown and hidden once each, with their ten organisations; of changed ones the entry, its contact and
    # what the source said of it are written; the event names the ten organisations, which search follows.
    assert grown == [110, 320, 300, 110]
