"""To whom a matter can be sent: organisations of the area, bodies (apps above say which), or somebody outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from kumppanuus.accounts.models import Person
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Membership, Organisation, Role
from kumppanuus.places.models import Area, AreaKind

OUTSIDE = "outside"


@dataclass(frozen=True)
class To:
    """A receiver. Of a body `model` and `pk` say which, and `organisation` is its convener; outside there is neither.

    kind, email   a decision-maker in the organisation or outside ("board"), and its registry's address
    """

    name: Text
    organisation: Organisation | None = None
    model: str = ""
    pk: int | None = None
    email: str = ""
    kind: str = ""

    @property
    def key(self) -> str:
        """What a form sends for it."""
        if self.model:
            return f"{self.model}:{self.pk}"
        return f"organisation:{self.organisation.pk}" if self.organisation else OUTSIDE


@dataclass(frozen=True)
class Recipient:
    """Somebody to write to: a person, or an address."""

    person: Person | None = None
    address: str = ""
    language: str = "fi"


@dataclass(frozen=True)
class Bodies:
    """What an app above says of its bodies as receivers.

    near      those to whom one sends from an area
    runs      whether the actor acts in the name of the body
    run_by    the bodies that the actor runs
    people    who is written to; the chairs only, when something waits too long for the second time
    pages     the addresses of their pages
    agenda    the address where a matter, by its id, is put on an agenda
    """

    near: Callable[[Area], Iterable[To]]
    runs: Callable[[Actor, int], bool]
    run_by: Callable[[Actor], list[int]]
    people: Callable[[int, bool], list[Recipient]]
    pages: Callable[[list[int]], dict[int, str]]
    agenda: Callable[[int], str]


@dataclass
class _Register:
    of: dict[str, Bodies] = field(default_factory=dict)


_register = _Register()


def provide(model: str, bodies: Bodies) -> None:
    """Register bodies of a model ("bodies.body") as receivers."""
    _register.of[model] = bodies


def near(area: Area) -> list[To]:
    """Return to whom one sends from the area: its own authorities, then bodies."""
    if area.kind in {AreaKind.MUNICIPALITY, AreaKind.COUNTY}:
        governed = Q(governs__in=[pk for pk in (area.pk, area.county_id) if pk])
    else:  # a body of a region sends to its municipalities and their county
        inside = Area.objects.within(area).order_by()
        governed = Q(governs__in=inside.values("pk")) | Q(governs__in=inside.values("county"))
    rows = Organisation.objects.filter(governed).order_by("kind", "sort_name", "pk")
    found = [To(Text(one.name), one) for one in rows]
    return [*found, *(to for bodies in _register.of.values() for to in bodies.near(area))]


def runs(actor: Actor, model: str, pk: int | None) -> bool:
    """Say whether the actor acts in the name of the body."""
    return model in _register.of and pk is not None and _register.of[model].runs(actor, pk)


def run_by(actor: Actor) -> Q:
    """Return which matters bodies of the actor's have, as a condition."""
    found = Q(pk=None)
    for model, bodies in _register.of.items():
        if pks := bodies.run_by(actor):
            found |= Q(held_model=model, held_id__in=pks)
    return found


def pages(of: Iterable[tuple[str, int | None]]) -> dict[tuple[str, int], str]:
    """Return the addresses of bodies' pages. One query for each model."""
    wanted = {(model, pk) for model, pk in of if pk is not None and model in _register.of}
    found: dict[tuple[str, int], str] = {}
    for model in {model for model, _pk in wanted}:
        pks = sorted(pk for one, pk in wanted if one == model)
        found |= {(model, pk): address for pk, address in _register.of[model].pages(pks).items()}
    return found


def agenda(model: str, matter: int) -> str:
    """Return the address where a matter that came to a body is put on an agenda; "" where it is at none."""
    return _register.of[model].agenda(matter) if model in _register.of else ""


def people(organisation: Organisation | None, model: str, pk: int | None, *, chairs: bool = False) -> list[Recipient]:
    """Return whom to write to: of a body its own people; of an organisation its address, or its editors.

    `chairs` asks for those who answer for it: a body's chairs, or an organisation's administrators beside its address.
    """
    found = _register.of[model].people(pk, chairs) if model in _register.of and pk is not None else []
    if found or organisation is None:
        return found
    if organisation.email:
        found.append(Recipient(None, organisation.email, organisation.mail_language))
    if chairs or not found:
        role = {"role": Role.ADMIN} if chairs else {"role__in": (Role.EDITOR, Role.ADMIN)}
        rows = Membership.objects.current().filter(organisation=organisation, **role).select_related("person")
        persons: dict[int, Any] = {row.person_id: row.person for row in rows.order_by("pk")}
        found += [Recipient(one, language=one.language) for one in persons.values()]
    return found
