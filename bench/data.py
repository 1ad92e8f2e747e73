"""All of Finland, generated: 308 municipalities, 20,000 organisations, rounds with both sides' answers, measures.

    DATABASE_URL=… python -m bench.data --share 1.0 --addresses FILE

Rows are written straight into the tables, set by set, since the demo's way through actions would take hours; nothing
here claims to test the rules. The same seed gives the same data. A share of 0.1 keeps the places and the yardsticks
(what is measured shows as much at both sizes) and makes a tenth of everything else. The 100,000 entries of the
directory are in bench/directory.py, bodies and meetings in bench/structures.py.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kumppanuus.config.settings")
django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from bench import directory, structures  # noqa: E402
from kumppanuus.accounts.models import Person  # noqa: E402
from kumppanuus.accounts.terms import TERMS_VERSION  # noqa: E402
from kumppanuus.assessments.models import (  # noqa: E402
    Assessment,
    Cell,
    ItemMeasure,
    Participation,
    Release,
    ReleasedComment,
    Round,
    Signature,
    Standing,
)
from kumppanuus.bodies.models import Body  # noqa: E402
from kumppanuus.config import loading  # noqa: E402
from kumppanuus.core.texts import Text  # noqa: E402
from kumppanuus.measures.models import Measure, MeasureState  # noqa: E402
from kumppanuus.meetings.models import AgendaItem, Meeting  # noqa: E402
from kumppanuus.organisations.middleware import SESSION_KEY  # noqa: E402
from kumppanuus.organisations.models import Holding, Membership, Organisation, OrganisationArea, Post  # noqa: E402
from kumppanuus.places.models import Area, AreaKind  # noqa: E402
from kumppanuus.questionnaires.models import (  # noqa: E402
    Answer,
    Evidence,
    Item,
    Level,
    Questionnaire,
    QuestionnaireVersion,
    Response,
    Theme,
)
from kumppanuus.search import tiers  # noqa: E402
from kumppanuus.search.rebuilding import rebuild  # noqa: E402
from kumppanuus.services.models import Service  # noqa: E402
from kumppanuus.spaces.models import Space, SpaceRole  # noqa: E402

SEED = 20261121
ORGANISATIONS = 20_000
MEASURES, COMMENTS, ANSWERING = 20, 12, 24  # of a municipality in a round
# Yardsticks: the municipality that is timed, and two whose lists have 5 and 50 rows for counting queries.
TIMED, FEW, MANY = "salo", "kustavi", "naantali"
ROWS = {FEW: 5, MANY: 50}
REGION = "varsinais-suomi"
NO_PASSWORD = "!"  # noqa: S105 - nobody can sign in with it
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DO = ("Liikuntaseura", "Kylayhdistys", "Martat", "Omaishoitajat", "Nuorisoseura", "Elakkeensaajat", "Kulttuuriyhdistys")
WORDS = "Kokoustilat varataan nyt yhdestä paikasta, mutta avaimen saa vain virka-aikana. Asiasta on sovittu uudelleen."


def bulk(rows: Iterable[models.Model]) -> list[Any]:
    """Insert rows in portions and return them with their ids."""
    made = list(rows)
    return type(made[0])._default_manager.bulk_create(made, batch_size=2000) if made else []


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


class Finland:
    """The generated country at a share of its full size."""

    def __init__(self, share: float) -> None:
        self.luck = random.Random(SEED)
        self.share = share
        self.now = timezone.now()
        self.today = timezone.localdate()
        self.areas = list(Area.objects.municipalities().select_related("region"))
        self.by_slug = {area.slug: area for area in self.areas}
        self.order = {area.pk: n for n, area in enumerate(self.areas)}
        in_region = [area for area in self.areas if area.region and area.region.slug == REGION]
        others = [area for area in self.areas if area not in in_region]
        self.luck.shuffle(others)
        self.region = in_region
        self.assessed = in_region + others[: max(0, round(len(self.areas) * share) - len(in_region))]
        self.outside = others
        self.version = Questionnaire.objects.get(slug="core-nine").versions.published().get()
        self.items = list(self.version.items.select_related("bank"))
        self.addresses: dict[str, Any] = {}
        self.entries: list[Any] = []
        self.bodies: list[Any] = []
        self.meetings: list[Any] = []
        self.yardsticks = (TIMED, FEW, MANY)

    def organisations(self) -> None:
        """Governments of all municipalities, and NGOs spread over the country by its people."""
        self.person = Person.objects.create(
            email="sanni@bench.example", name="Sanni Salo", password=NO_PASSWORD, terms_version=TERMS_VERSION
        )
        self.keeper = self._organisation("verkko", "Koko maan yhdistysverkko", "association", self.by_slug[TIMED])
        self.keeper.save()
        governments = [
            self._organisation(f"kunta-{area.slug}", str(area.name), "municipality", area, governs=area)
            for area in self.areas
        ]
        self.governments = {one.governs_id: one for one in bulk(governments)}
        weights = [area.population or 1000 for area in self.areas]
        number = round(ORGANISATIONS * self.share)
        homes = self.luck.choices(self.areas, weights, k=number)
        rows = []
        for n, home in enumerate(homes):
            kind = "foundation" if n % 29 == 0 else "parish" if n % 31 == 0 else "association"
            rows.append(self._organisation(f"ngo-{n}", f"{home.sort_name} {DO[n % 7]} {n}", kind, home))
        self.ngos = bulk(rows)
        few = [self._organisation(f"few-{n}", f"Viiskulman seura {n}", "association", homes[0]) for n in range(5)]
        many = [self._organisation(f"many-{n}", f"Viiskymppien seura {n}", "association", homes[0]) for n in range(50)]
        self.few, self.many = bulk(few), bulk(many)
        self.timed = self._organisation("mitta", "Salon Mittaseura", "association", self.by_slug[TIMED])
        self.timed.description = Text(fi=WORDS * 3, sv="Vi mäter. " * 20)
        self.timed.save()
        active = [(one, area) for one in self.ngos for area in self._neighbours(one)]
        active += [(self.timed, area) for area in self.region[:3]]
        active += [(self.few[0], area) for area in self.areas[:5]] + [(self.many[0], a) for a in self.areas[:50]]
        bulk(OrganisationArea(organisation=one, area=area) for one, area in active)
        Membership.objects.create(
            person=self.person, organisation=self.governments[self.by_slug[TIMED].pk], role="admin", start=self.today
        )
        self._posts()

    def _organisation(self, slug: str, name: str, kind: str, home: Area, **more: Any) -> Organisation:
        row = Organisation(
            slug=slug, name=Text(fi=name), kind=kind, home=home,
            email=f"{slug}@bench.example", created_at=self.now, **more,
        )  # fmt: skip
        row.follow_texts()
        return row

    def _neighbours(self, one: Organisation) -> list[Area]:
        first = self.order[one.home_id or 0]
        return [self.areas[(first + 11 * n) % len(self.areas)] for n in range(self.luck.choice((1, 1, 2, 5)))]

    def _posts(self) -> None:
        posts, number = [], {area.pk: ROWS.get(area.slug, 2) for area in self.areas}
        for area in self.areas:
            own = self.governments[area.pk]
            posts += [
                Post(organisation=own, kind="contact_person", title=Text(fi=f"Yhteyshenkilö {n}"), email=own.email)
                for n in range(number[area.pk])
            ]
        posts += [Post(organisation=one, kind="chair", title=Text(fi="Puheenjohtaja")) for one in self.ngos[::5]]
        posts += [Post(organisation=self.timed, kind="chair", title=Text(fi="Puheenjohtaja")) for _ in range(2)]
        posts += [Post(organisation=self.few[0], kind="other", title=Text(fi=f"Tehtävä {n}")) for n in range(5)]
        posts += [Post(organisation=self.many[0], kind="other", title=Text(fi=f"Tehtävä {n}")) for n in range(50)]
        self.posts = bulk(posts)
        people = bulk(
            Person(email=f"p{n}@bench.example", name=f"Henkilö {n}", password=NO_PASSWORD)
            for n in range(len(self.posts) // 2)
        )
        bulk(
            Holding(post=post, person=person, part="holder", name_public=n % 3 != 0, start=self.today)
            for n, (post, person) in enumerate(zip(self.posts[::2], people, strict=False))
        )
        self.post_of = {post.organisation_id: post for post in reversed(self.posts)}

    def space(self) -> None:
        country = Area.objects.get(kind=AreaKind.COUNTRY)
        self.country = country
        self.space_ = Space.objects.create(
            slug="suomi", name=Text(fi="Kumppanuuspöytä", sv="Partnerskapsbordet"), operator=self.keeper, area=country,
            languages=["fi", "sv", "en"], intro=Text(fi=WORDS),
        )  # fmt: skip
        SpaceRole.objects.create(space=self.space_, person=self.person, role="moderator", start=self.today)

    def rounds(self) -> None:
        """Two rounds of the country, one of a region between them, one open now, and two small ones for counting."""
        region = Area.objects.get(kind=AreaKind.REGION, slug=REGION)
        before = self.region[:3] + self.outside
        self.round_few = self._round(2022, self.country, before[3:8], dt.date(2022, 3, 1))
        self.round_many = self._round(2023, self.country, before[3:53], dt.date(2023, 3, 1))
        self.round_old = self._round(2024, self.country, self.assessed, dt.date(2024, 9, 2))
        self.round_region = self._round(2025, region, self.region, dt.date(2025, 9, 1))
        self.round_new = self._round(2026, self.country, self.assessed, dt.date(2026, 8, 24))
        self._round(2027, self.country, self.assessed, self.today - dt.timedelta(days=5), released=False)

    def _round(self, year: int, area: Area, areas: list[Area], opens: dt.date, *, released: bool = True) -> Round:
        at = timezone.make_aware(dt.datetime.combine(opens, dt.time(9)))
        later = at + dt.timedelta(days=40)
        made = Round.objects.create(
            space=self.space_, title=Text(fi=f"Kierros {year}", sv=f"Rundan {year}", en=f"Round {year}"), year=year,
            keeper=self.keeper, version=self.version, area=area, opens=opens, closes=opens + dt.timedelta(days=32),
            rule="area_ngos", rule_text=Text(fi=WORDS), greeting=Text(fi=WORDS), opened_at=at,
            closed_at=later if released else None, released_at=later if released else None,
        )  # fmt: skip
        responses = bulk(
            Response(version=self.version, organisation=self.governments[one.pk], submitted_at=later, created_at=at)
            for one in areas
        )
        assessments = bulk(
            Assessment(round=made, area=one, organisation=self.governments[one.pk], response=response)
            for one, response in zip(areas, responses, strict=True)
        )
        self._answered(made, assessments, at)
        self._evidence(responses)
        if released:
            self._signed(assessments, later)
        sql("UPDATE questionnaires_response SET status = 'submitted' WHERE status = 'draft'")
        if released:
            self._release(made, assessments, later)
        return made

    def _answered(self, made: Round, assessments: list[Assessment], at: dt.datetime) -> None:
        token = f"space:{self.space_.pk}:keeper"
        pairs = []
        for assessment in assessments:
            asked = self.luck.sample(self.ngos, ANSWERING + 8)
            pairs += [(assessment, one, n < ANSWERING) for n, one in enumerate(asked)]
            if assessment.area_id == self.by_slug[TIMED].pk:
                pairs.append((assessment, self.timed, True))
        given = bulk(
            Response(version=self.version, organisation=one, reader_token=token, created_at=at, submitted_at=at)
            for _assessment, one, answers in pairs
            if answers
        )
        own = iter(given)
        bulk(
            Participation(
                assessment=assessment, organisation=one, state="answered" if answers else "invited",
                response=next(own) if answers else None, address=one.email, invited_at=at,
                answered_at=at if answers else None,
            )
            for assessment, one, answers in pairs
        )  # fmt: skip
        sql(
            "INSERT INTO questionnaires_answer (response_id, item_id, value, text, cannot_say, comment,"
            " comment_language, comment_public, revision, changed_at)"
            " SELECT r.id, i.id, (r.id * 7 + i.id * 13) %% 5, '', false,"
            " CASE WHEN r.reader_token = '' THEN 'Kunnan perustelu tasolle.' ELSE '' END, 'fi', false, 1, r.created_at"
            " FROM questionnaires_response r JOIN questionnaires_item i ON i.version_id = r.version_id"
            " WHERE r.status = 'draft'"
        )

    def _evidence(self, responses: list[Response]) -> None:
        answers = Answer.objects.filter(response__in=[one.pk for one in responses])
        bulk(
            Evidence(answer=one, kind="link", title=Text(fi="Osallisuusohjelma"), url="https://example.org/ohjelma")
            for one in answers
            if one.item_id % 2
        )

    def _signed(self, assessments: list[Assessment], at: dt.datetime) -> None:
        bulk(
            Signature(
                assessment=one, response=one.response, person=self.person, body="Kunnanhallitus § 12",
                decided_on=at.date(), at=at,
            )
            for one in assessments
        )  # fmt: skip

    def _release(self, made: Round, assessments: list[Assessment], at: dt.datetime) -> None:
        releases = bulk(
            Release(
                assessment=one, number=1, at=at, municipal_response=one.response, invited=ANSWERING + 8,
                answered=ANSWERING, pending=1, refused=2, withheld=1,
            )
            for one in assessments
        )  # fmt: skip
        sql(
            "INSERT INTO assessments_release_counted (release_id, response_id) SELECT rel.id, p.response_id"
            " FROM assessments_release rel JOIN assessments_participation p ON p.assessment_id = rel.assessment_id"
            " JOIN assessments_assessment a ON a.id = rel.assessment_id"
            " WHERE a.round_id = %s AND p.response_id IS NOT NULL",
            made.pk,
        )
        cells = bulk(
            Cell(
                release=release, item=item, municipal_value=self.luck.randint(1, 4),
                ngo_half_levels=self.luck.randint(1, 7), ngo_spread="varied", ngo_count=ANSWERING,
            )
            for release in releases
            for item in self.items
        )  # fmt: skip
        bulk(
            ReleasedComment(release=one, item=self.items[n % len(self.items)], text=WORDS, order=n)
            for one in releases
            for n in range(ROWS.get(one.assessment.area.slug, COMMENTS))
        )
        sql("UPDATE assessments_release SET complete = true WHERE NOT complete")
        Standing.objects.filter(area__in=[one.area_id for one in assessments]).delete()
        bulk(
            Standing(
                area_id=cell.release.assessment.area_id, bank_id=cell.item.bank_id, release=cell.release,
                municipal_value=cell.municipal_value, ngo_half_levels=cell.ngo_half_levels,
            )
            for cell in cells
            if cell.item.bank_id
        )  # fmt: skip

    def measures(self) -> None:
        """Measures of each municipality in the rounds; a part of them agreed from items of the newest mirror."""
        rows = []
        newest = {one.area_id: one for one in self.round_new.assessments.all()}
        for area in self.assessed:
            own = self.governments[area.pk]
            for n in range(ROWS.get(area.slug, MEASURES)):
                state = ("agreed", "under_way", "done", "done", "dropped")[n % 5]
                rows.append(
                    Measure(
                        title=Text(fi=f"Yhteinen tilavaraus, vaihe {n}"), area=area, owner=own, state=state,
                        post=self.post_of[own.pk], due=self.today + dt.timedelta(days=30 * (n % 12 - 3)),
                        reason="Määräraha puuttui." if state == "dropped" else "",
                        agreed_model="assessments.assessment", agreed_id=newest[area.pk].pk, agreed_on=self.today,
                        created_at=self.now,
                    )
                )  # fmt: skip
        for one, number in ((self.few[0], 5), (self.many[0], 50)):
            rows += [
                Measure(title=Text(fi="Oma toimi"), area=self.outside[-1], owner=one, due=self.today)
                for _ in range(number)
            ]
        made = bulk(rows)
        bulk(MeasureState(measure=one, state=one.state) for one in made)
        linked: list[ItemMeasure] = []
        seen: dict[int, int] = {}
        most = {self.by_slug[slug].pk: number for slug, number in ROWS.items()}
        for one in made:
            if one.agreed_id and seen.get(one.area_id, 0) < most.get(one.area_id, 6):
                item = self.items[seen.get(one.area_id, 0) % len(self.items)]
                seen[one.area_id] = seen.get(one.area_id, 0) + 1
                linked.append(ItemMeasure(assessment_id=one.agreed_id, item=item, bank_id=item.bank_id, measure=one))
        bulk(linked)

    def directory(self) -> None:
        """The directory's entries."""
        directory.fill(self, bulk)

    def structures(self) -> None:
        """Bodies, seats, meetings and minutes."""
        structures.fill(self, bulk)

    def checklists(self) -> None:
        """Two checklists with 5 and 50 items, for counting queries."""
        for number in (5, 50):
            made = Questionnaire.objects.create(slug=f"bench-{number}", title=Text(fi=f"Lista {number}"))
            version = QuestionnaireVersion.objects.create(questionnaire=made, number=1)
            theme = Theme.objects.create(version=version, order=1, key="A", title=Text(fi="Teema"))
            items = bulk(
                Item(
                    version=version,
                    theme=theme,
                    order=n,
                    code=f"A{n}",
                    name=Text(fi=f"Asia {n}"),
                    statement=Text(fi=WORDS),
                )
                for n in range(number)
            )
            bulk(Level(item=item, value=v, label=Text(fi=f"Taso {v}")) for item in items for v in range(5))
            version.status, version.published_at = "published", self.now
            version.save()

    def write_down(self) -> dict[str, Any]:
        """Return the addresses to measure: what is timed, and the same page with few and many rows."""
        session = SessionStore()
        session["_auth_user_id"] = str(self.person.pk)
        session["_auth_user_backend"] = BACKEND
        session["_auth_user_hash"] = self.person.get_session_auth_hash()
        session[SESSION_KEY] = self.governments[self.by_slug[TIMED].pk].pk
        session.create()

        def at(name: str, *args: object, query: str = "") -> str:
            return reverse(name, args=args) + query

        def three(name: str, *options: tuple[Any, ...]) -> list[str]:
            return [at(name, *one) for one in options]

        slugs = (TIMED, FEW, MANY)
        peers = [",".join(str(a.name) for a in self.outside[:n]) for n in (5, 40)]
        few, many = self._prefixes()
        table = [(self.round_new.pk, slug) for slug in slugs]
        regional = (self.round_region.pk,)
        with translation.override("fi"):
            pages = {
                "front": [at("dashboard:front")],
                "municipality list": [at("places:areas", query=q) for q in ("", f"?q={few}", f"?q={many}")],
                "organisation list": [
                    at("organisations:organisations", query=q) for q in ("", "?q=viiskulman", "?q=viiskymppien")
                ],
                "organisation": three(
                    "organisations:organisation", (self.timed.slug,), (self.few[0].slug,), (self.many[0].slug,)
                ),
                "directory": [at("services:services", query=q) for q in ("", "?q=viisikkoryh", "?q=viisikymppisten")],
                "directory, filtered": [
                    at("services:services", query=f"?area={TIMED}"),
                    at("services:services", query="?q=viisikkoryh&price=free"),
                    at("services:services", query="?q=viisikymppisten&price=free"),
                ],
                "search, common word": [
                    at("search:search", query=q) for q in ("?q=kerho", "?q=viisikkoryhmä", "?q=viisikymppisten")
                ],
                "search, rare word": [
                    at("search:search", query=q) for q in ("?q=mittaseura", "?q=viiskulman", "?q=viiskymppien")
                ],
                "entry": three("services:service", *((self.entries[n].slug,) for n in (2, 0, 1))),
                "body list": [at("bodies:bodies", query=q) for q in ("", "?q=viisikon", "?q=viisikymppisten")],
                "body": three("bodies:body", *((one.slug,) for one in self.bodies)),
                "meeting list": [at("meetings:meetings", query=q) for q in ("", "?area=kustavi", "?area=naantali")],
                "meeting": three("meetings:meeting", *((one.pk,) for one in self.meetings)),
                "annual clock": [at("calendars:calendar", query=f"?area={slug}") for slug in slugs],
                "contact persons": [at("organisations:contacts", query=f"?area={slug}") for slug in slugs],
                "gaps": [at("services:gaps", query=f"?area={REGION}")],
                "municipality": three("dashboard:municipality", *((slug,) for slug in slugs)),
                "mirror": three("assessments:mirror", *table),
                "comparison": [
                    at("assessments:compare", TIMED, query=q)
                    for q in ("", *(f"?with={quote(names)}" for names in peers))
                ],
                "round": three("assessments:round", regional, (self.round_few.pk,), (self.round_many.pk,)),
                "round map": three("assessments:map", regional, (self.round_few.pk,), (self.round_many.pk,)),
                "round, country": [at("assessments:round", self.round_new.pk)],
                "round map, country": [at("assessments:map", self.round_new.pk)],
                "checklist": three("questionnaires:questionnaire", ("core-nine",), ("bench-5",), ("bench-50",)),
            }
        return {"pages": pages, "session": session.session_key}

    def _prefixes(self) -> tuple[str, str]:
        """Return beginnings of names that about 5 and about 50 municipalities share."""
        counts: dict[str, int] = {}
        for area in self.areas:
            for length in (1, 2):
                head = area.sort_name[:length].lower()
                if head.isascii():
                    counts[head] = counts.get(head, 0) + 1
        return tuple(min(counts, key=lambda head: abs(counts[head] - wanted)) for wanted in (5, 50))  # type: ignore[return-value]


