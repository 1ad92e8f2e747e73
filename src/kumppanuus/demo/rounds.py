"""The demo's rounds: answers made from a seed, so that every build tells the same story."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

import time_machine
from django.utils import timezone, translation

from kumppanuus.accounts.models import Person
from kumppanuus.assessments import actions
from kumppanuus.assessments.models import Assessment, CommentState, Participation, Round
from kumppanuus.assessments.views.doors import items_of
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.demo.reading import read
from kumppanuus.measures import actions as measures
from kumppanuus.measures.models import Measure, State
from kumppanuus.organisations.models import NGO_KINDS, Membership, Organisation
from kumppanuus.places.models import Area
from kumppanuus.questionnaires.models import Answer, Item, Questionnaire
from kumppanuus.spaces.models import Space

SEED = 612  # the Act's number
PAUSE = ("kustavi", "oripaa", "vehmaa", "taivassalo")  # small municipalities where few NGOs answer
STILL_TO_ANSWER = ("bertil", "beata")  # their organisations have not answered the open round
OPEN_NOW = ("koski-tl", "parainen", "kustavi", "loimaa", "salo")


@dataclass
class Story:
    """How one municipality stands on one item, for both sides, in one round."""

    municipal: int | None
    ngo: float


def story(area: Area, item: Item, year: int) -> Story:
    """Return the level of both sides: the municipality sees itself somewhat better, and later rounds are better."""
    luck = random.Random(f"{SEED}-{area.code}-{item.code}")
    base = 0.9 + 2.0 * random.Random(f"{SEED}-{area.code}").random() + luck.uniform(-0.9, 0.9)
    gap = luck.choice((-0.6, 0.0, 0.0, 0.4, 0.8, 1.2, 1.8))
    grown = luck.choice((0.0, 0.0, 0.3, 0.9)) if year > 2024 else 0.0
    municipal = round(min(4, max(0, base + gap + grown)))
    return Story(None if luck.random() < 0.03 else municipal, min(4.0, max(0.0, base + grown)))


def keeper_of(people: dict[str, Person]) -> Actor:
    """Return Kaisa, who keeps the rounds, acting for the umbrella."""
    kaisa = people["kaisa"]
    own = Membership.objects.current().filter(person=kaisa).values_list("organisation", flat=True).first()
    return Actor(person_id=kaisa.pk, organisation_id=own)


def make_rounds(space: Space, people: dict[str, Person]) -> list[tuple[Round, dt.date]]:
    """Make two past rounds of the whole list and one of a single theme that is open now. Returns them with the day
    on which each is answered.
    """
    kaisa = keeper_of(people)
    words = read("space")
    version = Questionnaire.objects.get(slug="core-nine").versions.published().get()
    greetings = {row["year"]: Text(row["text"]) for row in words["greetings"]}
    made = []
    for year, opens, closes in (
        (2024, dt.date(2024, 9, 2), dt.date(2024, 10, 4)),
        (2026, dt.date(2026, 9, 1), dt.date(2026, 10, 2)),
    ):
        with time_machine.travel(dt.datetime.combine(opens - dt.timedelta(days=10), dt.time(9), dt.UTC)):
            round_ = actions.create(
                kaisa,
                space,
                title=Text(fi=f"Kierros {year}", sv=f"Rundan {year}", en=f"Round {year}"),
                year=year,
                keeper=space.operator,
                keeper_post=space.operator.posts.first(),
                version=version,
                area=space.area,
                opens=opens,
                closes=closes,
                rule="area_ngos",
                rule_text=Text(words["invitation_rule"]),
                greeting=greetings[year],
                thanks=Text(words["thanks"]),
            )
        made.append((round_, opens))
    today = timezone.localdate()
    theme = version.themes.get(key="C")
    round_ = actions.create(
        kaisa,
        space,
        themes=[theme],
        areas=list(Area.objects.filter(slug__in=OPEN_NOW)),
        title=Text(
            fi="Avustukset ja tilat: syventävä kierros",
            sv="Understöd och lokaler: fördjupad runda",
            en="Grants and premises: a closer look",
        ),
        year=today.year,
        keeper=space.operator,
        version=version,
        area=space.area,
        opens=today,
        closes=today + dt.timedelta(days=28),
        rule="open",
        rule_text=Text(words["invitation_rule"]),
        greeting=Text(
            fi="Syksyn kierroksella tilat ja avustukset jäivät heikoimmiksi. Siksi kysymme niistä vielä erikseen.",
            sv="I höstens runda blev lokaler och understöd svagast. Därför frågar vi ännu särskilt om dem.",
            en="In the autumn round premises and grants came out weakest. So we ask about them once more.",
        ),
        thanks=Text(words["thanks"]),
    )
    made.append((round_, today))
    return made


def answer_round(round_: Round, people: dict[str, Person], opens: dt.date) -> None:
    """Open the round and let both sides answer; close, check and release it when its time has passed."""
    kaisa = keeper_of(people)
    past = round_.closes < timezone.localdate()
    start = dt.datetime.combine(opens, dt.time(6), dt.UTC)
    if not past:
        actions.open(kaisa, round_)
        kept = [people[key].pk for key in STILL_TO_ANSWER]
        waiting = Membership.objects.filter(person__in=kept).values_list("organisation", flat=True)
        _let_answer(round_, share=0.25, waiting=set(waiting))
        return
    with time_machine.travel(start):
        actions.open(kaisa, round_)
        round_.refresh_from_db()
    with time_machine.travel(start + dt.timedelta(days=12, hours=4)):
        _let_answer(round_, share=0.66)
        _let_municipalities_answer(round_)
    with time_machine.travel(start + dt.timedelta(days=44)):
        round_.refresh_from_db()
        _check_texts(round_, kaisa)
        actions.release(kaisa, round_)


def _let_answer(round_: Round, share: float, waiting: set[int] | None = None) -> None:
    """Let a share of the invited answer; those in `waiting` have not yet."""
    items = items_of(round_)
    comments = read("comments")
    rows = Participation.objects.filter(assessment__round=round_).select_related(
        "assessment__area", "assessment__round__version", "organisation", "draft", "response"
    )
    for participation in rows:
        area = participation.assessment.area
        luck = random.Random(f"{SEED}-{round_.year}-{round_.pk}-{participation.organisation_id}-{area.code}")
        if luck.random() > (0.4 if area.slug in PAUSE else share) or participation.organisation_id in (waiting or ()):
            continue
        _answer_one(participation, items, luck, comments)


def _answer_one(participation: Participation, items: list[Item], luck: random.Random, comments: list[Any]) -> None:
    actor = Actor(link_id=participation.link_id, organisation_id=participation.organisation_id)
    area, year = participation.assessment.area, participation.assessment.round.year
    swedish = participation.organisation is not None and participation.organisation.name.original == "sv"
    actions.begin(actor, participation)
    with translation.override("sv" if swedish else "fi"):
        for item in items:
            level = round(min(4, max(0, story(area, item, year).ngo + luck.gauss(0, 0.8))))
            unsure = luck.random() < 0.06
            fitting = [
                c["text"]
                for c in comments
                if c["item"] == item.code and abs(c["level"] - level) <= 1 and (c["language"] == "sv") == swedish
            ]
            words = luck.choice(fitting) if fitting and luck.random() < 0.16 else ""
            actions.answer(
                actor,
                participation,
                item=item,
                value=None if unsure else level,
                cannot_say=unsure,
                comment=words,
                comment_public=bool(words) and luck.random() < 0.85,
            )
    actions.give(actor, participation)


def _let_municipalities_answer(round_: Round) -> None:
    items = items_of(round_)
    texts = read("municipal_answers")
    for assessment in round_.assessments.select_related("area", "organisation", "round", "response"):
        roles = Membership.objects.current().filter(
            organisation=assessment.organisation, role__in=("admin", "signatory")
        )
        person = roles.order_by("pk").values_list("person", flat=True).first()
        if person is None:
            continue
        actor = Actor(person_id=person, organisation_id=assessment.organisation_id)
        _answer_for(assessment, actor, items, texts)


BODIES = {
    "fi": ("Hyvinvointityöryhmä", "Kunnanhallitus", "Hyvinvointilautakunta"),
    "sv": ("Välfärdsgruppen", "Kommunstyrelsen", "Välfärdsnämnden"),
}


def _answer_for(assessment: Assessment, actor: Actor, items: list[Item], texts: list[Any]) -> None:
    luck = random.Random(f"{SEED}-{assessment.round.year}-{assessment.area.code}-own")
    language = "sv" if assessment.area.language_status == "sv" or assessment.area.slug in SWEDISH else "fi"
    with translation.override(language):
        for item in items:
            level = story(assessment.area, item, assessment.round.year).municipal
            fitting = [
                t for t in texts if t["item"] == item.code and level is not None and abs(t["level"] - level) <= 1
                and t["language"] == language
            ]  # fmt: skip
            text = luck.choice(fitting) if fitting else None
            actions.prepare(
                actor,
                assessment,
                item=item,
                value=level,
                cannot_say=level is None,
                comment=text["text"] if text else "",
            )
            if text and luck.random() < 0.7:
                _attach(actor, assessment, item, text["evidence"], language)
    body = luck.choice(BODIES[language])
    actions.sign(actor, assessment, body=f"{body} § {luck.randint(3, 90)}", decided_on=timezone.localdate())


def _attach(actor: Actor, assessment: Assessment, item: Item, evidence: dict[str, Any], language: str) -> None:
    decided = dt.date.fromisoformat(evidence["date"]) if evidence.get("date") else None
    kind = "decision" if evidence["kind"] == "decision" or not evidence.get("url") else "link"
    if decided and decided > timezone.localdate():
        decided = decided.replace(year=timezone.localdate().year - 1)
    actions.attach(
        actor,
        assessment,
        item=item,
        kind=kind,
        title=Text({language: evidence["title"]}),
        url=evidence.get("url", ""),
        body=evidence.get("body", ""),
        decided_on=decided,
    )


def _check_texts(round_: Round, kaisa: Actor) -> None:
    """Publish the texts, and withhold about one in twenty as a keeper would one that tells of a person."""
    luck = random.Random(f"{SEED}-{round_.year}-texts")
    owners = {
        p.response_id: p
        for p in Participation.objects.counted().filter(assessment__round=round_).select_related("assessment__round")
    }
    rows = Answer.objects.filter(response__in=owners, comment_public=True).exclude(comment="").order_by("pk")
    for answer in rows:
        withheld = luck.random() < 0.05
        actions.check_comment(
            kaisa,
            owners[answer.response_id],
            answer=answer,
            state=CommentState.WITHHELD if withheld else CommentState.RELEASED,
        )


def agree_measures(space: Space, people: dict[str, Person]) -> None:
    """Agree on measures after the first round, tell how they went, and agree on new ones after the second."""
    ideas = read("measures")
    rounds = list(space.rounds.filter(released_at__isnull=False).order_by("closes"))
    for place, round_ in enumerate(rounds):
        assert round_.released_at is not None  # noqa: S101 - the query says so
        with time_machine.travel(round_.released_at + dt.timedelta(days=25)):
            for assessment in round_.assessments.select_related("area", "organisation", "round").order_by("pk"):
                _agree_for(assessment, ideas, newest=place == len(rounds) - 1)
    _report_measures()


def _agree_for(assessment: Assessment, ideas: list[Any], *, newest: bool) -> None:
    luck = random.Random(f"{SEED}-{assessment.round.year}-{assessment.area.code}-measures")
    release = assessment.releases.first()
    admin = (
        Membership.objects.current().filter(organisation=assessment.organisation, role__in=("admin", "editor")).first()
    )
    if release is None or admin is None:
        return
    cells = [c for c in release.cells.select_related("item") if c.ngo_half_levels is not None]
    weakest = sorted(cells, key=lambda cell: (cell.ngo_half_levels or 0, cell.item.order))[:3]
    actor = Actor(person_id=admin.person_id, organisation_id=assessment.organisation_id)
    for cell in weakest[: luck.choice((1, 2, 2, 3))]:
        idea = luck.choice([one for one in ideas if one["item"] == cell.item.code])
        owner = assessment.organisation
        if newest and luck.random() < 0.25:
            owner = (
                Organisation.objects.filter(kind__in=NGO_KINDS, home=assessment.area).order_by("pk").first() or owner
            )
        actions.agree(
            actor,
            assessment,
            item=cell.item,
            title=Text(idea["title"]),
            shows_done=Text(idea["shows_done"]),
            owner=owner,
            post=owner.posts.filter(ended=None).order_by("pk").first(),
            due=timezone.localdate() + dt.timedelta(days=30 * idea["months"]),
        )


SWEDISH = ("parainen", "kemionsaari")  # municipalities that answer in Swedish in the demo
REASONS = {
    State.DONE: ("Tehty sovitussa ajassa.", "Genomfört inom utsatt tid."),
    State.UNDER_WAY: (
        "Valmistelu on alkanut, päätös tehdään kevään aikana.",
        "Beredningen har börjat, beslut fattas under våren.",
    ),
    State.DROPPED: (
        "Tehtävään ei saatu määrärahaa. Asia otetaan uudelleen esille talousarviossa.",
        "Det fanns inget anslag för uppgiften. Saken tas upp på nytt i budgeten.",
    ),
}


def _report_measures() -> None:
    for measure in Measure.objects.filter(state=State.AGREED).select_related("owner", "area").order_by("pk"):
        luck = random.Random(f"{SEED}-measure-{measure.pk}")
        person = Membership.objects.current().filter(organisation=measure.owner, role__in=("admin", "editor")).first()
        if person is None:
            continue
        old = measure.created_at < timezone.now() - dt.timedelta(days=300)
        choices = (
            (State.DONE, State.DONE, State.UNDER_WAY, State.DROPPED, None) if old else (State.UNDER_WAY, None, None)
        )
        state = luck.choice(choices)
        if state is None:
            continue
        when = measure.due if old else timezone.localdate() - dt.timedelta(days=1)
        moment = dt.datetime.combine(min(when, timezone.localdate() - dt.timedelta(days=1)), dt.time(10), dt.UTC)
        with time_machine.travel(moment):
            actor = Actor(person_id=person.person_id, organisation_id=measure.owner_id)
            try:
                measures.report(actor, measure, state=state, reason=REASONS[state][measure.area.slug in SWEDISH])
            except Refused:
                continue
