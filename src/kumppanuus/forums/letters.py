"""Letters to those who register, each in her language, with the way to change or cancel and the calendar entry."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from kumppanuus.core.actors import system
from kumppanuus.forums.calendar import CONTENT_TYPE, entry
from kumppanuus.forums.models import Forum, Signup, SignupState, Way
from kumppanuus.links import actions as links
from kumppanuus.links import purposes
from kumppanuus.links.models import Link
from kumppanuus.links.purposes import page_for
from kumppanuus.links.resolve import stand_in
from kumppanuus.notices import actions as notices
from kumppanuus.notices.topics import register
from kumppanuus.ui.links import as_lines

ME, SIGNUP = "forums", "forums.signup"
LINK_LASTS = dt.timedelta(days=60)  # after the event: so long it shows what came of it
WITH_ENTRY = ("coming", "given", "moved", "cancelled", "reminder")

register(ME, gettext_lazy("Forums and association evenings for which you have registered"), required=True)
purposes.register(SIGNUP, "forums:by_link")


def when(forum: Forum) -> str:
    """Return its day and hours, in the active language."""
    starts, ends = timezone.localtime(forum.starts_at), timezone.localtime(forum.ends_at)
    last = date_format(ends, "TIME_FORMAT" if ends.date() == starts.date() else "DATETIME_FORMAT")
    return f"{date_format(starts, 'l')} {date_format(starts, 'DATETIME_FORMAT')}–{last}"


def to(signup: Signup, what: str, key: str = "") -> None:
    """Write to one who registered. `what` names the letter: "ask", "coming", "waiting", "given", "moved" …"""
    if not signup.email:
        return
    forum = signup.forum
    remote = signup.way == Way.REMOTE and signup.state == SignupState.COMING
    with translation.override(signup.language):
        context: dict[str, Any] = {
            "what": what,
            "forum": str(forum),
            "organiser": str(forum.organiser),
            "when": when(forum),
            "where": forum.where,
            "accessibility": str(forum.accessibility),
            "remote": forum.remote_link if remote else "",
            "is_remote": remote,
            "why": forum.cancelled_why,
            "waits": signup.state == SignupState.WAITING,
            "outcome": str(forum.outcome),
            "links": as_lines(forum.outcome_links),
            "page": f"{settings.SITE_URL}{forum.get_absolute_url()}",
            "url": _url(signup),
        }
        if what in WITH_ENTRY:
            text = entry(forum, remote=remote).decode()
            context["attachments"] = [{"name": "event.ics", "type": CONTENT_TYPE, "text": text}]
    if not key:
        signup.times += 1
        signup.save(update_fields=["times"])
    notices.post(
        system(ME),
        forum,
        key=f"forum:{forum.pk}:{signup.pk}:{key or f'{what}:{signup.times}'}",
        topic=ME,
        template="forums/mail/letter",
        context=context,
        person=signup.person,
        address="" if signup.person else signup.email,
        language=signup.language,
    )


def to_all(forum: Forum, what: str, key: str, *states: str) -> int:
    """Write to all who registered and are in one of the states; return how many."""
    found = list(forum.signups.filter(state__in=states).exclude(email="").select_related("person"))
    for one in found:
        one.forum = forum
        to(one, what, key)
    return len(found)


def _url(signup: Signup) -> str:
    """Return where she changes or cancels: the event's page with an account, else the same link as before."""
    forum = signup.forum
    if signup.person_id:
        return f"{settings.SITE_URL}{forum.get_absolute_url()}"
    link = Link.objects.open().filter(pk=signup.link_id or 0, expires_at__gt=forum.ends_at).first()
    if link is not None:
        token = stand_in(link)
    else:
        expires = forum.ends_at + LINK_LASTS
        link, token, _code = links.make(system(ME), signup, purpose=SIGNUP, expires_at=expires)
        signup.link_id = link.pk
        signup.save(update_fields=["link_id"])
    return f"{settings.SITE_URL}{page_for(SIGNUP, token)}"
