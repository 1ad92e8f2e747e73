"""Organisations, memberships, areas and posts for tests."""

from __future__ import annotations

import datetime as dt
import itertools

from django.utils import timezone
from django.utils.text import slugify

from kumppanuus.accounts.models import Person
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.organisations import actions
from kumppanuus.organisations.models import Membership, Organisation, Post
from kumppanuus.places.models import Area
from tests.factories import building, people

_numbers = itertools.count(1)
TESTS = system("tests")


def municipality(name: str = "Koskela", **fields) -> Area:
    """Make a municipality that exists nowhere."""
    number = next(_numbers)
    with building():
        return Area.objects.create(
            **{
                "kind": "municipality",
                "code": f"{9000 + number}",
                "slug": f"{slugify(name)}-{number}",
                "name": Text(fi=name),
                "sort_name": name,
            }
            | fields
        )


def organisation(name: str = "", *, kind: str = "association", **fields) -> Organisation:
    """Make an organisation without members."""
    wanted = Text(fi=name or f"Seura {next(_numbers)}")
    return actions.create(TESTS, None, name=wanted, kind=kind, **fields)


def member(someone: Person, of: Organisation, role: str = "admin", **days) -> Membership:
    """Make a membership; `start` and `end` are dates."""
    return actions.enrol(TESTS, of, person=someone, role=role, **days)


def ended_member(someone: Person, of: Organisation, role: str = "admin") -> Membership:
    """Make a membership that ended yesterday."""
    today = timezone.localdate()
    return member(someone, of, role, start=today - dt.timedelta(days=30), end=today - dt.timedelta(days=1))


def acting(name: str, of: Organisation, role: str = "admin") -> Actor:
    """Make a new person who is a member and acts for the organisation."""
    someone = people.person(name)
    member(someone, of, role)
    return people.actor(someone, of.pk)


def post(of: Organisation, title: str = "Yhteyshenkilö", **fields) -> Post:
    """Make a post without a holder."""
    return actions.add_post(TESTS, of, kind=fields.pop("kind", "contact_person"), title=Text(fi=title), **fields)
