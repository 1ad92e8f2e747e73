"""Making, opening and closing rounds; inviting and reminding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from kumppanuus.assessments.models import Assessment, InvitationRule, Participation, ParticipationState, Round
from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor, system
from kumppanuus.links import actions as links
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import stand_in
from kumppanuus.notices import actions as notices
from kumppanuus.organisations.models import Organisation, OrganisationKind
from kumppanuus.places import actions as places
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.questionnaires.models import Response, Theme
from kumppanuus.spaces.models import Space

ANSWER_PURPOSE = "assessments.answer"
JOIN_PURPOSE = "assessments.join"
DAYS_TO_READ = 400  # after closing the link leads to the receipt and the result


def _set(round_: Round, themes: Iterable[Theme], areas: Iterable[Area], *, shared: bool) -> None:
    """Write the themes and the assessed areas of a draft round; the keeper may not be assessed."""
    round_.themes.set(themes)
    chosen = list(areas) or list(Area.objects.within(round_.area))
    if shared and len(chosen) > 1:
        chosen = [places.make_set(system("assessments"), None, members=chosen)]
    governments = {o.governs_id: o for o in Organisation.objects.filter(governs__in=chosen)}
    for area in chosen:
        organisation = governments.get(area.pk)
        if organisation is None and area.kind == AreaKind.SET:
            organisation = Organisation.objects.filter(governs__in=area.members.all()).order_by("pk").first()
        if organisation is None:
            raise Refused(
                _("%(area)s has no organisation on the platform yet. Add the municipality's organisation first.")
                % {"area": area}
            )
        if organisation.pk == round_.keeper_id:
            raise Refused(_("The keeper of a round cannot be one of those assessed. Choose another keeper."))
        post = organisation.posts.filter(ended=None).order_by("pk").first()
        Assessment.objects.get_or_create(round=round_, area=area, defaults={"organisation": organisation, "post": post})
    round_.assessments.exclude(area__in=chosen).delete()


@action
def create(
    actor: Actor,
    /,
    space: Space,
    *,
    themes: Iterable[Theme] = (),
    areas: Iterable[Area] = (),
    shared: bool = False,
    **fields: Any,
) -> Round:
    """Make a round in draft. `areas` are the municipalities or sets assessed; none means all of the round's area.
    `shared` lets the chosen small municipalities have one common assessment.

    Raises Refused where the keeper would be assessed, or a municipality has no organisation on the platform.
    """
    round_ = Round(space=space, **fields)
    _check_keeper(round_)
    round_.save()
    _set(round_, themes, areas, shared=shared)
    return round_


def _check_keeper(round_: Round) -> None:
    if round_.keeper.kind == OrganisationKind.MUNICIPALITY:
        raise Refused(_("A municipality cannot keep a round. Choose the umbrella organisation or the operator."))
    if round_.version.is_draft:
        raise Refused(_("The checklist is a draft. Publish it before using it in a round."))


@action
def change(
    actor: Actor,
    /,
    round_: Round,
    *,
    themes: Iterable[Theme] = (),
    areas: Iterable[Area] = (),
    shared: bool = False,
    **fields: Any,
) -> Round:
    """Change a round that has not been opened."""
    if Round.objects.select_for_update().get(pk=round_.pk).opened_at is not None:
        raise Refused(_("The round is open already."))
    for name, value in fields.items():
        setattr(round_, name, value)
    _check_keeper(round_)
    round_.save()
    _set(round_, themes, areas, shared=shared)
    return round_


@action
def open(actor: Actor, round_: Round) -> Round:  # noqa: A001 - the verb of the field
    """Open the round: the municipalities are told, NGOs invited by the rule get a personal link by e-mail."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.opened_at:
        raise Refused(_("The round is open already."))
    if locked.closes <= timezone.localdate():
        raise Refused(_("The closing day has passed. Choose a later one and open the round again."))
    locked.opened_at = timezone.now()
    locked.save()
    invited = 0
    for assessment in locked.assessments.select_related("area", "organisation", "round").prefetch_related("area__sets"):
        assessment.round = locked
        if locked.rule != InvitationRule.CHOSEN:
            for ngo in Organisation.objects.ngos().active_in(assessment.area).exclude(pk=locked.keeper_id):
                _invite(assessment, ngo)
                invited += 1
        _tell_municipality(assessment)
    note(locked, invited=invited)
    return locked


def _tell_municipality(assessment: Assessment) -> None:
    post = assessment.post
    address = (post and post.email) or assessment.organisation.email
    language = language_of(assessment.organisation)
    if address:
        notices.post(
            system("assessments"),
            None,
            key=f"assessment:{assessment.pk}:opened",
            topic="rounds",
            template="assessments/mail/round_opened",
            context=words_for(
                assessment,
                language,
                str(assessment.organisation),
                f"rounds/{assessment.round_id}/{assessment.area.slug}/prepare/",
            ),
            address=address,
            language=language,
        )


