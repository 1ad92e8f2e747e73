"""Builds the demo region. Everything goes through actions, at the dates on which it would have happened."""

from __future__ import annotations

import datetime as dt

import time_machine
from django.db import transaction
from django.utils import timezone

from kumppanuus.accounts import actions as accounts
from kumppanuus.accounts.models import Person
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.demo.bodies import set_up_bodies
from kumppanuus.demo.bulletins import send_bulletins
from kumppanuus.demo.calls import make_calls
from kumppanuus.demo.clock import fill_clock
from kumppanuus.demo.consultations import ask_for_comments
from kumppanuus.demo.continuity import hand_over, share_rooms
from kumppanuus.demo.directory import fill_directory
from kumppanuus.demo.following import follow_things
from kumppanuus.demo.forums import call_forums
from kumppanuus.demo.matters import bring_matters
from kumppanuus.demo.meetings import hold_meetings
from kumppanuus.demo.negotiations import negotiate
from kumppanuus.demo.practices import describe_practices
from kumppanuus.demo.projects import run_projects
from kumppanuus.demo.reading import read
from kumppanuus.demo.rounds import agree_measures, answer_round, make_rounds
from kumppanuus.demo.searching import let_search
from kumppanuus.demo.upkeep import look_after
from kumppanuus.merging import actions as merging
from kumppanuus.merging.models import What
from kumppanuus.organisations import actions as organisations
from kumppanuus.organisations.models import Organisation, Part
from kumppanuus.places import actions as places
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.questionnaires import actions as questionnaires
from kumppanuus.spaces import actions as spaces
from kumppanuus.spaces.models import Space
from kumppanuus.taxonomy.models import Term

START = dt.datetime(2024, 3, 4, 9, tzinfo=dt.UTC)  # when the region is told to have begun
COMMAND = system("command")


def is_built() -> bool:
    """Say whether the demo region is there already."""
    return Space.objects.filter(slug=read("space")["slug"]).exists()


def build() -> bool:
    """Build the demo region; return False, and change nothing, if it is there already. All or nothing."""
    if is_built():
        return False
    with transaction.atomic():
        with time_machine.travel(START, tick=True):
            places.load_areas(COMMAND, None)
            questionnaires.load(COMMAND)
            load_classes()
            made = add_organisations()
            people = add_people(made)
            add_posts(made, people)
            space = add_space(made, people)
        for round_, date in make_rounds(space, people):
            answer_round(round_, people, date)
        agree_measures(space, people)
        fill_directory(made, space, people["kaisa"].as_actor())
        bodies = set_up_bodies(made, people, space)
        hold_meetings(made, people, bodies)
        make_calls(made, people, bodies)
        run_projects(made, people)
        describe_practices(made, people)
        ask_for_comments(made, people)
        send_bulletins(made, people)
        call_forums(made, people)
        bring_matters(made, people, bodies)
        negotiate(made, people)
        fill_clock(made, people)
        for what in What.values:
            merging.find(COMMAND, None, what=what)
        look_after(made, people)
        hand_over(made, people)
        share_rooms(made)
        follow_things(made, people)
        let_search(space, people)
        end_eero(made, people)
    return True


def load_classes() -> None:
    """Load the association classes the demo's organisations are sorted by, if the app has not done so."""
    from kumppanuus.taxonomy import actions as taxonomy

    taxonomy.load(COMMAND)


def add_organisations() -> dict[str, Organisation]:
    """Make the umbrella, the municipalities, the county and the NGOs."""
    municipalities = {a.code: a for a in Area.objects.filter(kind=AreaKind.MUNICIPALITY)}
    counties = {a.code: a for a in Area.objects.filter(kind=AreaKind.COUNTY)}
    classes = {t.code: t for t in Term.objects.filter(scheme="prh_sote")}
    made = {}
    for row in read("organisations"):
        governs = municipalities.get(row.get("municipality", "")) or counties.get(row.get("county", ""))
        home = municipalities.get(row.get("home") or "") or (
            governs if governs and governs.kind == "municipality" else None
        )
        made[row["slug"]] = organisations.create(
            COMMAND,
            None,
            slug=row["slug"],
            name=own_name(row["name"]),
            kind=row["kind"],
            registered=row.get("registered", True) and row["kind"] == "association",
            description=Text(row.get("description")),
            email=row.get("email", ""),
            home=home,
            governs=governs,
            areas=[municipalities[code] for code in row.get("areas", []) if code in municipalities],
            classes=[classes[row["class"]]] if row.get("class") in classes else [],
        )
    return made


