"""A client's sheet: chosen entries in one language, as plain data for a page, a PDF and a mail.

Nothing about a client is taken or kept: the sheet is the ids of entries, in the session or in an address.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.core.merged import everything
from kumppanuus.core.requests import Request
from kumppanuus.core.texts import Text
from kumppanuus.interop.pdf import typeset
from kumppanuus.links.qr import svg
from kumppanuus.services.models import Audience, Contact, Service, ServiceLocation, Status
from kumppanuus.services.times import in_words
from kumppanuus.ui.components.texts import period

SESSION_KEY, BEFORE_KEY = "services.sheet", "services.sheet.before"
MOST = 20
LONGEST_ID = 18
FOR_CLIENTS = (Audience.EVERYBODY, Audience.RESIDENTS)
Line = dict[str, str]


def chosen(request: Request) -> list[int]:
    """Return the ids on the reader's sheet, in her order."""
    return list(request.session.get(SESSION_KEY, []))


def before(request: Request) -> list[int]:
    """Return what was on the sheet before something was last taken off, if anything was."""
    return list(request.session.get(BEFORE_KEY, []))


def keep_before(request: Request, ids: Iterable[int]) -> None:
    """Keep what was on the sheet, so that taking off can be undone; nothing leaves nothing."""
    if some := list(ids):
        request.session[BEFORE_KEY] = some
    else:
        request.session.pop(BEFORE_KEY, None)


def keep(request: Request, ids: Iterable[int]) -> None:
    """Keep the ids in the session; an empty sheet leaves nothing there."""
    if some := list(dict.fromkeys(ids))[:MOST]:
        request.session[SESSION_KEY] = some
    else:
        request.session.pop(SESSION_KEY, None)


def asked_for(data: QueryDict) -> list[int]:
    """Return the ids in an address or a form: what is no number is left out."""
    found = [int(one) for one in data.getlist("e") if one.isascii() and one.isdigit() and len(one) <= LONGEST_ID]
    return list(dict.fromkeys(found))[:MOST]


def address(ids: Sequence[int], language: str, layout: str, name: str = "services:shown_sheet") -> str:
    """Return the address that shows the sheet to whoever has it."""
    return f"{reverse(name)}?{urlencode([*(('e', pk) for pk in ids), ('in', language), ('layout', layout)])}"


def entries_of(ids: Sequence[int]) -> list[Service]:
    """Return the public entries in the order of the ids; one that was merged is what it is now. Seven queries."""
    places = ServiceLocation.objects.select_related("location__area").prefetch_related("location__features")
    contacts = Contact.objects.filter(audience_kind__in=FOR_CLIENTS)
    went = dict(everything(Service).filter(pk__in=ids).values_list("pk", "merged_into"))
    now = list(dict.fromkeys(went[pk] or pk for pk in ids if pk in went))
    rows = Service.objects.exclude(status=Status.DRAFT).select_related("organisation").in_bulk(now)
    found = [rows[pk] for pk in now if pk in rows]
    prefetch_related_objects(found, "schedules", "closures", Prefetch("places", places), Prefetch("contacts", contacts))
    return found


def said(value: Text | str, *, href: str = "", strong: bool = False) -> Line:
    """Return a line: its words, and their language where it is not the sheet's."""
    words = str(value)
    language = value.language_for() if isinstance(value, Text) and value else ""
    own = (get_language() or "fi").split("-")[0]
    return {
        "text": words,
        "lang": "" if language == own else language,
        "href": href,
        "strong": "yes" if strong else "",
    }


def leaf(row: Service) -> dict[str, Any]:
    """Return what the sheet says of one entry, in the active language."""
    url = f"{settings.SITE_URL}{row.get_absolute_url()}"
    sections = [
        (_("When"), _when(row)),
        (_("Where"), _where(row)),
        (_("Contact"), _contact(row)),
        (_("For whom and how"), _how(row)),
    ]
    return {
        "name": said(row.name),
        "kind": str(row.get_kind_display()),
        "organisation": said(row.organisation.name),
        "summary": said(row.summary),
        "state": _state(row),
        "sections": [{"title": title, "lines": lines} for title, lines in sections if lines],
        "url": url,
        "qr_alt": _("A square code that opens the page of %(name)s") % {"name": row.name},
    }


