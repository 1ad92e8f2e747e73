"""For each action a sample: the object it is asked about and what else it is given, in the world of tests.

A sample is chosen so that somebody may: where only one stage allows it, the object stands at that stage.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kumppanuus.assessments.models import Assessment, Participation, Round, Signature
from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from kumppanuus.measures.models import Consent, Measure
from kumppanuus.notices.models import Delivery, State
from kumppanuus.organisations.models import Membership, Organisation
from kumppanuus.places.models import Area
from kumppanuus.questionnaires.content import read_version
from kumppanuus.questionnaires.models import Answer, QuestionnaireVersion, Response
from kumppanuus.spaces.models import Space
from tests.factories import building
from tests.factories.world import World

Sample = Callable[[World], tuple[Any, dict[str, Any]]]
samples: dict[str, Sample] = {}


def sample(name: str) -> Callable[[Sample], Sample]:
    """Register the sample of an action."""

    def keep(function: Sample) -> Sample:
        if name in samples:
            raise ValueError(f"two samples of {name}")
        samples[name] = function
        return function

    return keep


def fixed(name: str, target: Callable[[World], Any], /, **given: Any) -> None:
    """Register a sample whose further arguments do not depend on the world."""
    sample(name)(lambda w: (target(w), dict(given)))


def due(days: int = 60) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def nothing(w: World) -> None:
    return None


# --- accounts ---
fixed("accounts.begin", nothing, email="aivan.uusi@example.org", language="sv")
fixed("accounts.sign_up", nothing, save=lambda: None)
fixed("accounts.purge_unfinished", nothing, before=timezone.now() - dt.timedelta(days=2))
fixed("accounts.add_person", nothing, email="uusi.henkilo@example.org", name="Uusi")
fixed("accounts.change_details", lambda w: w.cast.people["aino"], name="Aino Uusi", language="sv")
fixed("accounts.accept_terms", lambda w: w.cast.people["aino"])
fixed("accounts.erase", lambda w: w.cast.people["aino"])
fixed("accounts.purge_views", nothing, before=timezone.now())
sample("accounts.look")(lambda w: (None, {"subjects": [w.cast.people["bertil"].pk], "what": "organisations.members"}))


# --- links ---
def _link(w: World) -> Link:
    return Link.objects.get(pk=w.by_link.link_id)


sample("links.make")(
    lambda w: (w.participation, {"purpose": "assessments.answer", "expires_at": timezone.now() + dt.timedelta(days=1)})
)
fixed("links.purge", nothing, before=timezone.now() - dt.timedelta(days=400))
fixed("links.revoke", _link)
fixed("links.tally", nothing, key="tests", ends=timezone.now())
fixed("links.use_up", _link)

# --- taxonomy, files ---
fixed("taxonomy.load", nothing)
sample("files.upload")(lambda w: (None, {"file": SimpleUploadedFile("ohje.txt", b"Tervetuloa")}))
fixed("files.describe", lambda w: w.own_file, alternative_text=Text(fi="Muistio"))
fixed("files.publish", lambda w: w.own_file)
fixed("files.remove", lambda w: w.own_file)

# --- activity ---
fixed("activity.redact", lambda w: w.draft_checklist, field="source_url", reason="Virheellinen tieto")
fixed("activity.replay", nothing)
fixed("activity.purge", nothing, before=timezone.now() - dt.timedelta(days=900))


# --- spaces ---
sample("spaces.create")(
    lambda w: (None, {"slug": "uusi", "name": Text(fi="Uusi"), "operator": w.cast.operator, "area": w.region})
)
fixed("spaces.change", lambda w: w.cast.space, contact_email="toinen@example.org")
fixed("spaces.draw_marks", lambda w: w.cast.space, theme="lake")
fixed("spaces.wear_marks", lambda w: w.marks)
fixed("spaces.drop_marks", lambda w: Space.objects.get(pk=w.cast.space.pk))
sample("spaces.appoint")(lambda w: (w.cast.space, {"person": w.cast.people["oona"], "role": "moderator"}))
fixed("spaces.dismiss", lambda w: w.cast.space.roles.get(person=w.cast.people["kaisa"], role="keeper"))
sample("spaces.recover")(
    lambda w: (
        w.cast.space,
        {"organisation": w.more_ngos[0], "email": "uusi@example.org", "reason": "Hallitus vaihtui"},
    )
)


@sample("spaces.add_public_body")
def _add_public_body(w: World) -> tuple[Any, dict[str, Any]]:
    area = Area.objects.within(w.region).exclude(pk__in=(w.area_a.pk, w.area_b.pk))[0]
    return w.cast.space, {"area": area, "name": Text(fi="Uusi kunta"), "email": "kunta@example.org"}


fixed("spaces.give_feedback", lambda w: w.cast.space, message="Kuva ilman tekstiä")
fixed("spaces.answer_feedback", lambda w: w.feedback, answer="Korjattu")
fixed("spaces.purge_feedback", nothing, before=timezone.now() - dt.timedelta(days=900))

# --- measures ---
sample("measures.propose")(
    lambda w: (w.area_a, {"title": Text(fi="Uusi"), "owner": w.cast.municipality_a, "due": due()})
)
fixed("measures.accept", lambda w: w.proposed)


@sample("measures.countersign")
def _countersign_measure(w: World) -> tuple[Any, dict[str, Any]]:
    with building():
        _two_sign(w)
        Consent.objects.create(measure=w.proposed, person_id=w.cast.people["eero"].pk)
    return Measure.objects.get(pk=w.proposed.pk), {}


def _two_sign(w: World) -> None:
    Organisation.objects.filter(pk=w.cast.municipality_a.pk).update(two_signatories=True)


fixed("measures.decline", lambda w: w.proposed, reason="Ei ehditä")
fixed("measures.report", lambda w: w.measure, state="under_way")
fixed("measures.withdraw", lambda w: w.proposed, reason="Kirjattu kahdesti")
sample("measures.amend")(
    lambda w: (w.proposed, {"title": w.proposed.title, "owner": w.cast.municipality_a, "due": due(30)})
)
fixed("measures.remind", nothing)


# --- notices ---
def _delivery(w: World) -> Delivery:
    return Delivery.objects.filter(state=State.WAITING).first()


fixed("notices.beat", nothing, name="tests")
fixed("notices.choose", lambda w: w.cast.people["aino"], rhythms={"rounds": "weekly"})
fixed("notices.claim", nothing)
fixed("notices.close", _delivery)
fixed("notices.gather", lambda w: w.cast.people["aino"], parts=[], dropped=[])
fixed("notices.give_back", _delivery, error="no answer")
fixed(
    "notices.post",
    nothing,
    key="tests",
    topic="rounds",
    template="notices/mail/digest",
    context={},
    address="a@example.org",
)
fixed("notices.purge", nothing, before=timezone.now() - dt.timedelta(days=90))
fixed("notices.retry", _delivery)
fixed("notices.stop", nothing, topic="rounds", address="a@example.org")

# --- organisations ---
fixed("organisations.create", nothing, name=Text(fi="Aivan uusi seura"), kind="association")
fixed("organisations.change", lambda w: w.cast.municipality_a, website="https://example.org/")
sample("organisations.enrol")(lambda w: (w.cast.ngo_a, {"person": w.cast.people["cecilia"], "role": "editor"}))
fixed("organisations.invite", lambda w: w.cast.municipality_a, email="toinen@example.org", role="editor")
fixed("organisations.withdraw_invitation", lambda w: w.invitation)
sample("organisations.accept_invitation")(lambda w: (w.invitation, {"token": w.tokens["invitation"]}))
fixed("organisations.ask_to_join", lambda w: w.cast.ngo_b)
fixed("organisations.approve", lambda w: w.join_request, role="editor")
fixed("organisations.decline", lambda w: w.join_request)


def _membership(w: World) -> Membership:
    return Membership.objects.get(person=w.cast.people["aino"], organisation=w.cast.municipality_a, role="signatory")


fixed("organisations.change_membership", _membership, title=Text(fi="Talousjohtaja"))
fixed("organisations.end_membership", _membership)
fixed("organisations.vouch", lambda w: w.cast.ngo_a)
fixed("organisations.add_post", lambda w: w.cast.municipality_a, kind="other", title=Text(fi="Uusi virka"))
fixed("organisations.change_post", lambda w: w.post, phone="000 0000")
fixed("organisations.end_post", lambda w: w.post)
sample("organisations.set_holder")(lambda w: (w.post, {"person": w.cast.people["aino"], "part": "deputy"}))
fixed("organisations.end_holding", lambda w: w.holding)
fixed("organisations.show_name", lambda w: w.holding, public=False)

# --- places ---
fixed("places.load_areas", nothing)
fixed("places.load_borders", nothing, path=Path("does-not-exist.geojson"))
sample("places.make_set")(lambda w: (None, {"members": [w.area_a, w.area_b]}))


# --- questionnaires ---
def _draft(w: World) -> QuestionnaireVersion:
    return w.draft_checklist.versions.get()


def _own_checklist(w: World) -> Any:
    with building():
        version = _draft(w)
        QuestionnaireVersion.objects.filter(pk=version.pk).update(status="published", published_at=timezone.now())
    return w.draft_checklist


fixed("questionnaires.load", nothing)
fixed("questionnaires.create", lambda w: w.cast.space, slug="toinen", title=Text(fi="Toinen"))
fixed("questionnaires.draft", _own_checklist)
sample("questionnaires.change")(lambda w: (_draft(w), {"content": read_version(w.version)}))
sample("questionnaires.fill_from_sheet")(lambda w: (_draft(w), {"content": read_version(w.version)}))
fixed("questionnaires.publish", _draft)
fixed("questionnaires.discard", _draft)
fixed("questionnaires.add_to_bank", lambda w: w.cast.space, name=Text(fi="Uusi yhteinen kohta"))
fixed("questionnaires.describe", lambda w: w.draft_checklist, title=Text(fi="Uusi nimi"))


@sample("questionnaires.change_item")
def _change_item(w: World) -> tuple[Any, dict[str, Any]]:
    theme = read_version(_draft(w))[0]
    return _draft(w), {"theme": theme.key, "item": theme.items[0], "code": theme.items[0].code}


@sample("questionnaires.change_theme")
def _change_theme(w: World) -> tuple[Any, dict[str, Any]]:
    theme = read_version(_draft(w))[0]
    return _draft(w), {"key": theme.key, "title": Text(fi="Uusi"), "was": theme.key}


@sample("questionnaires.arrange")
def _arrange(w: World) -> tuple[Any, dict[str, Any]]:
    return _draft(w), {"to": "down", "item": read_version(_draft(w))[0].items[0].code}


def _response(w: World) -> Response:
    return w.by_link.draft


def _given(w: World) -> Response:
    return w.mirror_a.participations.get(organisation=w.cast.ngo_a).response


sample("questionnaires.start")(
    lambda w: (Response(version=w.version, organisation=w.cast.ngo_a, reader_token="space:1:keeper"), {})
)
sample("questionnaires.save")(lambda w: (_response(w), {"item": w.items()[1], "value": 2}))
sample("questionnaires.add_evidence")(
    lambda w: (
        _response(w),
        {"item": w.items()[0], "kind": "link", "title": Text(fi="A"), "url": "https://example.org"},
    )
)
fixed("questionnaires.remove_evidence", _response, evidence_id=0)
fixed("questionnaires.submit", _response)
fixed("questionnaires.replace", _given)


# --- assessments ---
def _round_fields(w: World) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "title": Text(fi="Uusi"), "year": 2028, "keeper": w.cast.umbrella, "version": w.version, "area": w.region,
        "opens": today, "closes": due(), "areas": [w.area_a],
    }  # fmt: skip


def _closed(w: World) -> Round:
    """Close the open round with one given answer and no text that waits."""
    with building():
        Answer.objects.filter(response=w.by_link.draft).update(comment_public=False)
    _answered(w)
    with building():
        Round.objects.filter(pk=w.open.pk).update(closed_at=timezone.now())
    return Round.objects.get(pk=w.open.pk)


def _signed(w: World) -> Assessment:
    return w.mirror_a


def _ready(w: World) -> Assessment:
    """Answer every item of the open round's first municipality, so that it can be signed."""
    with building():
        for item in w.items():
            Answer.objects.get_or_create(response=w.now_a.response, item=item, defaults={"value": 2})
    return w.now_a


