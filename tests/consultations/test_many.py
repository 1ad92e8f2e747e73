"""Two thousand comments: nothing said is missing from the summary, and the pages ask no more than with twenty."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.core.cache import caches
from django.core.paginator import Paginator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kumppanuus.consultations import actions
from kumppanuus.consultations.models import Remark, Theme
from kumppanuus.consultations.reading import FIRST, Outcomes, reply_of, summed, unanswered
from kumppanuus.core.actions import Refused
from kumppanuus.core.texts import Text
from tests.factories import building
from tests.factories.consultations import opened, over, part, said

pytestmark = pytest.mark.django_db
VERDICTS = st.sampled_from(["taken", "partly", "not", "noted"])
STEP = st.one_of(
    st.tuples(st.just("group"), st.lists(st.integers(0, 5), max_size=4), st.integers(0, 3)),
    st.tuples(st.just("out"), st.lists(st.integers(0, 5), max_size=3)),
    st.tuples(st.just("answer a group"), st.integers(0, 3), VERDICTS),
    st.tuples(st.just("answer one"), st.integers(0, 5), VERDICTS),
)


def take(aino, made, remarks, step):
    """Do what a moderator may do in any order; what cannot be done is left."""
    what, *told = step
    themes = list(made.themes.order_by("pk"))
    stands = dict(Remark.objects.values_list("pk", "theme"))
    if what == "group":
        chosen, at = {remarks[n].pk: stands[remarks[n].pk] for n in told[0]}, told[1]
        into = {"theme": themes[at]} if at < len(themes) else {"title": Text(fi=f"Ryhmä {at}")}
        actions.group(aino, made, seen=chosen, **into)
    elif what == "out":
        actions.group(aino, made, seen={remarks[n].pk: stands[remarks[n].pk] for n in told[0]})
    elif what == "answer a group" and told[0] < len(themes):
        actions.reply_theme(aino, themes[told[0]], verdict=told[1], text=Text(fi="Näin."))
    elif what == "answer one":
        actions.reply_remark(aino, remarks[told[0]], verdict=told[1], text=Text(fi="Näin."))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=10))
def test_every_given_comment_is_in_the_summary_once_with_what_became_of_it(cast, steps):
    aino, beata = cast.actor("aino"), cast.actor("beata")
    made = opened(aino, cast.municipality_a)
    remarks = [said(beata, made, f"Sana {n}", ("q1", "q2", None)[n % 3]) for n in range(6)]
    actions.save_remark(beata, made, part=part(made), text="Kesken")
    over(made)
    actions.close(aino, made)
    for step in steps:
        take(aino, made, remarks, step)
    left = unanswered(made.remarks.all()).count()
    if left:
        with pytest.raises(Refused):
            actions.publish_summary(aino, made, summary=Text(fi="Kiitos."))
        for one in unanswered(made.remarks.all()):
            actions.reply_remark(aino, one, verdict="noted", text=Text())
    actions.publish_summary(aino, made, summary=Text(fi="Kiitos."))
    told = [(one.pk, group.reply) for group in summed(made) for one in group.remarks]
    assert sorted(pk for pk, _reply in told) == [one.pk for one in remarks]
    by_pk = Remark.objects.select_related("theme__reply", "own_reply").in_bulk()
    assert all(reply is not None and reply == reply_of(by_pk[pk]) for pk, reply in told)
    shown = [group for page in Paginator(Outcomes(made), 2) for group in page]
    wanted = [(one.anchor, one.reply, len(one.remarks), one.remarks[:FIRST]) for one in summed(made)]
    assert [(one.anchor, one.reply, one.number, one.remarks) for one in shown] == wanted


@contextmanager
def counted():
    """Count the queries of a page whose kept pieces are made anew."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
    with CaptureQueriesContext(connection) as queries:
        yield queries


def fill(made, count):
    """Put comments straight into the table: through actions two thousand take a minute."""
    parts, now = list(made.parts.all()), timezone.now()
    with building():
        themes = [Theme.objects.create(consultation=made, title=Text(fi=f"Ryhmä {n}"), order=n) for n in range(4)]
        Remark.objects.bulk_create(
            Remark(
                consultation=made,
                part=parts[n % len(parts)],
                theme=themes[n % 8] if n % 8 < 4 else None,
                text=f"Sana {n} " * 20,
                quote="talon" if n % 5 == 0 and parts[n % len(parts)].body else "",
                stance=("none", "agree", "disagree")[n % 3],
                name=f"Kirjoittaja {n}",
                given_at=now,
            )
            for n in range(count)
        )


PAGES = ("", "answers/", "answers/?state=unanswered", "comments/", "comments/?page=2", "summary/")


def costs(client, made):
    found = {}
    for page in PAGES:
        address = f"/en/consultations/{made.slug}/{page}"
        assert client.get(address).status_code == 200
        with counted() as queries:
            assert client.get(address).status_code == 200
        found[page] = len(queries)
    return found


def test_pages_and_grouping_cost_as_many_queries_with_two_thousand_comments_as_with_twenty(cast, enter):
    aino = cast.actor("aino")
    few, many = opened(aino, cast.municipality_a, "Vähän"), opened(aino, cast.municipality_a, "Paljon")
    for made, count in ((few, 55), (many, 2000)):
        fill(made, count)
        over(made)
    client = enter("aino")
    assert costs(client, few) == costs(client, many)
    moved = []
    for made, count in ((few, 10), (many, 100)):
        own = dict(made.remarks.filter(theme=None).order_by("pk").values_list("pk", "theme")[:count])
        with counted() as queries:
            assert actions.group(aino, made, seen=own, title=Text(fi="Uusi")) == (count, 0)
        moved.append(len(queries))
    assert moved[0] == moved[1]


def test_all_that_a_filter_shows_is_grouped_at_once(cast, enter):
    aino = cast.actor("aino")
    made = opened(aino, cast.municipality_a)
    fill(made, 120)
    client = enter("aino")
    page = f"/en/consultations/{made.slug}/answers/?theme=none"
    assert "All 60 comments of this list" in client.get(page).content.decode()
    assert client.post(page, {"all": "1", "title": "Loput"}).status_code == 303
    assert made.themes.order_by("order").last().remarks.count() == 60
    assert made.remarks.filter(theme=None).count() == 0
