"""Saving a search of the directory, confirming it, changing and ending it, and telling what is new.

None of them leaves an event: what somebody looks for is nobody else's business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, quiet_action
from kumppanuus.core.actors import Actor, system
from kumppanuus.links import actions as links
from kumppanuus.links import purposes
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import stand_in
from kumppanuus.notices import actions as notices
from kumppanuus.notices import topics
from kumppanuus.services.models import SavedSearch, Service
from kumppanuus.services.permissions.saved import CONFIRM
from kumppanuus.services.saved import News, address_of, filter_of, in_words, names_of, news_of, next_after

KEEP = "services.saved_search"  # the lasting link of a search's mails
ASKED, FOUND = "saved_search_asked", "saved_search"
LONGEST_QUERY = 1000
MOST_KEPT = 20  # of one person or address
MOST_ASKED = 3  # unconfirmed ones of one address: it is asked no more often
CONFIRM_DAYS = 3
GOES_ON = dt.timedelta(days=365)  # without an account
ASK_BEFORE = dt.timedelta(days=21)
LINK_LASTS = dt.timedelta(days=3650)  # the search ends long before: its link then opens nothing
purposes.register(CONFIRM, "services:confirm_search")
purposes.register(KEEP, "services:search_by_link")
topics.register(ASKED, gettext_lazy("Whether you want to save a search"), required=True)
topics.register(FOUND, gettext_lazy("What is new for a search that you have saved"), by_itself=True)


@quiet_action
def save_search(
    actor: Actor, target: None, *, query: str, name: str, how_often: str, email: str = ""
) -> SavedSearch | None:
    """Keep a filter of the directory under a name. Without an account the address is asked first by mail.

    None where the address holds as many as it may, or has been asked lately: who types an address learns nothing of it.
    Refused for a filter that is too long, and for a person's that she has already, or too many.
    """
    canonical = filter_of(query).lasting_query()
    if len(canonical) > LONGEST_QUERY:
        raise Refused(_("So many choices do not fit. Take some away and save again. Nothing was saved."))
    now = timezone.now()
    made = SavedSearch(
        person_id=actor.person_id,
        email="" if actor.person_id else email.strip().lower(),
        language=(get_language() or "fi").split("-")[0],
        name=name.strip()[:80],
        query=canonical,
        how_often=how_often,
        told_until=now,
        next_at=next_after(now, how_often),
    )
    if actor.person_id:
        _refuse_more(actor.person_id, canonical)
        made.confirmed_at = now
        made.save()
        _give_link(made)
    elif not made.email:
        raise Refused(_("Give your e-mail address. Nothing was saved."))
    elif not _takes_more(made.email):
        return None
    else:
        made.ends_on = (now + GOES_ON).date()
        made.save()
        _ask(made)
    return made


def _refuse_more(person_id: int, query: str) -> None:
    mine = SavedSearch.objects.filter(person=person_id)
    if known := mine.filter(query=query).first():
        raise Refused(_("You have saved this already, as “%(name)s”. Nothing was saved now.") % {"name": known.name})
    if mine.count() >= MOST_KEPT:
        raise Refused(
            _("You have %(n)d saved searches, and more do not fit. End one of them first. Nothing was saved.")
            % {"n": MOST_KEPT}
        )


def _takes_more(email: str) -> bool:
    rows = SavedSearch.objects.filter(email=email)
    return rows.count() < MOST_KEPT and rows.filter(confirmed_at=None).count() < MOST_ASKED


def _give_link(made: SavedSearch) -> None:
    expires = timezone.now() + LINK_LASTS
    link, _token, _code = links.make(
        system("services"), made, purpose=KEEP, expires_at=expires, person_id=made.person_id
    )
    made.link_id = link.pk
    made.save(update_fields=["link_id"])


def _ask(made: SavedSearch) -> None:
    """Mail the link that confirms it. What a stranger may have typed (name, words) is not in the mail."""
    expires = timezone.now() + dt.timedelta(days=CONFIRM_DAYS)
    _link, token, _code = links.make(system("services"), made, purpose=CONFIRM, expires_at=expires, single=True)
    wanted = filter_of(made.query)
    notices.post(
        system("services"),
        made,
        key=f"services.saved:{made.pk}:ask",
        topic=ASKED,
        template="services/mail/confirm_search",
        context={
            "limits": in_words(wanted, names_of([made.query]), typed=False),
            "how_often": str(made.get_how_often_display()),
            "url": settings.SITE_URL + reverse("services:confirm_search", args=[token]),
            "days": CONFIRM_DAYS,
        },
        address=made.email,
        language=made.language,
    )


@quiet_action
def confirm_search(actor: Actor, search: SavedSearch) -> SavedSearch:
    """Begin a search whose address has said yes; the link works once."""
    links.use_up(actor, Link.objects.get(pk=actor.link_id or 0))
    now = timezone.now()
    search.confirmed_at, search.told_until, search.next_at = now, now, next_after(now, search.how_often)
    search.ends_on = (now + GOES_ON).date()
    search.save(update_fields=["confirmed_at", "told_until", "next_at", "ends_on"])
    _give_link(search)
    return search


@quiet_action
def change_search(actor: Actor, search: SavedSearch, *, name: str, how_often: str) -> SavedSearch:
    """Give it another name or rhythm."""
    search.name, search.how_often = name.strip()[:80], how_often
    search.next_at = next_after(timezone.now(), how_often)
    search.save(update_fields=["name", "how_often", "next_at"])
    return search


@quiet_action
def pause_search(actor: Actor, search: SavedSearch) -> SavedSearch:
    """Send nothing until it is resumed."""
    search.paused = True
    search.save(update_fields=["paused"])
    return search


@quiet_action
def resume_search(actor: Actor, search: SavedSearch) -> SavedSearch:
    """Go on after a break; what came during it is told with the next mail."""
    search.paused, search.next_at = False, next_after(timezone.now(), search.how_often)
    search.save(update_fields=["paused", "next_at"])
    return search


@quiet_action
def go_on(actor: Actor, search: SavedSearch) -> SavedSearch:
    """Keep an address's search for another year from today."""
    search.ends_on, search.asked_to_go_on = (timezone.now() + GOES_ON).date(), False
    search.save(update_fields=["ends_on", "asked_to_go_on"])
    return search