def build(share: float) -> dict[str, Any]:
    """Make the tables, fill them, and return the addresses to measure with what stands in the tables."""
    loading.migrate()
    loading.load(lambda _words: None)
    with transaction.atomic():
        finland = Finland(share)
        for step in ("organisations", "space", "rounds", "measures", "checklists", "directory", "structures"):
            getattr(finland, step)()
        written = finland.write_down()
    began = time.monotonic()
    written["indexed"] = rebuild()
    written["index_seconds"] = round(time.monotonic() - began, 1)
    tiers.sweep(at_once=True)
    sql("ANALYZE")
    counted = (
        Organisation,
        OrganisationArea,
        Assessment,
        Participation,
        Response,
        Answer,
        Cell,
        Measure,
        Person,
        Service,
        Body,
        Meeting,
        AgendaItem,
    )
    written["rows"] = {model._meta.label: model._default_manager.count() for model in counted}
    return written


def command(doc: str | None, make: Callable[[float], dict[str, Any]], say: Callable[[dict[str, Any]], str]) -> int:
    """Make data as the command line asks and write its addresses down, with the seconds that it took."""
    asked = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--share", type=float, default=1.0)
    asked.add_argument("--addresses", type=Path, required=True, help="where to write the addresses to measure")
    options = asked.parse_args()
    started = time.monotonic()
    written = make(options.share)
    written["seconds"] = round(time.monotonic() - started, 1)
    options.addresses.write_text(json.dumps(written, indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"at {options.share:g}: {written['seconds']} s, {say(written)}{written['rows']}")
    return 0


def _indexed(written: dict[str, Any]) -> str:
    return f"of which the search index of {written['indexed']} took {written['index_seconds']} s, "


if __name__ == "__main__":
    sys.exit(command(__doc__, build, _indexed))
