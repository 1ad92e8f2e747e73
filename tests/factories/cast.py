"""The cast: ten who meet every law, and the organisations they act for. Nothing here belongs to anybody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from kumppanuus.accounts.models import Person
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.spaces.models import Space, SpaceRole, SpaceRoleKind
from tests.factories import building, people
from tests.factories import organisations as made_up
from tests.factories.kept import kept
from tests.factories.organisations import member
from tests.factories.places import areas


def organisation(name: str, kind: str = "association", **more: Any) -> Organisation:
    """Make an organisation that has an address for mail, so that invitations go somewhere."""
    slug = slugify(name)
    return made_up.organisation(name, kind=kind, slug=slug, email=f"{slug}@example.org", **more)


@dataclass
class Cast:
    """The ten that every law is tested with. `actors()` gives each as the actor of a request."""

    people: dict[str, Person]
    acting_for: dict[str, int | None]
    municipality_a: Organisation
    municipality_b: Organisation
    ngo_a: Organisation
    ngo_b: Organisation
    county: Organisation
    umbrella: Organisation
    operator: Organisation
    space: Space
    link_id: int | None = None
    link_organisation_id: int | None = None

    NAMES = ("aino", "akseli", "bertil", "beata", "cecilia", "kaisa", "oona", "eero", "link", "dani")

    def actor(self, name: str) -> Actor:
        """Return a fresh actor: nothing is remembered from an earlier request."""
        if name == "link":
            return Actor(link_id=self.link_id or -1, organisation_id=self.link_organisation_id)
        if name == "dani":
            return Actor()
        return Actor(person_id=self.people[name].pk, organisation_id=self.acting_for[name])

    def actors(self) -> dict[str, Actor]:
        """Return all ten, fresh."""
        return {name: self.actor(name) for name in self.NAMES}


@kept
def make_cast() -> Cast:
    """Make the cast in Koski Tl and Marttila, with real areas, organisations, roles and a space."""
    areas()
    a, b = Area.objects.get(slug="koski-tl"), Area.objects.get(slug="marttila")
    region = a.region
    assert region is not None
    made = Cast(
        people={name: people.person(name.capitalize(), email=f"{name}@example.org") for name in Cast.NAMES[:8]},
        acting_for={},
        municipality_a=organisation("Kosken kunta", "municipality", governs=a, home=a),
        municipality_b=organisation("Marttilan kunta", "municipality", governs=b, home=b),
        ngo_a=organisation("Kosken Kylätupa", areas=[a], home=a),
        ngo_b=organisation("Marttilan Martat", areas=[b], home=b),
        county=organisation("Mallialueen hyvinvointialue", "county", governs=a.county),
        umbrella=organisation("Mallin Yhdistysverkko"),
        operator=organisation("Mallin Ylläpito"),
        space=None,  # type: ignore[arg-type] - made a line below, when its operator is there
    )
    with building():
        made.space = Space.objects.create(
            slug="malli",
            name=Text(fi="Mallin pöytä", sv="Modellbordet", en="The model table"),
            operator=made.operator,
            area=region,
            languages=["fi", "sv", "en"],
            contact_email="malli@example.org",
        )
        for role in (SpaceRoleKind.KEEPER, SpaceRoleKind.EDITOR):
            SpaceRole.objects.create(space=made.space, person=made.people["kaisa"], role=role)
    homes = {
        "aino": made.municipality_a,
        "akseli": made.municipality_b,
        "bertil": made.ngo_a,
        "beata": made.ngo_b,
        "cecilia": made.county,
        "kaisa": made.umbrella,
        "oona": made.operator,
    }
    for name, home in homes.items():
        member(made.people[name], home)
        made.acting_for[name] = home.pk
    member(made.people["aino"], made.municipality_a, "signatory")
    today = timezone.localdate()
    member(
        made.people["eero"],
        made.municipality_a,
        "admin",
        start=today - dt.timedelta(days=300),
        end=today - dt.timedelta(days=1),
    )
    # A session from before keeps what it chose then: the organisation whose role has ended.
    made.acting_for["eero"] = made.municipality_a.pk
    return made
