"""To whom one writes about an entry or an organisation. Nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kumppanuus.accounts.models import Person
from kumppanuus.organisations.models import Holding, Membership, Organisation, Part, Post, PostKind, Role, current
from kumppanuus.places.models import Area
from kumppanuus.services.models import Audience, Contact, Service
from kumppanuus.spaces.models import Space, SpaceRole, SpaceRoleKind


@dataclass(frozen=True)
class Recipient:
    """An address to write to, in a language; a person where she has an account."""

    address: str
    language: str
    person: Person | None = None


def editors_of(organisations: Iterable[int]) -> dict[int, list[Person]]:
    """Return who edits each organisation's entries today. One query."""
    rows = Membership.objects.current().filter(organisation__in=set(organisations), role__in=(Role.ADMIN, Role.EDITOR))
    found: dict[int, list[Person]] = defaultdict(list)
    for row in rows.select_related("person").order_by("pk"):
        if row.person not in found[row.organisation_id] and row.person.is_active:
            found[row.organisation_id].append(row.person)
    return found


def space_editors(areas: Iterable[int]) -> list[Person]:
    """Return the editors of the spaces in whose area one of the areas is."""
    wanted = set(areas)
    spaces = [
        space.pk
        for space in Space.objects.select_related("area")
        if Area.objects.within(space.area).filter(pk__in=wanted).exists()
    ]
    rows = SpaceRole.objects.filter(current(), space__in=spaces, role=SpaceRoleKind.EDITOR)
    return list(dict.fromkeys(row.person for row in rows.select_related("person").order_by("pk")))


def keepers_of(organisation: Organisation) -> list[Recipient]:
    """Return who keeps the organisation's entries: its editors, else those of the spaces around."""
    people = editors_of([organisation.pk])[organisation.pk]
    if not people:
        areas = {organisation.home_id, *organisation.areas.values_list("pk", flat=True)} - {None}
        people = space_editors(pk for pk in areas if pk)
    return [Recipient(one.email, one.language, one) for one in people]


def recipients_of(services: Sequence[Service]) -> dict[int, list[Recipient]]:
    """Return for each entry whom to ask: its contact's address, else the organisation's, else its editors.

    Two queries, however many entries; the organisations are with them.
    """
    by_entry: dict[int, str] = {}
    contacts = Contact.objects.filter(service__in=services).exclude(email="")
    for entry, kind, email in contacts.order_by("pk").values_list("service", "audience_kind", "email"):
        if entry is not None and (entry not in by_entry or kind == Audience.EVERYBODY):
            by_entry.setdefault(entry, email)
    without = {one.organisation_id for one in services if one.pk not in by_entry and not one.organisation.email}
    editors = editors_of(without) if without else {}
    found: dict[int, list[Recipient]] = {}
    for one in services:
        if address := by_entry.get(one.pk) or one.organisation.email:
            found[one.pk] = [Recipient(address.lower(), one.organisation.mail_language)]
        else:
            people = editors.get(one.organisation_id, [])
            found[one.pk] = [Recipient(person.email, person.language, person) for person in people]
    return found


def answers_for(area: Area) -> list[Recipient]:
    """Return who answers for NGOs in a municipality: the contact person's address or holders; else space editors."""
    posts = Post.objects.filter(organisation__governs=area, kind=PostKind.CONTACT_PERSON, ended=None)
    with_address = [post for post in posts.select_related("organisation") if post.email]
    if with_address:
        return [Recipient(post.email, post.organisation.mail_language) for post in with_address[:1]]
    held = Holding.objects.current().filter(post__in=posts, part=Part.HOLDER).select_related("person")
    people = [row.person for row in held] or space_editors([area.pk])
    return [Recipient(one.email, one.language, one) for one in dict.fromkeys(people)]
