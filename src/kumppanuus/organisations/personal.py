"""What organisations hold about a person: memberships, posts, requests and invitations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.accounts.models import Person
from kumppanuus.organisations.models import Holding, Invitation, JoinRequest, Membership, Role, current


def collect(person_id: int) -> dict[str, Any]:
    """Return roles and posts with their days, requests to join, and invitations to the person's address."""
    email = Person.objects.values_list("email", flat=True).get(pk=person_id)
    return {
        "memberships": [
            {"organisation": str(row.organisation), "role": row.role, "start": row.start, "end": row.end}
            for row in Membership.objects.filter(person=person_id).select_related("organisation")
        ],
        "posts": [
            {
                "organisation": str(row.post.organisation),
                "post": str(row.post),
                "part": row.part,
                "name_public": row.name_public,
                "start": row.start,
                "end": row.end,
            }
            for row in Holding.objects.filter(person=person_id).select_related("post__organisation")
        ],
        "requests_to_join": [
            {"organisation": str(row.organisation), "message": row.message, "asked_at": row.asked_at}
            for row in JoinRequest.objects.filter(person=person_id).select_related("organisation")
        ],
        "invitations": [
            {"organisation": str(row.organisation), "role": row.role, "created_at": row.created_at}
            for row in Invitation.objects.filter(email=email).select_related("organisation")
        ],
    }


def warn(person_id: int) -> list[str]:
    """Name the organisations that are left without an administrator."""
    admins = Membership.objects.filter(current(), role=Role.ADMIN)
    lines = []
    for row in admins.filter(person=person_id).select_related("organisation"):
        if not admins.filter(organisation=row.organisation_id).exclude(person=person_id).exists():
            said = _("You are the only administrator of %(organisation)s. It is left without one.")
            lines.append(said % {"organisation": row.organisation})
    return lines


def erase(person_id: int) -> None:
    """End memberships and posts (their rows stay with the emptied person); remove requests and invitations."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    email = Person.objects.values_list("email", flat=True).get(pk=person_id)
    for model in (Membership, Holding):
        for row in model.objects.filter(Q(end=None) | Q(end__gt=yesterday), person=person_id):
            row.end = max(yesterday, row.start - dt.timedelta(days=1))
            row.save(update_fields=["end"])
    Holding.objects.filter(person=person_id).update(name_public=False)
    JoinRequest.objects.filter(person=person_id).delete()
    Invitation.objects.filter(email=email).delete()
