"""Projects for tests: one under way with a party and somebody asked, one that is over, one that was stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.projects import actions
from kumppanuus.projects.models import Legacy, Party, Project
from tests.factories import building
from tests.factories.bodies import today
from tests.factories.cast import Cast

SECRET_PARTY = "Salainen kumppani"


def project(actor: Actor, owner: Organisation, area: Area, name: str = "Yhteinen olohuone", **fields: Any) -> Project:
    """Put a project on record that began a year ago and ends in a hundred days."""
    told = {"about": Text(fi="Kokeillaan avointa olohuonetta."), "starts": today(-365), "ends": today(100)}
    return actions.create(actor, owner, name=Text(fi=name), area=area, **(told | fields))


@dataclass
class Projects:
    """What the world has of projects."""

    open: Project  # of municipality A; Bertil's NGO takes part
    joined: Party
    asked: Party  # Bertil's NGO, in the project of the umbrella
    declined: Party  # Beata's NGO in the open one
    free: Legacy  # nobody goes on with it yet
    offered: Legacy  # to Bertil's NGO
    over: Project  # of municipality A; nobody has told what came of it
    stopped: Project  # of Beata's NGO


def projects(cast: Cast, area_a: Area, area_b: Area) -> Projects:
    """Build the projects of the world."""
    aino, bertil, beata, kaisa = (cast.actor(name) for name in ("aino", "bertil", "beata", "kaisa"))
    made = project(aino, cast.municipality_a, area_a, funder=Text(fi="STEA ja kunta"), budget=80_000)
    joined = actions.ask_party(aino, made, organisation=cast.ngo_a, role=Text(fi="Pitää ovea auki"))
    actions.join(bertil, joined)
    declined = actions.ask_party(aino, made, organisation=cast.ngo_b, role=Text(fi=SECRET_PARTY))
    actions.decline(beata, declined)
    other = project(kaisa, cast.umbrella, area_b, "Verkosto kasvaa", kind="pilot")
    asked = actions.ask_party(kaisa, other, organisation=cast.ngo_a)
    free = actions.add_legacy(aino, made, what=Text(fi="Tiistain avoin ovi"))
    offered = actions.add_legacy(aino, made, what=Text(fi="Kahvilan kalusteet"), heir=cast.ngo_a)
    over = project(aino, cast.municipality_a, area_a, "Kävelykaverit")
    with building():
        Project.objects.filter(pk=over.pk).update(ends=today(-3))
    stopped = project(beata, cast.ngo_b, area_b, "Kyläbussi")
    actions.stop(beata, stopped, on=today(-10), why="Rahoitus loppui kesken.")
    for one in (made, over, stopped):
        one.refresh_from_db()
    return Projects(made, joined, asked, declined, free, offered, over, stopped)