def own_name(name: dict[str, str]) -> Text:
    """Return an organisation's name; that of a registered association "rf" was written in Swedish first."""
    swedish = name["fi"].endswith(" rf") and "sv" in name
    return Text({**name, "_original": "sv"} if swedish else name)


def add_people(made: dict[str, Organisation]) -> dict[str, Person]:
    """Make the people and their memberships; they have accepted the terms."""
    people = {}
    for row in read("people"):
        person = accounts.add_person(
            COMMAND, None, email=row["email"], name=row["name"], language=row.get("language", "fi")
        )
        accounts.accept_terms(person.as_actor(), person)
        organisations.enrol(
            COMMAND, made[row["organisation"]], person=person, role=row["role"], title=Text(row.get("title"))
        )
        people[row["key"]] = person
    return people


def add_posts(made: dict[str, Organisation], people: dict[str, Person]) -> None:
    """Make the posts with their holders and deputies; some stay vacant."""
    for row in read("posts"):
        funding_end = row.get("funding_end")
        post = organisations.add_post(
            COMMAND,
            made[row["organisation"]],
            kind=row["kind"],
            title=Text(row["title"]),
            field=Text(row.get("field")),
            unit=Text(row.get("unit")),
            languages=row.get("languages", []),
            share=row.get("share"),
            email=row.get("email", ""),
            superior_email=row.get("superior_email", ""),
            areas=Area.objects.filter(slug__in=row.get("areas", [])),
            themes=Term.objects.filter(scheme="theme", code__in=row.get("themes", [])),
            funding=Text(row.get("funding")),
            funding_end=dt.date.fromisoformat(funding_end) if funding_end else None,
        )
        if past := row.get("former"):
            began = dt.date.fromisoformat(past["since"])
            organisations.set_holder(COMMAND, post, person=people[past["person"]], start=began)
        since = dt.date.fromisoformat(row["since"]) if row.get("since") else None
        for key, part in (("holder", Part.HOLDER), ("deputy", Part.DEPUTY)):
            if row.get(key):
                organisations.set_holder(
                    COMMAND, post, person=people[row[key]], part=part, start=since, name_public=part == Part.HOLDER
                )


def add_space(made: dict[str, Organisation], people: dict[str, Person]) -> Space:
    """Make the space with its keeper, editor and operator."""
    row = read("space")
    area = Area.objects.get(kind=AreaKind.REGION, slug="varsinais-suomi")
    space = spaces.create(
        COMMAND,
        None,
        slug=row["slug"],
        name=Text(row["name"]),
        operator=made[row["operator"]],
        area=area,
        languages=row["languages"],
        intro=Text(row["intro"]),
        contact_email=row["contact_email"],
    )
    for role in ("keeper", "editor"):
        spaces.appoint(COMMAND, space, person=people["kaisa"], role=role)
    spaces.appoint(COMMAND, space, person=people["oona"], role="editor")
    return space


def end_eero(made: dict[str, Organisation], people: dict[str, Person]) -> None:
    """Eero's role in Koski Tl ended yesterday; it stays readable."""
    eero = people["eero"]
    membership = eero.memberships.get(organisation=made["koski-tl"])
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    organisations.end_membership(COMMAND, membership, last_day=yesterday)


def actor_of(person: Person, organisation: Organisation | None = None) -> Actor:
    """Return a person as an actor, for an organisation or for herself."""
    return Actor(person_id=person.pk, organisation_id=organisation.pk if organisation else None)
