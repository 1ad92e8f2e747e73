"""A small whole world around the cast, built through actions: what could leak must be there.

Two rounds besides a draft one: in the released one Koski Tl has six answers and Marttila one (so its NGO figures are
hidden); in the open one Bertil's NGO and the link holder's are in the middle of answering.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kumppanuus.accounts import actions as accounts
from kumppanuus.assessments import actions as assessments
from kumppanuus.assessments.models import Assessment, CommentState, Participation, Round
from kumppanuus.continuity.models import Handover
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.files import actions as files
from kumppanuus.files.models import File
from kumppanuus.following.models import AddressFollow, Follow
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import stand_in
from kumppanuus.measures import actions as measures
from kumppanuus.measures.models import Measure
from kumppanuus.merging.models import Merge, Pair
from kumppanuus.notices import actions as notices
from kumppanuus.organisations import actions as organisations
from kumppanuus.organisations.models import Holding, Invitation, JoinRequest, Organisation, Post
from kumppanuus.places.models import Area
from kumppanuus.questionnaires import actions as questionnaires
from kumppanuus.questionnaires.models import Item, Questionnaire, QuestionnaireVersion
from kumppanuus.search import actions as search
from kumppanuus.spaces import actions as spaces
from kumppanuus.spaces.models import AccessibilityFeedback, Marks
from tests.factories import (
    bodies,
    bulletins,
    calendars,
    calls,
    consultations,
    continuity,
    following,
    forums,
    matters,
    meetings,
    merging,
    minutes,
    negotiations,
    people,
    practices,
    projects,
    services,
)
from tests.factories.cast import Cast, make_cast, organisation
from tests.factories.kept import kept
from tests.factories.spaces import logo

SECRET_COMMENT = "Vain pitäjälle kerrottu asia"
PUBLIC_COMMENT = "Yhteistyö on parantunut vuodessa"


@dataclass
class World:
    """The cast and what lies around them; `ids` of the link holder's tokens are working ones."""

    cast: Cast
    area_a: Area
    area_b: Area
    region: Area
    version: QuestionnaireVersion
    released: Round
    open: Round
    draft_round: Round
    draft_checklist: Questionnaire
    mirror_a: Assessment
    mirror_b: Assessment
    now_a: Assessment
    now_b: Assessment
    participation: Participation  # Bertil's NGO, in the middle of answering
    by_link: Participation  # the link holder's NGO, in the middle of answering
    claimed: Participation  # came by the open link, waits for the keeper
    more_ngos: list[Organisation]
    measure: Measure
    proposed: Measure
    post: Post
    holding: Holding
    hidden_holding: Holding
    invitation: Invitation
    join_request: JoinRequest
    public_file: File
    own_file: File
    feedback: AccessibilityFeedback
    marks: Marks  # in use; a draft lies beside it
    directory: services.Directory
    bodies: bodies.Bodies
    meetings: meetings.Meetings
    minutes: minutes.MinutesWorld
    calendars: calendars.Calendars
    calls: calls.Calls
    projects: projects.Projects
    practices: practices.Practices
    consultations: consultations.Consultations
    bulletins: bulletins.Bulletins
    forums: forums.Forums
    matters: matters.Matters
    negotiations: negotiations.Negotiations
    pair: Pair  # two NGOs that nobody keeps
    pair_of_entries: Pair
    merge: Merge
    handover: Handover  # of a municipality's post, under way
    followed: Follow  # Bertil's, of the open table
    followed_by_mail: AddressFollow  # the same by an address without an account
    leaving: Holding
    handed: Measure
    tokens: dict[str, str] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        return self.cast.actor(name)

    def items(self) -> list[Item]:
        return list(self.version.items.all())


