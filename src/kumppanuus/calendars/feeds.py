"""A person's own feed: which link opens it, and what its address is."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from kumppanuus.accounts.models import Person
from kumppanuus.core.actors import Actor
from kumppanuus.links import purposes
from kumppanuus.links.models import Link, LinkQuerySet
from kumppanuus.links.resolve import LinkProblem, follow, stand_in

PURPOSE = "calendars.own_feed"
purposes.register(PURPOSE, "calendars:own_ics")


def feeds_of(person_id: int) -> LinkQuerySet:
    """Return the links that open the person's own clock now: one at most."""
    return Link.objects.open().filter(purpose=PURPOSE, person_id=person_id)


def address_of(link: Link) -> str:
    """Return the whole address of the feed. Its token is signed, so that the page can show it again."""
    return f"{settings.SITE_URL}{reverse('calendars:own_ics', args=[stand_in(link)])}"


def reader_of(token: str) -> Actor | LinkProblem:
    """Return the person who reads by the token, with all that she may see, or what is wrong with it."""
    link = follow(token, PURPOSE)
    if isinstance(link, LinkProblem):
        return link
    person = Person.objects.filter(pk=link.person_id or 0, is_active=True, erased_at=None).first()
    return person.as_actor() if person else LinkProblem.REVOKED