def _state(row: Service) -> str:
    if row.status == Status.ENDED:
        return _("This has ended.")
    if row.status == Status.PAUSED:
        return _("This is on a break: ask when it goes on.")
    if row.is_overdue or row.verified_at is None:
        return _("Nobody has confirmed this lately: ask before you go.")
    return ""


def _when(row: Service) -> list[Line]:
    lines = []
    if row.starts_on and row.ends_on and row.starts_on != row.ends_on:
        lines.append(said(period(row.starts_on, row.ends_on)))
    elif row.starts_on or row.ends_on:
        lines.append(said(date_format(row.starts_on or row.ends_on or dt.date.min, "DATE_FORMAT")))
    lines += [said(in_words(rule)) for rule in row.schedules.all()]
    lines += [said(row.times)] if row.times else []
    for one in row.closures.all():
        if one.last >= timezone.localdate():
            why = f" ({one.note})" if one.note else ""
            lines.append(said(f"{_('Not there')} {period(one.first, one.last)}{why}"))
    return lines or [said(_("Ask about the times."))]


def _where(row: Service) -> list[Line]:
    lines = []
    for at in row.places.all():
        place = at.location
        lines += [said(place.name, strong=True)] if place.name else []
        lines += [said(place.line)] if place.line else []
        lines += [said(text) for text in (at.note, place.arriving) if text]
        features = ", ".join(str(one) for one in place.features.all())
        lines += [said(f"{_('Accessibility')}: {features}")] if features else []
        lines += [said(place.accessibility)] if place.accessibility else []
    if row.attendance != "on_site":
        lines.append(said(str(row.get_attendance_display())))
        lines += [said(row.remote_url, href=row.remote_url)] if row.remote_url else []
    return lines


def _contact(row: Service) -> list[Line]:
    lines = []
    for one in row.contacts.all():
        who = " ".join(part for part in (str(one.role), one.name) if part)
        lines += [said(one.role if not one.name else who, strong=True)] if who else []
        if one.phone:
            hours = f" ({one.hours})" if one.hours else ""
            lines.append(said(f"{one.phone}{hours}", href=f"tel:{one.phone.replace(' ', '')}"))
        lines += [said(one.email, href=f"mailto:{one.email}")] if one.email else []
    lines += [said(row.website, href=row.website)] if row.website else []
    return lines


def _how(row: Service) -> list[Line]:
    lines = [said(row.who)] if row.who else []
    lines.append(said(_("No referral is needed") if row.without_referral else _("A referral is needed")))
    if row.price_kind:
        price = f": {row.price}" if row.price else ""
        lines.append(said(f"{row.get_price_kind_display()}{price}"))
    if row.registration or row.registration_url:
        lines.append(said(f"{_('Registration')}: {row.registration}".rstrip(": ")))
        lines += [said(row.registration_url, href=row.registration_url)] if row.registration_url else []
    else:
        lines.append(said(_("No registration is needed")))
    return lines


def sheet_of(ids: Sequence[int], language: str, layout: str, greeting: str = "") -> dict[str, Any]:
    """Return the whole sheet in a language, plain. The greeting is passed through and kept nowhere."""
    rows = entries_of(ids)
    with translation.override(language):
        leaves = [leaf(row) for row in rows]
        return {
            "lang": language,
            "title": _("For you"),
            "greeting": greeting,
            "layout": layout,
            "leaves": leaves,
            "see": _("The latest is on the page:"),
            "made": _("From the directory of Kumppanuuspöytä, %(day)s") % {"day": date_format(timezone.localdate())},
            "share": f"{settings.SITE_URL}{address([row.pk for row in rows], language, layout)}",
        }


def with_pictures(sheet: dict[str, Any]) -> dict[str, Any]:
    """Return the sheet with the square code of each entry as a picture for a page."""
    leaves = [one | {"qr": svg(one["url"], label=one["qr_alt"])} for one in sheet["leaves"]]
    return sheet | {"leaves": leaves}


def as_pdf(sheet: dict[str, Any]) -> bytes:
    """Return the sheet as an accessible PDF. Raises what `typeset` raises."""
    data = sheet | {"leaves": [one | {"qr": _square(one["url"])} for one in sheet["leaves"]]}
    return typeset("services", "sheet.typ", data)


def _square(url: str) -> str:
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", border=2, scale=4)
    return out.getvalue().decode()