@kept
def build() -> World:
    """Build the world. Takes about two seconds."""
    cast = make_cast()
    kaisa, aino = cast.actor("kaisa"), cast.actor("aino")
    questionnaires.load(system("command"), None)
    version = Questionnaire.objects.get(slug="core-nine").versions.published().get()
    area_a, area_b = cast.municipality_a.governs, cast.municipality_b.governs
    region = area_a.region
    more = [organisation(f"Kosken seura {n}", areas=[area_a], home=area_a) for n in "ABCDE"]
    post = organisations.add_post(
        aino,
        cast.municipality_a,
        kind="contact_person",
        title=Text(fi="Järjestöyhdyshenkilö"),
        email="post@example.org",
    )
    holding = organisations.set_holder(aino, post, person=cast.people["aino"], name_public=True)
    own_post = organisations.add_post(cast.actor("bertil"), cast.ngo_a, kind="chair", title=Text(fi="Puheenjohtaja"))
    hidden = organisations.set_holder(cast.actor("bertil"), own_post, person=cast.people["bertil"])

    released, (mirror_a, mirror_b) = _round(cast, version, region, "2024")
    for number, participation in enumerate(mirror_a.participations.order_by("pk")):
        _answer(participation, number, give=True)
    _answer(mirror_b.participations.get(organisation=cast.ngo_b), 2, give=True)
    for who, assessment in (("aino", mirror_a), ("akseli", mirror_b)):
        for item in version.items.all():
            assessments.prepare(cast.actor(who), assessment, item=item, value=3)
        plan = {"kind": "link", "title": Text(fi="Järjestöohjelma"), "url": "https://example.org/jarjesto-ohjelma"}
        assessments.attach(cast.actor(who), assessment, item=version.items.first(), **plan)
        assessments.sign(cast.actor(who), assessment, body="Kunnanhallitus", decided_on=timezone.localdate())
    assessments.close(kaisa, released)
    _check_comments(kaisa, mirror_a)
    released.refresh_from_db()
    assessments.release(kaisa, released)
    released.refresh_from_db()

    open_, (now_a, now_b) = _round(cast, version, region, "2026")
    participation = now_a.participations.get(organisation=cast.ngo_a)
    assessments.begin(cast.actor("bertil"), participation)
    assessments.answer(cast.actor("bertil"), participation, item=version.items.first(), value=1, comment=SECRET_COMMENT)
    by_link = now_a.participations.get(organisation=more[0])
    cast.link_id, cast.link_organisation_id = by_link.link_id, more[0].pk
    _answer(by_link, 1, give=False)
    token, _code = assessments.print_sheet(kaisa, now_a)
    claimed = assessments.claim(
        Actor(link_id=now_a.sheet_link_id), now_a, name="Kosken uusi seura", address="uusi@example.org"
    )
    claimed = claimed[0] if isinstance(claimed, tuple) else claimed
    claimed.refresh_from_db()
    _answer(claimed, 3, give=True)
    item = version.items.first()
    assessments.prepare(aino, now_a, item=item, value=2, comment="Kesken")
    assessments.assign(aino, now_a, item=item, person=cast.people["aino"])
    assessments.discuss(aino, now_a, item=item, text="Tarkistetaan tämä")
    assessments.attach(aino, now_a, item=item, kind="link", title=Text(fi="Ohjelma"), url="https://example.org/ohjelma")
    draft_round = assessments.create(kaisa, cast.space, areas=[area_a], **_fields(cast, version, region, "2027"))

    draft_checklist = questionnaires.create(
        kaisa, cast.space, slug="oma-lista", title=Text(fi="Oma lista"), copy_of=version
    )
    due = timezone.localdate() + dt.timedelta(days=90)
    measure = assessments.agree(
        aino,
        mirror_a,
        item=item,
        title=Text(fi="Sovitaan tilojen käytöstä"),
        owner=cast.municipality_a,
        due=due,
        post=post,
    )
    proposed = measures.propose(
        cast.actor("bertil"), area_a, title=Text(fi="Yhteinen kalenteri"), owner=cast.municipality_a, due=due
    )
    home = cast.municipality_a
    invitation = organisations.invite(aino, cast.municipality_a, email="uusi@example.org", role="editor")
    join_request = organisations.ask_to_join(cast.actor("cecilia"), cast.ngo_a, message="Olen uusi sihteeri")
    public_file, own_file = _file(cast, "Esite.txt", "public"), _file(cast, "Muistio.txt", f"organisation:{home.pk}")
    spaces.appoint(kaisa, cast.space, person=people.person("Apu"), role="curator")
    feedback = spaces.give_feedback(Actor(), cast.space, message="Taulukkoa ei voi lukea", email="lukija@example.org")
    marks = spaces.wear_marks(kaisa, spaces.draw_marks(kaisa, cast.space, theme="moss", **logo()))
    spaces.draw_marks(kaisa, cast.space, theme="heather", alternative_text=Text(fi="Tilan merkki"))
    notices.choose(aino, cast.people["aino"], rhythms={"measures": "weekly"})
    search.add_word(kaisa, cast.space, language="fi", saying="paha olla", meaning="keskusteluapu|mielenterveys")
    for _time in range(3):
        search.tell_silent(Actor(), None, words="kuumatka", language="fi")
    search.tell_silent(Actor(), None, words="vain kerran kysytty", language="fi")
    accounts.look(cast.actor("bertil"), None, subjects=[cast.people["aino"].pk], what="organisations.members")
    made = World(
        cast=cast,
        area_a=area_a,
        area_b=area_b,
        region=region,
        version=version,
        released=released,
        open=open_,
        draft_round=draft_round,
        draft_checklist=draft_checklist,
        mirror_a=mirror_a,
        mirror_b=mirror_b,
        now_a=now_a,
        now_b=now_b,
        participation=participation,
        by_link=by_link,
        claimed=claimed,
        more_ngos=more,
        measure=measure,
        proposed=proposed,
        post=post,
        holding=holding,
        hidden_holding=hidden,
        invitation=invitation,
        join_request=join_request,
        public_file=public_file,
        own_file=own_file,
        feedback=feedback,
        marks=marks,
        directory=services.directory(cast, more[0], area_a),
        **around(cast, area_a, area_b),
    )
    made.tokens = {
        "answer": stand_in(Link.objects.get(pk=by_link.link_id)),
        "join": token,
        "invitation": stand_in(invitation.link),
        **tokens_around(made),
    }
    return made


