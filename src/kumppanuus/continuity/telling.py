"""What is told by mail: that a hand-over began or waits, that a post is long vacant, that funding ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from kumppanuus.continuity.models import Handover
from kumppanuus.continuity.providers import Funded, Leaving, funded, things_of
from kumppanuus.core.actors import Actor, system
from kumppanuus.notices import actions as notices
from kumppanuus.notices.topics import register
from kumppanuus.organisations.models import Holding, Organisation, Part, Post, Role
from kumppanuus.organisations.recipients import SUPERIOR_AFTER, Addressee, of_post

TOPIC = "continuity"
register(TOPIC, gettext_lazy("Hand-overs, vacant posts and funding that ends"))

WAITS_AFTER = 14  # days after the last day that a hand-over is asked for once more [ours]
FUNDING_BEFORE = (365, 90)  # days before funding ends that it is told


def begun(actor: Actor, handover: Handover) -> None:
    """Tell who leaves, the deputy or the organisation, and the superior: what the page is for and when she leaves."""
    post = handover.post
    person = handover.person
    found = [Addressee(person.email, person.language, person)] if person.pk != actor.person_id else []
    others = [one.person for one in post.holdings.current().exclude(person=person).select_related("person")]
    carried = [Addressee(one.email, one.language, one) for one in others] or _admins(post.organisation, person.pk)
    found += [one for one in carried if one.person is None or one.person.pk != actor.person_id]
    found += _superior(post)
    told = _Told(post.title, post.organisation, handover.last_day)
    _tell(found, handover, "begun", f"handover:{handover.pk}:begun", told)


def waiting(actor: Actor) -> int:
    """Ask once more where lines wait some time after the last day. Returns how many hand-overs."""
    before = timezone.localdate() - dt.timedelta(days=WAITS_AFTER)
    rows = Handover.objects.open().filter(last_day__lte=before).select_related("post__organisation")
    for one in rows:
        found = of_post(one.post) or _admins(one.post.organisation)
        told = _Told(one.post.title, one.post.organisation, one.last_day)
        _tell(found, one, "waiting", f"handover:{one.pk}:waiting", told)
    return len(rows)


def vacant(actor: Actor) -> int:
    """Tell the superior, or the administrators, of each post that has been vacant for long. Returns how many."""
    held = Holding.objects.current().filter(part=Part.HOLDER).values("post")
    before = timezone.localdate() - dt.timedelta(days=SUPERIOR_AFTER)
    left = Holding.objects.filter(part=Part.HOLDER, end__lte=before).values("post")
    rows = Post.objects.in_force().filter(pk__in=left).exclude(pk__in=held).select_related("organisation")
    for post in rows:
        since = post.vacant_since
        if since is None or (timezone.localdate() - since).days < SUPERIOR_AFTER:
            continue
        to = _superior(post) or _admins(post.organisation)
        told = _Told(post.title, post.organisation, since, len(things_of(Leaving(post))))
        _tell(to, post, "vacant", f"post:{post.pk}:vacant:{since}", told)
    return len(rows)


def funding(actor: Actor) -> int:
    """Tell a year and three months before the funding of a post or another structure ends what would be left.

    Returns how many end within a year.
    """
    today = timezone.localdate()
    until = today + dt.timedelta(days=max(FUNDING_BEFORE))
    posts = Post.objects.in_force().filter(funding_end__range=(today, until)).select_related("organisation")
    ending = [Funded(one, str(one.title), one.organisation, one.funding, one.funding_end or until) for one in posts]
    ending += funded(today, until)
    for one in ending:
        before = min(days for days in FUNDING_BEFORE if (one.day - today).days <= days)
        post = one.target if isinstance(one.target, Post) else None
        to = [*_admins(one.organisation), *(_superior(post) if post else [])]
        number = len(things_of(Leaving(post))) if post else 0
        key = f"{one.target._meta.model_name}:{one.target.pk}:funding:{one.day}:{before}"
        _tell(to, one.target, "funding", key, _Told(one.name, one.organisation, one.day, number, str(one.funding)))
    return len(ending)


@dataclass(frozen=True)
class _Told:
    """What the mails say: of a post, or of another structure, and of a day."""

    name: Any
    organisation: Organisation
    day: dt.date
    number: int = 0
    funding: str = ""


def _superior(post: Post) -> list[Addressee]:
    return [Addressee(post.superior_email, post.organisation.mail_language)] if post.superior_email else []


def _admins(own: Organisation, without: int | None = None) -> list[Addressee]:
    """Return the administrators of an organisation, or its own address if it has none."""
    rows = own.memberships.current().filter(role=Role.ADMIN)
    if without is not None:
        rows = rows.exclude(person=without)
    people = dict.fromkeys(row.person for row in rows.select_related("person").order_by("pk") if row.person.is_active)
    found = [Addressee(one.email, one.language, one) for one in people]
    return found or ([Addressee(own.email, own.mail_language)] if own.email else [])


def _tell(to: Iterable[Addressee], target: Any, template: str, key: str, told: _Told) -> None:
    for one in {one.address.lower(): one for one in to}.values():
        with translation.override(one.language):
            context = {
                "post": str(told.name),
                "organisation": str(told.organisation.name),
                "day": date_format(told.day, "DATE_FORMAT"),
                "number": told.number,
                "funding": told.funding,
                "path": target.get_absolute_url(),
            }
        notices.post(
            system("continuity"),
            target,
            key=key,
            topic=TOPIC,
            template=f"continuity/mail/{template}",
            context=context,
            person=one.person,
            address="" if one.person else one.address,
            language=one.language,
        )
