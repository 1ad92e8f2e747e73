"""Making, changing, publishing, ending and confirming entries."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.core.merged import everything
from kumppanuus.core.slugs import free_slug
from kumppanuus.links import actions as links
from kumppanuus.links.models import Link
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.services.actions import parts
from kumppanuus.services.actions.roles import role_of
from kumppanuus.services.models import Service, ServiceArea, ServiceTerm, Status
from kumppanuus.taxonomy.models import Term

RESERVED_SLUGS = {"new", "list", "gaps", "import", "imports", "suggest", "saved", "sheet"}
LISTED = (Status.PUBLISHED, Status.PAUSED)
FIELDS = (
    *("kind", "name", "summary", "description", "who", "without_referral", "for_professionals", "price_kind", "price"),
    *("registration", "registration_url", "attendance", "remote_url", "website", "times", "starts_on", "ends_on"),
    "rhythm",
)


@action
def create(
    actor: Actor,
    /,
    organisation: Organisation,
    *,
    areas: Iterable[Area] = (),
    terms: Iterable[Term] = (),
    place: Mapping[str, Any] | None = None,
    schedules: Sequence[Mapping[str, Any]] = (),
    contacts: Sequence[Mapping[str, Any]] = (),
    published: bool = False,
    verified: bool = True,
    **fields: Any,
) -> Service:
    """Make an entry of the organisation, a draft unless `published`; what it belongs to is made with it.

    `fields`: see FIELDS. `place`, `schedules`, `contacts`: as for the actions of those names. A published entry counts
    as verified by whoever made it, unless `verified=False` (an import that knows nothing of it).
    Refused, with nothing saved, when a text is too long, a date impossible or a published entry lacks its sentence.
    """
    fields.setdefault("rhythm", getattr(getattr(organisation, "listing", None), "rhythm", Service().rhythm))
    service = Service(organisation=organisation, status=Status.PUBLISHED if published else Status.DRAFT)
    _fill(service, fields)
    service.slug = free_slug(
        everything(Service), service.name.in_language("fi"), fallback="entry", reserved=RESERVED_SLUGS
    )
    if published and verified:
        _verify(actor, service)
    _check(service)
    service.save()
    _set_areas(service, areas)
    _set_terms(service, terms)
    if place:
        parts.set_place.function(actor, service, **place)
    if schedules:
        parts.set_times.function(actor, service, schedules=schedules)
    if contacts:
        parts.set_contacts.function(actor, service, contacts=contacts)
    _tell(service)
    return service


@action
def change(
    actor: Actor,
    /,
    service: Service,
    *,
    areas: Iterable[Area] | None = None,
    terms: Iterable[Term] | None = None,
    verified: bool = False,
    **fields: Any,
) -> Service:
    """Change the given fields, areas or terms; with `verified` the whole entry is confirmed at the same time.

    Refused for what does not fit; nothing is changed then.
    """
    fresh = Service.objects.select_for_update().get(pk=service.pk)
    before = {name: getattr(fresh, name) for name in FIELDS}
    _fill(fresh, fields)
    changed = [name for name in FIELDS if getattr(fresh, name) != before[name]]
    if areas is not None and _set_areas(fresh, areas):
        changed.append("areas")
    if terms is not None and _set_terms(fresh, terms):
        changed.append("terms")
    if changed:
        fresh.edited_at = timezone.now()
    if verified:
        _verify(actor, fresh)
    elif "rhythm" in changed and fresh.verified_at:
        fresh.due_on = due_after(fresh.verified_at, fresh.rhythm)
    _check(fresh)
    fresh.save()
    _tell(fresh, changed=changed)
    return fresh


@action
def publish(actor: Actor, service: Service) -> Service:
    """Publish a draft, or bring back an entry from its break or end; who publishes it says that it is right."""
    return _set_status(actor, service, Status.PUBLISHED, verified=True)


@action
def pause(actor: Actor, service: Service) -> Service:
    """Say that it is on a break; it stays in the lists with that mark."""
    return _set_status(actor, service, Status.PAUSED)


@action
def end(actor: Actor, service: Service) -> Service:
    """Say that it has ended: it leaves the lists, its page stays and says so."""
    return _set_status(actor, service, Status.ENDED)


@action
def discard(actor: Actor, service: Service) -> None:
    """Throw a draft away for good."""
    fresh = Service.objects.select_for_update().get(pk=service.pk)
    if fresh.status != Status.DRAFT:
        raise Refused(_("It has been published meanwhile. Nothing was removed; you can end it instead."))
    organisation = fresh.organisation
    fresh.delete()
    note(audience={f"organisation:{organisation.pk}"}, organisation=organisation.pk)


@action
def confirm(actor: Actor, service: Service, *, verified_as: str = "") -> Service:
    """Say that the whole entry is still right, without changing it. The next day to confirm follows its rhythm.

    A link is used up by it. Refused, with nothing changed, when that was done or the entry ended meanwhile.
    """
    fresh = Service.objects.select_for_update().get(pk=service.pk)
    if fresh.status not in {Status.PUBLISHED, Status.PAUSED}:
        raise Refused(_("The entry has ended or was taken back meanwhile. Nothing was changed."))
    if actor.link_id:
        links.use_up(actor, Link.objects.get(pk=actor.link_id))
    _verify(actor, fresh, verified_as)
    fresh.save(update_fields=["verified_at", "verified_as", "verified_by", "due_on"])
    _tell(fresh)
    return fresh


def due_after(moment: dt.datetime, months: int) -> dt.date:
    """Return the day that many months after the moment; the last day of the month where that day does not exist."""
    day = timezone.localdate(moment)
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _tell(service: Service, **facts: Any) -> None:
    """Let the event stand in the organisation's history too, unless the entry is a draft that only members see."""
    note(*([service.organisation] if service.is_public else []), **facts)


