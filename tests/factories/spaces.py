"""Spaces and roles in them for tests."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.files.checks import examine
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


def logo(size: tuple[int, int] = (300, 100), words: str = "Tilan merkki") -> dict[str, Any]:
    """Return a logo as the form gives it, with its alternative text."""
    out = io.BytesIO()
    Image.new("RGB", size, "#14587f").save(out, "PNG")
    upload: Any = SimpleUploadedFile("merkki.png", out.getvalue())
    upload.examined = examine(out, "merkki.png")
    return {"logo": upload, "alternative_text": Text(fi=words)}


def with_role(name: str, of: Space, role: str = "editor") -> Actor:
    """Make a new person with a role in the space."""
    someone = people.person(name)
    actions.appoint(organisations.TESTS, of, person=someone, role=role)
    return people.actor(someone)
