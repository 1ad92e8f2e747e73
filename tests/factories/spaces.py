"""Spaces and roles in them for tests."""

from __future__ import annotations

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.spaces import actions
from kumppanuus.spaces.models import Space
from tests.factories import organisations, people


def space(slug: str = "tila", *, area=None, operator=None, **fields) -> Space:
    """Make a space with its area and operator."""
    return actions.create(
        organisations.TESTS,
        None,
        slug=slug,
        name=Text(fi=f"Tila {slug}"),
        area=area or organisations.municipality(),
        operator=operator or organisations.organisation(f"Ylläpitäjä {slug}"),
        **fields,
    )


def with_role(name: str, of: Space, role: str = "editor") -> Actor:
    """Make a new person with a role in the space."""
    someone = people.person(name)
    actions.appoint(organisations.TESTS, of, person=someone, role=role)
    return people.actor(someone)
