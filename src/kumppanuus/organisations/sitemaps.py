"""Public pages of organisations: the list, and each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kumppanuus.organisations.models import Organisation, Post


def addresses() -> Iterator[tuple[str, Any]]:
    """Give each public page once, without language."""
    yield "organisations:organisations", ()
    yield "organisations:contacts", ()
    for pk in Post.objects.contacts().values_list("pk", flat=True):
        yield "organisations:post", (pk,)
    for slug in Organisation.objects.values_list("slug", flat=True):
        yield "organisations:organisation", (slug,)