def _by_link(w: World) -> Participation:
    return w.by_link


def _answered(w: World) -> Participation:
    """Let the link holder have given the answer."""
    with building():
        Response.objects.filter(pk=w.by_link.draft_id).update(status="submitted", submitted_at=timezone.now())
        Participation.objects.filter(pk=w.by_link.pk).update(
            response=w.by_link.draft_id, draft=None, state="answered", answered_at=timezone.now()
        )
    return w.by_link


sample("assessments.create")(lambda w: (w.cast.space, _round_fields(w)))
sample("assessments.change")(lambda w: (w.draft_round, {"areas": [w.area_a], "year": 2029}))
fixed("assessments.open", lambda w: w.draft_round)
sample("assessments.extend")(lambda w: (w.open, {"closes": w.open.closes + dt.timedelta(days=7)}))
fixed("assessments.close", lambda w: w.open)
fixed("assessments.remind", lambda w: w.open)
fixed("assessments.release", _closed)
sample("assessments.invite")(lambda w: (w.now_a, {"organisation": w.cast.ngo_b}))
fixed("assessments.print_sheet", lambda w: w.now_a)
fixed("assessments.claim", lambda w: w.now_a, name="Uusin seura", address="uusin@example.org")
sample("assessments.verify")(lambda w: (w.claimed, {"organisation": w.cast.ngo_b}))
fixed("assessments.refuse", lambda w: w.claimed, reason="Ei yhdistys")


