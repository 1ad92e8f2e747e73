"""What an organisation offers and how it wants to be reached, on its page."""

from __future__ import annotations

import json
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from kumppanuus.core import asking
from kumppanuus.core.actors import Actor
from kumppanuus.core.pieces import kept
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation, Role, acts_for
from kumppanuus.organisations.panels import Entry, Section, register, section
from kumppanuus.services.models import Audience, Service

# How it is reached, its own contacts, whether anybody keeps it today (as `permissions.is_kept`), whether it is listed.
REACHED = """SELECT l.for_residents, l.for_professionals, l.for_municipalities,
c.audience_kind, c.role, c.name, c.phone, c.email, c.hours,
EXISTS(SELECT 1 FROM organisations_membership m WHERE m.organisation_id = o.id AND m.role = 'admin'
AND m.start <= %s AND (m."end" IS NULL OR m."end" >= %s)),
EXISTS(SELECT 1 FROM services_service s WHERE s.organisation_id = o.id AND s.listed AND s.merged_into_id IS NULL)
FROM organisations_organisation o LEFT JOIN services_listing l ON l.organisation_id = o.id
LEFT JOIN services_contact c ON c.organisation_id = o.id AND c.service_id IS NULL
WHERE o.id = %s ORDER BY c.id"""


@register
def offered(organisation: Organisation) -> list[Entry]:
    """List the organisation's entries. One query."""
    rows = Service.objects.visible_to(Actor()).listed().filter(organisation=organisation)
    narrow = rows.only("slug", "name", "kind")[:100]
    return [Entry(row.name, row.get_absolute_url(), row.get_kind_display()) for row in narrow]


def _rights(actor: Actor, organisation: Organisation) -> tuple[bool, bool]:
    """Return whether the reader edits how the organisation is reached, and whether she may invite a keeper."""
    if actor.person_id is None:
        return False, False
    asked = f"invite-keeper:{organisation.pk}:{actor.person_id}:{actor.organisation_id}"
    invites = kept(asked, lambda: actor.may("services.invite_keeper", organisation))
    return acts_for(actor, organisation.pk, Role.EDITOR), invites


def _reached(organisation: Organisation, rights: tuple[bool, bool]) -> SafeString:
    """Say how residents, professionals and municipalities reach it best; that nobody keeps it, if so. One query."""
    day = timezone.localdate().isoformat()
    rows = asking.rows(REACHED, day, day, organisation.pk)
    if not rows:
        return SafeString("")
    own = dict(zip(("residents", "professionals", "municipalities"), map(_text, rows[0][:3]), strict=True))
    contacts: dict[str, list[dict[str, Any]]] = {}
    for kind, role, name, phone, email, hours in (row[3:9] for row in rows if row[3]):
        one = {"role": _text(role), "name": name, "phone": phone, "email": email, "hours": _text(hours)}
        contacts.setdefault(kind, []).append(one)
    groups = [
        (label, own.get(kind), contacts.get(kind, []))
        for kind, label in Audience.choices
        if own.get(kind) or contacts.get(kind)
    ]
    edits, invites = rights
    context = {"organisation": organisation, "groups": groups, "kept": rows[0][9], "edits": edits, "invites": invites}
    context["listed"] = bool(rows[0][10])
    return render_to_string("services/reached.html", context)


reached = section(Section(_rights, _reached))


def _text(stored: Any) -> Text:
    """Return a text as the database gives it to a bare query."""
    return Text(json.loads(stored) if isinstance(stored, str) else stored)
