"""Samples of saved searches and clients' sheets; see tests.laws.samples."""

from __future__ import annotations

from django.utils import timezone

from kumppanuus.links.models import Link
from kumppanuus.services.models import SavedSearch
from kumppanuus.services.permissions.saved import CONFIRM
from kumppanuus.services.saved import news_of
from kumppanuus.services.sheets import sheet_of
from tests.factories import building
from tests.laws.samples import fixed, sample

ONE = {"query": "kind=event", "name": "Tapahtumat", "how_often": "weekly"}

fixed("services.save_search", lambda w: None, **ONE, email="uusi@example.org")
fixed("services.change_search", lambda w: w.directory.saved, name="Uusi nimi", how_often="daily")
fixed("services.pause_search", lambda w: w.directory.saved)
fixed("services.look_now", lambda w: w.directory.saved)
fixed("services.end_search", lambda w: w.directory.saved)
fixed("services.ask_to_go_on", lambda w: None)
fixed("services.purge_searches", lambda w: None)


@sample("services.confirm_search")
def _asked(w):
    """Let the cast's link holder hold the link that was mailed."""
    with building():
        mine = Link.objects.filter(pk=w.by_link.link_id)
        mine.update(purpose=CONFIRM, target_model="services.savedsearch", target_id=w.directory.asked.pk)
    return w.directory.asked, {}


@sample("services.resume_search")
def _paused(w):
    with building():
        SavedSearch.objects.filter(pk=w.directory.saved.pk).update(paused=True)
    return w.directory.saved, {}


@sample("services.go_on")
def _ending(w):
    with building():
        SavedSearch.objects.filter(pk=w.directory.saved.pk).update(ends_on=timezone.localdate())
    return w.directory.saved, {}


@sample("services.tell_searches")
def _due(w):
    now = timezone.now()
    return None, {"found": news_of([w.directory.saved], now), "now": now}


sample("services.send_sheet")(
    lambda w: (None, {"sheet": sheet_of([w.directory.own.pk], "sv", "one"), "email": "asiakas@example.org"})
)