@sample("assessments.check_comment")
def _check_comment(w: World) -> tuple[Any, dict[str, Any]]:
    answer = w.claimed.response.answers.first()
    return w.claimed, {"answer": answer, "state": "withheld", "reason": "Nimi"}


sample("assessments.prepare")(lambda w: (w.now_a, {"item": w.items()[1], "value": 3}))
sample("assessments.attach")(
    lambda w: (w.now_a, {"item": w.items()[0], "kind": "link", "title": Text(fi="B"), "url": "https://example.org"})
)
fixed("assessments.detach", lambda w: w.now_a, evidence_id=0)
sample("assessments.assign")(lambda w: (w.now_a, {"item": w.items()[1], "person": w.cast.people["aino"]}))
sample("assessments.discuss")(lambda w: (w.now_a, {"item": w.items()[1], "text": "Hei"}))
sample("assessments.sign")(lambda w: (_ready(w), {"body": "Kunnanhallitus", "decided_on": timezone.localdate()}))


@sample("assessments.countersign")
def _countersign(w: World) -> tuple[Any, dict[str, Any]]:
    assessment = _ready(w)
    with building():
        _two_sign(w)
        Signature.objects.create(
            assessment=assessment,
            response=assessment.response,
            person=w.cast.people["eero"],
            body="Kunnanhallitus",
            decided_on=timezone.localdate(),
        )
    return Assessment.objects.get(pk=assessment.pk), {}


fixed("assessments.correct", _signed, reason="Virhe")
fixed("assessments.begin", _by_link)
sample("assessments.answer")(lambda w: (_by_link(w), {"item": w.items()[1], "value": 2}))
fixed("assessments.give", _by_link)
fixed("assessments.reopen", _answered)
sample("assessments.agree")(
    lambda w: (
        w.mirror_a,
        {"item": w.items()[0], "title": Text(fi="C"), "owner": w.cast.municipality_a, "due": due()},
    )
)