@quiet_action
def look_now(actor: Actor, search: SavedSearch) -> News:
    """See at once what has come since last time: it is shown, and so no mail tells it again."""
    fresh = SavedSearch.objects.select_for_update(of=("self",)).get(pk=search.pk)
    now = timezone.now()
    ((_search, news),) = news_of([fresh], now)
    _keep(fresh, news, now)
    fresh.save(update_fields=KEPT)
    return news


@quiet_action
def end_search(actor: Actor, search: SavedSearch) -> None:
    """End it: nothing of it is kept, and its links open nothing."""
    ids = Link.objects.filter(target_model=SavedSearch._meta.label_lower, target_id=search.pk, revoked_at=None)
    for link in ids:
        links.revoke(system("services"), link)
    search.delete()


KEPT = ["told_until", "next_at", "last_at", "last_number", "last_ids"]


@quiet_action
def tell_searches(actor: Actor, target: None, *, found: Sequence[tuple[SavedSearch, News]], now: dt.datetime) -> int:
    """Mail what has come for each, where something has, and set when each is told next; return how many mails.

    Passes over what was changed, told or ended since it was read, so that running twice tells nothing twice.
    """
    read = {one.pk: one for one, _news in found}
    standing = SavedSearch.objects.select_for_update(of=("self",)).filter(pk__in=read, paused=False)
    fresh = {one.pk: one for one in standing.select_related("person")}
    told, mails = [], 0
    for one, news in found:
        search = fresh.get(one.pk)
        if search is None or search.told_until != one.told_until:
            continue
        if news.rows:
            mails += _tell(actor, search, news)
        _keep(search, news, now)
        told.append(search)
    SavedSearch.objects.bulk_update(told, KEPT)
    return mails


def _keep(search: SavedSearch, news: News, now: dt.datetime) -> None:
    search.told_until, search.next_at = news.until, next_after(now, search.how_often)
    if news.rows:
        search.last_at, search.last_number = now, len(news.rows)
        search.last_ids = [row.pk for row in news.rows]


def _tell(actor: Actor, search: SavedSearch, news: News) -> bool:
    language = search.person.language if search.person else search.language
    token = stand_in(Link(pk=search.link_id))
    with translation.override(language):
        site, keep = settings.SITE_URL, reverse("services:search_by_link", args=[token])
        context: dict[str, Any] = {
            "name": search.name,
            "how_often": str(search.get_how_often_display()),
            "entries": [_row(row, new=row.pk in news.new) for row in news.rows],
            "count": len(news.rows),
            "more": news.more,
            "list": site + address_of(search.query),
            "keep": site + keep,
            "stop_path": reverse("services:stop_search", args=[token]),
            "ends_on": date_format(search.ends_on) if search.ends_on else "",
        }
    made = notices.post(
        actor,
        search,
        key=f"services.saved:{search.pk}:{news.until:%Y%m%d%H%M%S}",
        topic=FOUND,
        template="services/mail/found",
        context=context,
        person=search.person,
        address=search.email,
        language=language,
    )
    return made is not None


def _row(row: Service, *, new: bool) -> dict[str, Any]:
    return {
        "name": str(row.name),
        "summary": str(row.summary),
        "kind": str(row.get_kind_display()),
        "organisation": str(row.organisation.name),
        "new": new,
        "url": settings.SITE_URL + row.get_absolute_url(),
    }


@quiet_action
def ask_to_go_on(actor: Actor, target: None) -> int:
    """Ask the addresses whose searches end soon whether to go on; return how many mails."""
    soon = timezone.localdate() + ASK_BEFORE
    rows = SavedSearch.objects.filter(ends_on__lte=soon, asked_to_go_on=False, confirmed_at__isnull=False)
    asked = list(rows.select_for_update()[:500])
    for search in asked:
        token = stand_in(Link(pk=search.link_id))
        with translation.override(search.language):
            day = date_format(search.ends_on) if search.ends_on else ""
            context = {
                "name": search.name,
                "day": day,
                "keep": settings.SITE_URL + reverse("services:search_by_link", args=[token]),
                "stop_path": reverse("services:stop_search", args=[token]),
            }
        notices.post(
            actor,
            search,
            key=f"services.saved:{search.pk}:end:{search.ends_on}",
            topic=FOUND,
            template="services/mail/goes_on",
            context=context,
            address=search.email,
            language=search.language,
        )
    SavedSearch.objects.filter(pk__in=[one.pk for one in asked]).update(asked_to_go_on=True)
    return len(asked)


@quiet_action
def purge_searches(actor: Actor, target: None) -> int:
    """Erase what nobody confirmed, and what has come to its end; return how many."""
    now = timezone.now()
    unconfirmed = Q(confirmed_at=None, made_at__lt=now - dt.timedelta(days=CONFIRM_DAYS))
    return SavedSearch.objects.filter(unconfirmed | Q(ends_on__lt=timezone.localdate())).delete()[0]
