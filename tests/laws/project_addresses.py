"""Samples of the arguments of addresses about projects, and what their lists cost; see tests.laws.addresses."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.texts import Text
from kumppanuus.projects import actions
from tests.factories import projects
from tests.factories.cast import organisation
from tests.laws.meeting_lists import ENTRY, LIST, SIGNED_IN


def of_open(w: Any) -> dict[str, Any]:
    return {"slug": w.projects.open.slug}


PROJECT_ADDRESSES = {
    **{f"projects:{name}": lambda w: {} for name in ("projects", "atom", "create")},
    "projects:export": lambda w: {"fmt": "csv"},
    **{f"projects:{name}": of_open for name in ("project", "change", "stop", "report", "ask_party", "add_legacy")},
    "projects:join": lambda w: {"pk": w.projects.asked.pk},
    "projects:decline": lambda w: {"pk": w.projects.asked.pk},
    "projects:leave": lambda w: {"pk": w.projects.joined.pk},
    "projects:ask_heir": lambda w: {"pk": w.projects.free.pk},
    "projects:drop_legacy": lambda w: {"pk": w.projects.free.pk},
    "projects:take_over": lambda w: {"pk": w.projects.offered.pk},
    "projects:refuse_legacy": lambda w: {"pk": w.projects.offered.pk},
    "api-1:list_projects": lambda w: {},
    "api-1:get_project": of_open,
}


def more_projects(w: Any) -> None:
    for n in range(3):
        projects.project(w.actor("aino"), w.cast.municipality_a, w.area_a, f"Hanke {n}")


def more_parts(w: Any) -> None:
    aino, made = w.actor("aino"), w.projects.open
    for n in range(3):
        own = organisation(f"Kumppani {n}", areas=[w.area_a], home=w.area_a)
        actions.ask_party(aino, made, organisation=own)
        actions.add_legacy(aino, made, what=Text(fi=f"Asia {n}"), heir=own)


# (address, who, queries, budget, what more)
PROJECT_LISTS = [
    ("projects:projects", "dani", 2, LIST, more_projects),
    ("projects:projects", "aino", 5, LIST + SIGNED_IN, more_projects),
    ("projects:export", "dani", 1, LIST, more_projects),
    ("projects:atom", "dani", 2, LIST, more_projects),
    ("projects:project", "dani", 3, ENTRY, more_parts),
    ("projects:project", "aino", 6, ENTRY + SIGNED_IN, more_parts),
    ("api-1:list_projects", "dani", 2, LIST, more_projects),
    ("api-1:get_project", "dani", 3, LIST, more_parts),
]