def _set_status(actor: Actor, service: Service, status: str, *, verified: bool = False) -> Service:
    fresh = Service.objects.select_for_update().get(pk=service.pk)
    was, fresh.status, fresh.listed = fresh.status, status, status in LISTED
    fresh.edited_at = timezone.now()
    if verified:
        _verify(actor, fresh)
    _check(fresh)
    fresh.save()
    _tell(fresh, was=was)
    return fresh


def _verify(actor: Actor, service: Service, verified_as: str = "") -> None:
    service.verified_at = timezone.now()
    service.verified_as = verified_as or role_of(actor, service)
    service.verified_by_id = actor.organisation_id
    service.due_on = due_after(service.verified_at, service.rhythm)


def _fill(service: Service, fields: dict[str, Any]) -> None:
    if unknown := fields.keys() - set(FIELDS):
        raise TypeError(f"An entry has no {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(service, name, value)
    service.listed = service.status in LISTED
    service.follow_texts()


def _check(service: Service) -> None:
    problems = []
    try:
        service.full_clean(exclude=["find_by", "sort_name"])
    except ValidationError as exc:
        problems += exc.messages
    if service.status != Status.DRAFT and not service.summary:
        problems.append(_("Say in one sentence what it is before it is published."))
    if problems:
        raise Refused(_("Nothing was saved. %(why)s") % {"why": " ".join(dict.fromkeys(problems))})


def _set_areas(service: Service, areas: Iterable[Area]) -> bool:
    wanted = {area.pk for area in areas}
    rows = ServiceArea.objects.filter(service=service)
    have = set(rows.values_list("area_id", flat=True))
    rows.filter(area__in=have - wanted).delete()
    ServiceArea.objects.bulk_create([ServiceArea(service=service, area_id=pk) for pk in sorted(wanted - have)])
    return wanted != have


def _set_terms(service: Service, terms: Iterable[Term]) -> bool:
    """Set the terms that the entry itself has; those that follow from its places are kept apart by their scheme."""
    wanted = {term.pk for term in terms}
    rows = ServiceTerm.objects.filter(service=service).exclude(term__scheme=parts.ACCESSIBILITY)
    have = set(rows.values_list("term_id", flat=True))
    rows.filter(term__in=have - wanted).delete()
    ServiceTerm.objects.bulk_create([ServiceTerm(service=service, term_id=pk) for pk in sorted(wanted - have)])
    return wanted != have
