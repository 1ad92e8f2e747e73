"""Forums for tests: one coming with somebody waiting, one that is over, one that was cancelled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.forums import actions
from kumppanuus.forums.models import Attachment, Forum, Signup
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import stand_in
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from tests.factories import building
from tests.factories.cast import Cast
from tests.factories.uploads import text_file

SECRET_NAME, SECRET_NEEDS = "Salainen Tulija", "Salainen allergia"


def soon(days: int = 10, hour: int = 18) -> dt.datetime:
    """Return an hour of the day so many days from now, by the clock on the wall in Finland."""
    day = timezone.localdate() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour), timezone.get_default_timezone())


def forum(actor: Actor, organiser: Organisation, area: Area, name: str = "Yhdistysilta", **fields: Any) -> Forum:
    """Call a forum in ten days."""
    told = {
        "starts_at": soon(),
        "ends_at": soon(hour=20),
        "place": Text(fi="Kirjasto"),
        "register_until": soon(9, 23),
        "languages": ["fi"],
        "programme": Text(fi="18.00 Avaus | Aino\n18.15 Keskustelu"),
    }
    return actions.create(actor, organiser, name=Text(fi=name), area=area, **(told | fields))


def asked(of: Forum, name: str = "Pekka", **fields: Any) -> Signup:
    """Register without an account; not confirmed yet."""
    email = f"{name.lower().replace(' ', '.')}@example.org"
    actions.ask(Actor(), of, name=name, email=email, **fields)
    return of.signups.get(email=email)


def holder(signup: Signup) -> Actor:
    """Return who holds the link in the mail."""
    return Actor(link_id=signup.link_id)


def comes(of: Forum, name: str = "Pekka", **fields: Any) -> Signup:
    """Register without an account and confirm."""
    made = asked(of, name, **fields)
    return actions.confirm(holder(made), made)


def token_of(signup: Signup) -> str:
    """Return what opens the page behind the link in the mail."""
    return stand_in(Link.objects.get(pk=signup.link_id))


def over(of: Forum, days: int = 3) -> Forum:
    """Let a forum be over since so many days."""
    with building():
        Forum.objects.filter(pk=of.pk).update(
            starts_at=soon(-days, 18), ends_at=soon(-days, 20), register_until=soon(-days - 1, 23)
        )
    return Forum.objects.get(pk=of.pk)


@dataclass
class Forums:
    """What the world has of forums."""

    open: Forum  # of municipality A: one place, taken; one waits, one has not confirmed
    comes: Signup
    waits: Signup
    asked: Signup
    own: Signup  # Bertil's, waiting
    past: Forum  # of municipality A
    cancelled: Forum  # of the umbrella
    attachment: Attachment  # among the materials of the open one
    token: str  # of the link to the one who comes


def forums(cast: Cast, area_a: Area, area_b: Area) -> Forums:
    """Build the forums of the world."""
    aino, kaisa = cast.actor("aino"), cast.actor("kaisa")
    made = forum(aino, cast.municipality_a, area_a, places=1, remote_link="https://example.org/remote")
    first = comes(made, SECRET_NAME, needs=SECRET_NEEDS)
    second = comes(made, "Odottaja")
    third = asked(made, "Epävarma")
    own = actions.sign_up(cast.actor("bertil"), made)
    past = over(forum(aino, cast.municipality_a, area_a, "Kevään foorumi"))
    stopped = forum(kaisa, cast.umbrella, area_b, "Peruttu silta")
    actions.cancel(kaisa, stopped, why="Sairastapaus")
    attachment = actions.attach(aino, made, title=Text(fi="Taustaksi"), file=text_file())
    return Forums(made, first, second, third, own, past, stopped, attachment, token_of(first))
