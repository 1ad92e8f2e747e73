"""Founding and changing an organisation's own record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.core.merged import everything
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Membership, Organisation, OrganisationArea, Role
from kumppanuus.organisations.numbers import normalise_business_id, normalise_register_number
from kumppanuus.places.models import Area
from kumppanuus.taxonomy.models import Term

RESERVED_SLUGS = {"new"}
FIELDS = (
    *("kind", "registered", "name", "description", "register_number", "business_id", "home", "governs"),
    *("email", "website", "two_signatories"),
)


@action
def create(
    actor: Actor,
    /,
    target: None,
    *,
    name: Text,
    kind: str,
    areas: Iterable[Area] = (),
    classes: Iterable[Term] = (),
    slug: str = "",
    governs: Area | None = None,
    **fields: Any,
) -> Organisation:
    """Make an organisation; a person who makes it becomes its administrator.

    `fields`: registered, description, register_number, business_id, home, email, website, two_signatories.
    Only a part of the system may say which area it governs. Refused for a wrong or taken number.
    """
    if governs is not None and not actor.system:
        raise Refused(_("Which municipality or county an organisation governs is set by the space's editors."))
    founded = bool(actor.person_id)
    organisation = Organisation(name=name, kind=kind, governs=governs, vouched=not founded)
    _fill(organisation, fields)
    organisation.slug = _free_slug(slug or str(organisation.name.in_language("fi")))
    _check(organisation)
    organisation.save()
    _set_areas(organisation, areas)
    organisation.classes.set(classes)
    if founded:
        Membership.objects.create(person_id=actor.person_id or 0, organisation=organisation, role=Role.ADMIN)
        actor.forget()
    return organisation


@action
def vouch(actor: Actor, organisation: Organisation) -> Organisation:
    """Write down that someone other than its founder knows the organisation to be real."""
    organisation.vouched = True
    organisation.save(update_fields=["vouched"])
    return organisation


@action
def change(
    actor: Actor,
    /,
    organisation: Organisation,
    *,
    areas: Iterable[Area] | None = None,
    classes: Iterable[Term] | None = None,
    **fields: Any,
) -> Organisation:
    """Change the given fields. Refused for a wrong or taken number; nothing is changed then."""
    fresh = Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = {name: getattr(fresh, name) for name in FIELDS}
    _fill(fresh, fields)
    _check(fresh)
    fresh.save()
    changed = [name for name in FIELDS if getattr(fresh, name) != before[name]]
    if areas is not None and _set_areas(fresh, areas):
        changed.append("areas")
    if classes is not None:
        kept = list(classes)
        if {term.pk for term in kept} != set(fresh.classes.values_list("pk", flat=True)):
            fresh.classes.set(kept)
            changed.append("classes")
    note(changed=changed)
    return fresh


def _fill(organisation: Organisation, fields: dict[str, Any]) -> None:
    if unknown := fields.keys() - set(FIELDS):
        raise TypeError(f"An organisation has no {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(organisation, name, value)
    organisation.register_number = normalise_register_number(organisation.register_number or "")
    if organisation.business_id:
        organisation.business_id = normalise_business_id(organisation.business_id)
    organisation.follow_texts()


def _check(organisation: Organisation) -> None:
    try:
        organisation.full_clean(exclude=["find_by"])
    except ValidationError as exc:
        said = " ".join(dict.fromkeys(exc.messages))
        raise Refused(_("Nothing was saved. %(why)s") % {"why": said}) from exc


def _free_slug(wanted: str) -> str:
    base = slugify(wanted)[:100] or "organisation"
    taken = set(everything(Organisation).filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED_SLUGS
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)


def _set_areas(organisation: Organisation, areas: Iterable[Area]) -> bool:
    wanted = {area.pk for area in areas}
    rows = OrganisationArea.objects.filter(organisation=organisation)
    have = set(rows.values_list("area_id", flat=True))
    rows.filter(area__in=have - wanted).delete()
    OrganisationArea.objects.bulk_create(
        [OrganisationArea(organisation=organisation, area_id=pk) for pk in sorted(wanted - have)]
    )
    return wanted != have
