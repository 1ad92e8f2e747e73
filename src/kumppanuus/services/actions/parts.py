"""What belongs to an entry or an organisation's listing: places, times, contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import Organisation
from kumppanuus.services.actions.roles import typed
from kumppanuus.services.models import (
    Checked,
    Closure,
    Contact,
    Listing,
    Location,
    Schedule,
    Service,
    ServiceArea,
    ServiceLocation,
    ServiceTerm,
)

ACCESSIBILITY = "accessibility"  # the scheme of what a place's accessibility is made of
MOST_PARTS = 60


@action
def set_place(
    actor: Actor,
    /,
    service: Service,
    *,
    location: Location | None = None,
    features: Sequence[Any] | None = None,
    here: str | Mapping[str, str] = "",
    **fields: Any,
) -> ServiceLocation:
    """Put the entry at a place of its organisation: a known `location`, or a new one made of the fields.

    With a known location the fields given change it, for all entries that are there; `here` says what differs for
    this one. The municipality of the place becomes one of the entry's areas. Refused for what does not fit.
    """
    if location is not None and location.organisation_id != service.organisation_id:
        raise Refused(_("That place is another organisation's. Nothing was changed."))
    made = location or Location(organisation_id=service.organisation_id)
    for name, value in fields.items():
        setattr(made, name, value)
    _clean(made)
    made.save()
    if features is not None:
        made.features.set(features)
    at, _new = ServiceLocation.objects.update_or_create(service=service, location=made, defaults={"note": here})
    ServiceArea.objects.get_or_create(service=service, area_id=made.area_id)
    for one in Service.objects.filter(places__location=made):
        _follow_places(one)
        _touch(one)
    typed(actor, service, Checked.PLACE)
    return at


@action
def remove_place(actor: Actor, /, service: Service, *, place: ServiceLocation) -> None:
    """Take the entry away from a place; the place itself goes when nothing else is there."""
    if place.service_id != service.pk:
        raise Refused(_("That place belongs to another entry. Nothing was changed."))
    location = place.location
    place.delete()
    if not location.services.exists():
        location.delete()
    _follow_places(service)
    _touch(service)


@action
def set_times(
    actor: Actor,
    /,
    service: Service,
    *,
    schedules: Sequence[Mapping[str, Any]] = (),
    closures: Sequence[Mapping[str, Any]] = (),
) -> Service:
    """Replace the entry's times and the days on which it is not there. Refused, the old kept, for what is wrong."""
    _bound(schedules, closures)
    rows = [_clean(Schedule(service=service, **row)) for row in schedules]
    days = [_clean(Closure(service=service, **row)) for row in closures]
    old = list(service.schedules.all())
    service.schedules.all().delete()
    service.closures.all().delete()
    Schedule.objects.bulk_create(known_again(rows, old))
    Closure.objects.bulk_create(days)
    _touch(service)
    typed(actor, service, Checked.TIMES)
    return service


SAID = ("freq", "interval", "byday", "starts", "until", "opens", "closes")  # what makes a rule another one


def known_again(rows: list[Schedule], old: list[Schedule]) -> list[Schedule]:
    """Give rules what calendars know them by: first those that say the same as before, then the rest in their order."""

    def same(one: Schedule, other: Schedule) -> bool:
        return all(getattr(one, name) == getattr(other, name) for name in SAID)

    left, open_ = list(old), []
    for row in rows:
        was = next((one for one in left if same(one, row)), None)
        if was is None:
            open_.append(row)
        else:
            left.remove(was)
            row.uuid, row.place_id = was.uuid, was.place_id
    for row, was in zip(open_, left, strict=False):
        row.uuid = was.uuid
    return rows


@action
def set_contacts(actor: Actor, /, service: Service, *, contacts: Sequence[Mapping[str, Any]]) -> Service:
    """Replace the entry's contacts. Refused, with the old kept, for what is wrong."""
    _replace_contacts(Contact.objects.filter(service=service), contacts, service.organisation, service)
    _touch(service)
    typed(actor, service, Checked.PHONE)
    return service


@action
def set_listing(
    actor: Actor,
    /,
    organisation: Organisation,
    *,
    contacts: Sequence[Mapping[str, Any]] | None = None,
    **fields: Any,
) -> Listing:
    """Say how the organisation wants to be reached and listed; `contacts` replace those of the organisation itself."""
    listing = Listing.objects.filter(organisation=organisation).first() or Listing(organisation=organisation)
    for name, value in fields.items():
        setattr(listing, name, value)
    _clean(listing)
    listing.save()
    if contacts is not None:
        own = Contact.objects.filter(organisation=organisation, service=None)
        _replace_contacts(own, contacts, organisation, None)
    note(organisation)
    return listing


def _replace_contacts(
    old: models.QuerySet[Contact], contacts: Sequence[Mapping[str, Any]], organisation: Organisation, service: Any
) -> None:
    _bound(contacts)
    rows = [_clean(Contact(organisation=organisation, service=service, **row)) for row in contacts]
    old.delete()
    Contact.objects.bulk_create(rows)


def _bound(*lists: Sequence[Any]) -> None:
    if any(len(rows) > MOST_PARTS for rows in lists):
        raise Refused(_("At most %(most)d lines fit here. Nothing was changed.") % {"most": MOST_PARTS})


def _clean(row: Any) -> Any:
    try:
        row.full_clean(exclude=["service", "organisation"] if row._meta.model_name != "location" else ["organisation"])
    except ValidationError as exc:
        raise Refused(_("Nothing was saved. %(why)s") % {"why": " ".join(dict.fromkeys(exc.messages))}) from exc
    return row


def _touch(service: Service) -> None:
    Service.objects.filter(pk=service.pk).update(edited_at=timezone.now())


def _follow_places(service: Service) -> None:
    """Make the entry's accessibility terms those of its places, so that one filter finds them."""
    wanted = set(service.places.values_list("location__features", flat=True)) - {None}
    rows = ServiceTerm.objects.filter(service=service, term__scheme=ACCESSIBILITY)
    have = set(rows.values_list("term_id", flat=True))
    rows.filter(term__in=have - wanted).delete()
    ServiceTerm.objects.bulk_create([ServiceTerm(service=service, term_id=pk) for pk in sorted(wanted - have)])