def tokens_around(made: World) -> dict[str, str]:
    """Return the working tokens of what `around` and the directory made."""
    return {
        "meeting": made.meetings.token,
        "minutes": stand_in(Link.objects.get(purpose="meetings.read_minutes", target_id=made.minutes.open.pk)),
        "nomination": made.calls.token,
        "matter": made.matters.token,
        "forum": made.forums.token,
        "follow": made.negotiations.token,
        "still": made.practices.token,
        "comment": made.consultations.token,
        **made.directory.tokens,
    }


def around(cast: Cast, area_a: Area, area_b: Area) -> dict[str, Any]:
    """Build what needs only the cast; the stage of `make audit` builds the same in a demo."""
    structures = bodies.bodies(cast, area_a, area_b)
    return {
        "bodies": structures,
        "meetings": meetings.meetings(cast, structures),
        "minutes": minutes.minutes(cast),
        "calendars": calendars.calendars(cast),
        "calls": calls.calls(cast, area_a, area_b),
        "matters": matters.matters(cast, structures, area_a, area_b),
        "negotiations": negotiations.negotiations(cast),
        "projects": projects.projects(cast, area_a, area_b),
        "practices": practices.practices(cast, area_a),
        "consultations": consultations.consultations(cast),
        "bulletins": bulletins.bulletins(cast, area_a, area_b),
        "forums": forums.forums(cast, area_a, area_b),
        **merging.duplicates(area_a),
        **continuity.handovers(cast, area_a),
        **following.follows(cast, structures),
    }


def _fields(cast: Cast, version: QuestionnaireVersion, region: Area, year: str) -> dict:
    today = timezone.localdate()
    return {
        "title": Text(fi=f"Kierros {year}", sv=f"Omgången {year}", en=f"Round {year}"),
        "year": int(year),
        "keeper": cast.umbrella,
        "version": version,
        "area": region,
        "opens": today - dt.timedelta(days=7),
        "closes": today + dt.timedelta(days=21),
        "greeting": Text(fi="Tervetuloa vastaamaan"),
    }


def _round(cast: Cast, version: QuestionnaireVersion, region: Area, year: str) -> tuple[Round, tuple[Assessment, ...]]:
    kaisa = cast.actor("kaisa")
    areas = [cast.municipality_a.governs, cast.municipality_b.governs]
    made = assessments.create(kaisa, cast.space, areas=areas, **_fields(cast, version, region, year))
    assessments.open(kaisa, made)
    made.refresh_from_db()
    return made, tuple(made.assessments.get(area=area) for area in areas)


def _answer(participation: Participation, number: int, *, give: bool) -> None:
    """Answer as the holder of the participation's link: all nine items and give, or only the first."""
    holder = Actor(link_id=participation.link_id, organisation_id=participation.organisation_id)
    assessments.begin(holder, participation)
    items = list(participation.assessment.round.version.items.all())
    for place, item in enumerate(items if give else items[:1]):
        comment = {0: PUBLIC_COMMENT, 1: SECRET_COMMENT}.get(number, "") if place == 0 else ""
        assessments.answer(
            holder, participation, item=item, value=(number + place) % 5, comment=comment, comment_public=bool(comment)
        )
    if give:
        assessments.give(holder, participation)
        participation.refresh_from_db()


def _check_comments(kaisa: Actor, assessment: Assessment) -> None:
    for participation in assessment.participations.all():
        for answer in participation.response.answers.exclude(comment=""):
            fine = answer.comment == PUBLIC_COMMENT
            assessments.check_comment(
                kaisa,
                participation,
                answer=answer,
                state=CommentState.RELEASED if fine else CommentState.WITHHELD,
                reason="" if fine else "Henkilötieto",
            )


def _file(cast: Cast, name: str, token: str) -> File:
    content = SimpleUploadedFile(name, f"Sisältö: {name}".encode())
    return files.upload(
        cast.actor("aino"), None, file=content, audience_token=token, organisation_id=cast.municipality_a.pk
    )
