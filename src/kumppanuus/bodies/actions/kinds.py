"""The kinds of bodies: those that ship with the product, and a space's own."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kumppanuus.bodies import choices
from kumppanuus.bodies.models import BodyKind
from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.core.slugs import free_slug
from kumppanuus.core.texts import Text
from kumppanuus.spaces.models import Space

FIELDS = ("name", "about", "rules", "meetings_a_year", "order")


@quiet_action
def load_kinds(actor: Actor, _obj: None = None) -> int:
    """Load the kinds that ship with the product. Again changes nothing; returns how many there are."""
    rows = json.loads((resources.files("kumppanuus.bodies") / "data" / "kinds.json").read_text("utf-8"))
    for order, row in enumerate(rows, start=1):
        told = {name: row.get(name, [] if name == "seats" else None) for name in ("seats", "meetings_a_year")}
        texts = {name: Text(row.get(name)) for name in ("name", "about", "rules")}
        BodyKind.objects.update_or_create(space=None, code=row["code"], defaults={**texts, **told, "order": order})
    return len(rows)


@action
def set_kind(actor: Actor, /, space: Space, *, kind: BodyKind | None = None, **fields: Any) -> BodyKind:
    """Add a kind to a space's list, or change one: a shipped one is changed for this space only.

    Bodies of a shipped kind that the space changes become bodies of the space's own.
    """
    if unknown := fields.keys() - set(FIELDS):
        raise TypeError(f"A kind has no {', '.join(sorted(unknown))}")
    if kind is None:
        own = BodyKind(space=space, code=_code(space, str(fields["name"])), order=100)
    elif kind.space_id is None:
        own = BodyKind.objects.filter(space=space, code=kind.code).first() or BodyKind(
            space=space, code=kind.code, order=kind.order, seats=kind.seats
        )
    elif kind.space_id == space.pk:
        own = kind
    else:
        raise Refused(_("This kind belongs to another network. Nothing was changed."))
    for name, value in fields.items():
        setattr(own, name, value)
    own.ended = False
    own.save()
    if kind is not None and kind.pk != own.pk:
        for body in space.bodies.filter(kind=kind):
            body.kind = own
            body.save(update_fields=["kind"])
    note(space, kind=own.code)
    transaction.on_commit(choices.forget)
    return own


def _code(space: Space, name: str) -> str:
    """Return a code that no kind offered in the space has."""
    offered = BodyKind.objects.filter(Q(space=space) | Q(space=None))
    return free_slug(offered, name, fallback="kind", column="code", longest=30)


@action
def end_kind(actor: Actor, space: Space, *, kind: BodyKind) -> BodyKind:
    """Offer a kind no more in a space; bodies of it stay what they are."""
    if kind.space_id not in {None, space.pk}:
        raise Refused(_("This kind belongs to another network. Nothing was changed."))
    own = kind if kind.space_id else BodyKind.objects.filter(space=space, code=kind.code).first()
    if own is None:
        own = BodyKind(space=space, code=kind.code, order=kind.order, seats=kind.seats)
        for name in ("name", "about", "rules", "meetings_a_year"):
            setattr(own, name, getattr(kind, name))
    own.ended = True
    own.save()
    note(space, kind=own.code)
    return own