def _invite(assessment: Assessment, organisation: Organisation) -> Participation:
    """Let an NGO take part, once; one that was refused gets a new start and keeps its refusal as a trace."""
    here = Participation.objects.filter(assessment=assessment, organisation=organisation)
    taking_part = here.exclude(state=ParticipationState.REFUSED)
    if (found := taking_part.first()) is not None:
        return found
    try:
        with transaction.atomic():
            made = Participation.objects.create(
                assessment=assessment, organisation=organisation, address=organisation.email
            )
    except IntegrityError:  # another keeper was quicker
        return taking_part.get()
    _send_link(made, "invitation")
    return made


def language_of(organisation: Organisation | None) -> str:
    """Return the language to write to an organisation in; an unknown one is written to in Finnish."""
    return organisation.mail_language if organisation else "fi"


def _send_link(participation: Participation, template: str, key: str = "") -> str:
    """Mail the participation's personal link, made at first, if there is an address; return its token.

    The earlier mail's link goes on working: what is mailed again is a stand-in for the same one.
    """
    round_ = participation.assessment.round
    me = system("assessments")
    link = Link.objects.open().filter(pk=participation.link_id or 0).first()
    if link is not None:
        token = stand_in(link)
    else:
        link, token, _code = links.make(
            me,
            participation,
            purpose=ANSWER_PURPOSE,
            expires_at=round_.closes_at + dt.timedelta(days=DAYS_TO_READ),
            organisation_id=participation.organisation_id,
        )
        participation.link_id = link.pk
        participation.save(update_fields=["link_id"])
        given = [pk for pk in (participation.draft_id, participation.response_id) if pk]
        Response.objects.filter(pk__in=given).update(link_id=link.pk)
    language = language_of(participation.organisation)
    if participation.address:
        notices.post(
            me,
            None,
            key=key or f"participation:{participation.pk}:{template}",
            topic="rounds",
            template=f"assessments/mail/{template}",
            context=words_for(participation.assessment, language, str(participation), f"answer/{token}/"),
            address=participation.address,
            language=language,
        )
    return token


def words_for(assessment: Assessment, language: str, organisation: str, path: str) -> dict[str, str]:
    """Return what the mail templates of a round need, in the recipient's language."""
    round_ = assessment.round
    with translation.override(language):
        return {
            "organisation": organisation,
            "municipality": str(assessment.area.name),
            "round": str(round_.title),
            "keeper": str(round_.keeper.name),
            "greeting": str(round_.greeting),
            "thanks": str(round_.thanks),
            "closes": formats.date_format(round_.closes),
            "url": f"{settings.SITE_URL}/{language}/{path}",
        }


@action
def invite(actor: Actor, assessment: Assessment, *, organisation: Organisation) -> Participation:
    """Invite one more NGO. One that takes part already is left as it is."""
    if not organisation.is_ngo:
        raise Refused(_("Only NGOs are invited to answer; the municipality has its own side."))
    return _invite(assessment, organisation)


@action
def remind(actor: Actor, round_: Round) -> int:
    """Remind the invited who have not answered, each with the own link. Not more than once in three days."""
    now = timezone.now()
    round_.reminded_at = Round.objects.select_for_update().get(pk=round_.pk).reminded_at
    if round_.reminded_at and now - round_.reminded_at < dt.timedelta(days=3):
        raise Refused(_("The silent ones were reminded less than three days ago. Nothing was sent."))
    silent = (
        Participation.objects.filter(assessment__round=round_, state=ParticipationState.INVITED)
        .exclude(address="")
        .select_related("assessment__round", "organisation", "draft", "response")
    )
    for participation in silent:
        _send_link(participation, "reminder", key=f"participation:{participation.pk}:reminder:{now:%Y%m%d}")
        participation.reminded_at = now
        participation.save(update_fields=["reminded_at"])
    round_.reminded_at = now
    round_.save(update_fields=["reminded_at"])
    note(round_, reminded=len(silent))
    return len(silent)


@action
def extend(actor: Actor, round_: Round, *, closes: dt.date) -> Round:
    """Take answers until a later day, also after closing or release: late answers come in a supplement."""
    if closes <= timezone.localdate():
        raise Refused(_("Choose a day that is still to come. Nothing was changed."))
    round_.closes, round_.closed_at = closes, None
    round_.save(update_fields=["closes", "closed_at"])
    drafts = Participation.objects.filter(assessment__round=round_, draft__isnull=False).values("draft")
    Response.objects.filter(pk__in=drafts).update(closes_at=round_.closes_at)
    note(round_, closes=closes.isoformat())
    return round_


@action
def close(actor: Actor, round_: Round) -> Round:
    """Close the round before its closing day. What was given is kept; drafts not given do not count."""
    round_.closed_at = timezone.now()
    round_.save(update_fields=["closed_at"])
    return round_
