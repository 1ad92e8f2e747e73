"""Law 3: each action allows and refuses exactly those whom docs/permissions.md says.

Every action runs for each of the cast, for real: refused means no event and no row changed; done means one event
(none for quiet ones).
"""

from __future__ import annotations

import inspect

import pytest
from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from kumppanuus.activity.models import Event
from kumppanuus.core import permissions
from kumppanuus.core.actions import Refused, register
from kumppanuus.core.actors import Actor, system
from tests.laws import (  # noqa: F401 - register their samples
    body_samples,
    bulletin_samples,
    calendar_samples,
    call_samples,
    consultation_samples,
    continuity_samples,
    directory_samples,
    following_samples,
    forum_samples,
    import_samples,
    matter_samples,
    meeting_samples,
    merge_samples,
    minutes_samples,
    negotiation_samples,
    practice_samples,
    project_samples,
    saved_samples,
    search_samples,
    theme_samples,
    upkeep_samples,
)
from tests.laws.samples import samples
from tests.laws.snapshots import compare
from tests.laws.writes import counting_writes

PARTS = ("command", "clock", "sheet")  # beside the cast: parts of the system, and who holds a printed sheet
ALLOWED, NOT_NOW, NO = "yes", "not now", "–"
HEAD = """# Who may do what

Written by `make snapshots` from what happened when each of the cast tried each action; `tests/laws/test_actions.py`
compares. The cast: Aino (administrator and signatory of municipality A), Akseli (municipality B), Bertil (an NGO in A),
Beata (an NGO in B), Cecilia (the county), Kaisa (keeper and editor of the space), Oona (the operator), Eero (a role in
A's organisation that ended yesterday), a link holder (an NGO in A by its personal link), Dani (not signed in); the clock
and the operator's commands are parts of the system; the sheet is the open link printed for an association evening. Each tries with a thing of municipality A or of an NGO there.

*not now* = may, but not at this stage. Actions in *italics* leave no event: they tell who is answering, or are the
platform's own.
"""


class _Undo(Exception):
    pass


def _fresh(target):
    if isinstance(target, models.Model) and target.pk is not None:
        return type(target)._base_manager.get(pk=target.pk)
    return target


def _try(world, name: str, actor) -> tuple[str, int, int]:
    """Let the actor try; return the outcome, events left and rows written, and take everything back."""
    action = register[name]
    try:
        with transaction.atomic():
            target, given = samples[name](world)
            target = _fresh(target)
            before = Event.objects.count()
            with counting_writes() as writes:
                try:
                    action(actor, target, **given)
                    outcome = ALLOWED
                except PermissionDenied:
                    outcome = NO
                except Refused:
                    outcome = NOT_NOW
            found = (outcome, Event.objects.count() - before, len(writes))
            raise _Undo
    except _Undo:
        return found


def test_every_action_has_a_permission_and_a_sample():
    assert register.keys() - permissions.register.keys() == set()
    assert sorted(register.keys() - samples.keys()) == []


@pytest.fixture
def table(world):
    """{action: {who: outcome}}, with what was wrong on the way."""
    wrong, rows = [], {}
    for name in sorted(register.keys() & samples.keys()):
        rows[name] = {}
        for who in (*world.cast.NAMES, *PARTS):
            if who == "sheet":
                actor = Actor(link_id=world.now_a.sheet_link_id)
            else:
                actor = system(who) if who in PARTS else world.actor(who)
            outcome, events, writes = _try(world, name, actor)
            rows[name][who] = outcome
            if outcome == NO and (events, writes) != (0, 0):
                wrong.append(f"{name}: refused to {who}, yet {events} events and {writes} writes")
            if outcome == NOT_NOW and events:
                wrong.append(f"{name}: not now for {who}, yet {events} events")
            if outcome == ALLOWED and events != int(register[name].leaves_event):
                wrong.append(f"{name}: done by {who}, {events} events")
    return rows, wrong


def test_actions_leave_one_event_and_refusals_nothing_and_the_snapshot_is_current(table, world):
    rows, wrong = table
    assert wrong == []
    nobody = [name for name, row in rows.items() if ALLOWED not in row.values() and name not in SYSTEM_ONLY]
    assert nobody == [], "a sample in which nobody may says nothing"
    compare("docs/permissions.md", _document(rows, world.cast.NAMES))


# Actions that only their own part of the system or the holder of a link of their own does, or that need a file of many megabytes to be done.
SYSTEM_ONLY = {"places.load_borders", "matters.confirm"}


def _document(rows, names) -> str:
    lines = [HEAD.rstrip()]
    columns = (*names, *PARTS)
    for app in sorted({name.partition(".")[0] for name in rows}):
        lines += [
            "",
            f"## {app}",
            "",
            f"| action | {' | '.join(columns)} | who |",
            f"|---|{'---|' * (len(columns) + 1)}",
        ]
        for name, row in rows.items():
            if name.partition(".")[0] != app:
                continue
            verb = name.partition(".")[2]
            shown = f"`{verb}`" if register[name].leaves_event else f"*`{verb}`*"
            words = " ".join((inspect.getdoc(permissions.register[name]) or "").split())
            lines.append(f"| {shown} | {' | '.join(row[who] for who in columns)} | {words} |")
    return "\n".join(lines) + "\n"
