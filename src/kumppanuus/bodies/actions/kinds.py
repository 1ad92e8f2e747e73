"""The kinds of bodies: those that ship with the product, and a space's own."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from kumppanuus.bodies.models import BodyKind
from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
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
        own = BodyKind(space=space, code=_free_code(space, str(fields["name"])), order=100)
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
    return own


def _free_code(space: Space, name: str) -> str:
    """Return a code that no kind offered in the space has."""
    taken = set(BodyKind.objects.filter(space=space).values_list("code", flat=True))
    taken |= set(BodyKind.objects.filter(space=None).values_list("code", flat=True))
    base = slugify(name)[:30] or "kind"
    return next(code for n in range(1, len(taken) + 2) if (code := base if n == 1 else f"{base}-{n}") not in taken)


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
