"""Forums as dates: in the annual clock, and as an entry that goes with the mails."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from kumppanuus.calendars.dates import Dated, Kind, Provider, State, Wanted, at_hours, provide
from kumppanuus.forums.models import Forum
from kumppanuus.organisations.models import organisations_of

CONTENT_TYPE = "text/calendar"


def dated(forum: Forum, *, remote: bool = False) -> Dated:
    """Return a forum as a date; only who comes remotely gets the link."""
    link = forum.remote_link if remote else ""
    return Dated(
        kind=Kind.EVENT,
        uid=str(forum.uid),
        title=forum.name,
        whose=forum.organiser.name,
        state=State.CANCELLED if forum.cancelled_at else State.CONFIRMED,
        sequence=forum.sequence,
        changed_at=forum.changed_at,
        address=forum.get_absolute_url(),
        place=link or forum.where,
        told=(forum.cancelled_why, link, forum.accessibility),
        **at_hours(forum.starts_at, forum.ends_at),
    )


def entry(forum: Forum, *, remote: bool = False) -> bytes:
    """Return the calendar entry of one forum in the active language."""
    from kumppanuus.calendars.ics import write  # its library takes 12 MB of each worker

    method = "CANCEL" if forum.cancelled_at else "PUBLISH"
    page = f"{settings.SITE_URL}{forum.get_absolute_url()}"
    return write(str(forum), [dated(forum, remote=remote)], page, method=method)


def forums(wanted: Wanted) -> QuerySet[Any] | None:
    """Return the wanted forums; none of a body."""
    if wanted.body:
        return None
    rows = Forum.objects.visible_to(wanted.actor)
    if wanted.areas is not None:
        rows = rows.filter(area__in=wanted.areas)
    if wanted.organisation:
        rows = rows.filter(organiser=wanted.organisation)
    if wanted.mine:
        rows = rows.filter(organiser__in=organisations_of(wanted.actor))
    return rows.select_related("organiser")


provide(Provider(frozenset({Kind.EVENT}), forums, ("starts_at",), lambda forum: [dated(forum)]))
