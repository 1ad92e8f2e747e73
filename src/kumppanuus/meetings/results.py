"""Results of assessments at meetings: which a body can take up, what each is called, and which it approved."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kumppanuus.assessments.approvals import Approved, approving
from kumppanuus.assessments.models import Release
from kumppanuus.bodies.models import Body, OpenTo
from kumppanuus.meetings.models import MeetingState, Outcome
from kumppanuus.places.models import Area

RESULT = ("release__assessment__area", "release__assessment__round")


def results_for(body: Body) -> QuerySet[Release]:
    """Return the released results of municipalities in the body's area, the newest first."""
    inside = Area.objects.within(body.area).values("pk")
    found = Release.objects.filter(complete=True, assessment__area__in=inside)
    named = found.select_related("assessment__area", "assessment__round")
    return named.order_by("-at", "assessment__area__sort_name", "-number")


def title_of(release: Release) -> str:
    """Return what a result is called: "Koski Tl in the mirror 2026", with its number from the second release on."""
    one = release.assessment
    named = _("%(area)s in the mirror %(year)d") % {"area": one.area.name, "year": one.round.year}
    return f"{named} ({release.number})" if release.number > 1 else named


@approving
def approved_by_bodies(release: Release) -> list[Approved]:
    """Return the bodies that approved a result, as meetings that were held decided. One query."""
    rows = Outcome.objects.filter(
        Q(approves=True), item__release=release, item__meeting__state=MeetingState.HELD
    ).select_related("item__meeting__body")
    return [
        Approved(
            body=row.item.meeting.body.name,
            day=row.item.meeting.day,
            address=row.item.get_absolute_url() if row.item.meeting.body.open_to == OpenTo.ALL else "",
        )
        for row in rows
    ]
