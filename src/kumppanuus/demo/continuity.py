"""Posts whose holders left or are leaving: a hand-over under way, one that was done, and a vacancy without a deputy."""

from __future__ import annotations

import datetime as dt

import time_machine
from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.continuity import actions as continuity
from kumppanuus.continuity.models import Handover
from kumppanuus.continuity.reading import lines_of
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.demo.reading import read
from kumppanuus.organisations import actions as organisations
from kumppanuus.organisations.models import Organisation, Post, PostKind
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.services import actions as directory
from kumppanuus.services.models import Service

LEFT = 52  # days ago


def hand_over(made: dict[str, Organisation], people: dict[str, Person]) -> None:
    """Let the coordinator of Salo leave in three weeks; tell how a post in Koski Tl was handed over to its deputy
    who carries it since, and that the post of a health and social centre stayed empty.
    """
    today, words = timezone.localdate(), read("handovers")
    salo = made["salo"].posts.get(kind=PostKind.COORDINATOR)
    begun = _begin(salo, people["jarmo"], today + dt.timedelta(days=21), words["salo"])
    first = [line.key for line in lines_of(begun)][:1]
    continuity.take_over(people["sari"].as_actor(made["salo"].pk), begun, keys=first)

    last_day = today - dt.timedelta(days=LEFT)
    koski = made["koski-tl"].posts.get(email="vapaa-aika@koski-tl.example")
    with time_machine.travel(_morning(last_day - dt.timedelta(days=9)), tick=True):
        done = _begin(koski, people["eero"], last_day, words["koski-tl"])
    with time_machine.travel(_morning(last_day + dt.timedelta(days=2)), tick=True):
        aino = people["aino"].as_actor(made["koski-tl"].pk)
        if keys := [line.key for line in lines_of(done)]:
            continuity.take_over(aino, done, keys=keys)
        if Handover.objects.open().filter(pk=done.pk).exists():
            continuity.finish(aino, done)
    for holding in Post.objects.get(email__startswith="salo.jarjestot@").holdings.all():
        organisations.end_holding(system("command"), holding, last_day=last_day)


def share_rooms(made: dict[str, Organisation]) -> None:
    """Say whose rooms some places are: a group in a health and social centre, a public service at an NGO's."""
    county = made["varsinais-suomen-hyvinvointialue"]
    for slug in ("paineet-ja-sokerit-terveysaseman-aulassa", "paatosten-lukuapu-omaishoitajille"):
        entry = Service.objects.get(slug=slug)
        actor = Actor(system="command", organisation_id=entry.organisation_id)
        directory.set_place(actor, entry, location=entry.places.get().location, host=county)
    words = read("handovers")["room"]
    actor = Actor(system="command", organisation_id=county.pk)
    host, salo = made["kuvajaisen-kotitupa"], Area.objects.get(kind=AreaKind.MUNICIPALITY, slug="salo")
    directory.create(
        actor,
        county,
        kind="service",
        name=Text(words["name"]),
        summary=Text(words["summary"]),
        areas=[salo],
        place={"area": salo, "address": "Turuntie 14", "postal_code": "24240", "city": "Salo", "host": host},
        published=True,
        verified=True,
    )


def _begin(post: Post, leaver: Person, last_day: dt.date, words: dict[str, list[str]]) -> Handover:
    """Begin a hand-over as who leaves, who writes to her successor and to the first lines."""
    actor, told = leaver.as_actor(post.organisation_id), "\n\n".join(words["told"])
    made = continuity.begin(actor, post, last_day=last_day, told=told)
    measures = [line.key for line in lines_of(made) if line.key.startswith("measures.")]
    notes = dict(zip(measures, words["notes"], strict=False))
    return continuity.write(actor, made, told=told, notes=notes)


def _morning(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 9, tzinfo=dt.UTC)
