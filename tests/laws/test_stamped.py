"""Law: whatever an action changes in a row that knows when it was changed, moves that moment."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction

from kumppanuus.core.actions import Refused, register
from kumppanuus.core.actors import system
from kumppanuus.core.stamped import Changing, ChangingQuerySet
from tests.laws import test_actions  # noqa: F401 - registers the samples
from tests.laws.samples import samples

pytestmark = pytest.mark.one_database
STAMPED = [model for model in apps.get_models() if issubclass(model, Changing)]


class _Undo(Exception):
    """It was refused."""


class _Done(Exception):
    """It was done: take it back."""


def _rows() -> dict[tuple[str, int], dict[str, Any]]:
    return {(model._meta.label, row["id"]): row for model in STAMPED for row in model._base_manager.values()}


def _unmoved(world: Any, name: str) -> tuple[bool, list[str]]:
    """Let each who may do it once; return whether anybody could, and what was changed without saying when."""
    action = register[name]
    for who in (*world.cast.NAMES, "clock", "command"):
        actor = system(who) if who in {"clock", "command"} else world.actor(who)
        found: list[str] = []
        try:
            with transaction.atomic():
                target, given = samples[name](world)
                if getattr(target, "pk", None) is not None:
                    target = type(target)._base_manager.get(pk=target.pk)
                before = _rows()
                try:
                    action(actor, target, **given)
                except (PermissionDenied, Refused):
                    raise _Undo from None
                for key, row in _rows().items():
                    old = before.get(key, row)
                    if old != row and not old["changed_at"] < row["changed_at"]:
                        found.append(f"{name}: {key[0]} {sorted(c for c in row if row[c] != old[c])}")
                raise _Done
        except _Undo:
            continue
        except _Done:
            return True, found
    return False, []


def test_what_an_action_changes_says_when(world):
    wrong, changing = [], 0
    for name in sorted(register.keys() & samples.keys()):
        done, found = _unmoved(world, name)
        wrong += found
        changing += done
    assert wrong == []
    assert changing > 100, "hardly any sample was done, so this says nothing"


def test_every_way_to_write_says_when():
    plain = [
        m._meta.label
        for m in STAMPED
        for manager in (m._base_manager, m._default_manager)
        if not isinstance(manager.all(), ChangingQuerySet)
    ]
    assert plain == []
    assert {m._meta.label for m in STAMPED} == {
        *("bodies.Body", "bodies.Seat", "bodies.Mandate"),
        *("meetings.Meeting", "meetings.AgendaItem", "meetings.Paper", "meetings.Minutes", "meetings.MinutesPart"),
        "organisations.Post",
    }
