"""Releasing the results: once, frozen; a supplement only if at least five answers changed."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kumppanuus.assessments.models import (
    Assessment,
    Cell,
    CommentState,
    ParticipationState,
    Release,
    ReleasedComment,
    Round,
    Standing,
)
from kumppanuus.assessments.privacy import FIVE, HIDDEN, Answered, Told, tell_first, tell_supplement
from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor, system
from kumppanuus.files import actions as files
from kumppanuus.files.models import File
from kumppanuus.questionnaires.models import Answer, Evidence, Item, Response


@action
def release(actor: Actor, round_: Round) -> list[Release]:
    """Release the closed round: one frozen release per municipality in which there is something new to tell.

    Raises Refused while free texts wait for the keeper's check, or when nothing has changed enough since the last
    release. Cells with fewer than five organisations are written empty.
    """
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    waiting = Answer.objects.filter(response__in=_counted(locked), comment_public=True, check_of_comment=None).exclude(
        comment=""
    )
    if number := waiting.count():
        raise Refused(
            ngettext(
                "%(number)d free text waits for your check. Publish or withhold it, then release.",
                "%(number)d free texts wait for your check. Publish or withhold each of them, then release.",
                number,
            )
            % {"number": number}
        )
    items = list(_items(locked))
    made = []
    for assessment in locked.assessments.select_related("area", "response").order_by("pk"):
        assessment.round = locked
        new = _release_one(actor, assessment, items)
        if new is not None:
            made.append(new)
    if not made:
        raise Refused(
            _("Nothing to release: results are published again only when at least five answers have changed.")
        )
    locked.released_at = locked.released_at or timezone.now()
    locked.save(update_fields=["released_at"])
    note(locked, *made, audience={"public"}, municipalities=len(made))
    return made


def _counted(round_: Round) -> list[int]:
    rows = round_.assessments.filter(
        participations__state=ParticipationState.ANSWERED, participations__response__isnull=False
    )
    return list(rows.values_list("participations__response", flat=True))


def _items(round_: Round) -> list[Item]:
    items = round_.version.items.all()
    if round_.themes.exists():
        items = items.filter(theme__in=round_.themes.all())
    return list(items)


def _signed(assessment: Assessment) -> Response | None:
    """Return the municipality's newest signed answer; a correction under way does not count."""
    response = assessment.response
    while response is not None and response.is_draft:
        response = response.based_on
    return response


def _release_one(actor: Actor, assessment: Assessment, items: list[Item]) -> Release | None:
    previous = assessment.releases.order_by("-number").first()
    participations = assessment.participations.all()
    responses = {
        p.organisation_id: p.response_id for p in participations.counted() if p.organisation_id and p.response_id
    }
    signed = _signed(assessment)
    part, told, counted = 1, {}, list(responses.values())
    if previous is None:
        if not responses and signed is None:
            return None
        given = _answers(counted)
        told = {item.pk: tell_first(given[item.pk].values()) for item in items}
    else:
        before = {pk: response for pk, response in previous.counted.values_list("organisation_id", "pk") if pk}
        changed = {org for org in before.keys() | responses.keys() if before.get(org) != responses.get(org)}
        cells = {c.item_id: Told(c.ngo_count, c.ngo_half_levels, c.ngo_spread) for c in previous.cells.all()}
        if len(changed) >= FIVE and previous.ngo_part == 1:
            part = 2
            told = _supplement(items, cells, before, responses)
        elif signed is not None and signed.pk != previous.municipal_response_id:
            part, told, counted = previous.ngo_part, cells, list(before.values())
        else:
            return None
    states = list(participations.values_list("state", flat=True))
    comments = Answer.objects.filter(response__in=counted, comment_public=True).exclude(comment="")
    # A text from fewer than five would point at its NGO, whatever the keeper's check said.
    shown = comments.filter(check_of_comment__state=CommentState.RELEASED) if len(counted) >= FIVE else comments.none()
    new = Release.objects.create(
        assessment=assessment,
        number=previous.number + 1 if previous else 1,
        person_id=actor.person_id,
        municipal_response=signed,
        ngo_part=part,
        invited=len(states) - states.count(ParticipationState.REFUSED),
        answered=len(counted),
        pending=states.count(ParticipationState.PENDING),
        refused=states.count(ParticipationState.REFUSED),
        withheld=comments.count() - shown.count(),
    )
    new.counted.set(counted)
    _write_cells(new, items, told, signed)
    _publish_files(signed)
    _write_comments(new, shown)
    new.complete = True
    new.save(update_fields=["complete"])
    _refresh_standings(assessment, new)
    return new


def _answers(response_ids: list[int]) -> dict[int, dict[int, Answered]]:
    """Return {item: {response: level or None}}; an item left out counts as "cannot say"."""
    given: dict[int, dict[int, Answered]] = defaultdict(dict)
    for item, response, value in Answer.objects.filter(response__in=response_ids).values_list(
        "item", "response", "value"
    ):
        given[item][response] = value
    return given


def _supplement(
    items: list[Item], cells: dict[int, Told], before: dict[int, int], now: dict[int, int]
) -> dict[int, Told]:
    given = _answers([*before.values(), *now.values()])
    same = [pk for org, pk in before.items() if now.get(org) == pk]
    old = [pk for org, pk in before.items() if now.get(org) != pk]
    new = [pk for org, pk in now.items() if before.get(org) != pk]
    return {
        item.pk: tell_supplement(
            cells.get(item.pk, HIDDEN),
            *([given[item.pk].get(response) for response in group] for group in (same, old, new)),
        )
        for item in items
    }


def _write_cells(new: Release, items: list[Item], told: dict[int, Told], signed: Response | None) -> None:
    municipal = {a.item_id: a for a in signed.answers.all()} if signed else {}
    rows = []
    for item in items:
        own = municipal.get(item.pk)
        ngo = told.get(item.pk, HIDDEN)
        rows.append(
            Cell(
                release=new,
                item=item,
                municipal_value=own.value if own else None,
                municipal_cannot_say=bool(own and own.cannot_say),
                ngo_half_levels=ngo.half_levels,
                ngo_spread=ngo.spread,
                ngo_count=ngo.count,
            )
        )
    Cell.objects.bulk_create(rows)


def _publish_files(signed: Response | None) -> None:
    """Open the files of the municipality's evidence to everybody: they are part of the result."""
    for file in File.objects.filter(pk__in=Evidence.objects.filter(answer__response=signed).values("file")):
        files.publish(system("assessments"), file)


def _write_comments(new: Release, comments: Iterable[Answer]) -> None:
    texts = list(comments)
    random.SystemRandom().shuffle(texts)
    ReleasedComment.objects.bulk_create(
        ReleasedComment(
            release=new, answer=a, item_id=a.item_id, text=a.comment, language=a.comment_language, order=place
        )
        for place, a in enumerate(texts)
    )


def _refresh_standings(assessment: Assessment, new: Release) -> None:
    """Make the release the area's newest, unless a later round's results stand there."""
    later = Standing.objects.filter(
        area=assessment.area_id, release__assessment__round__closes__gt=assessment.round.closes
    )
    kept = set(later.values_list("bank", flat=True))
    cells = [c for c in new.cells.select_related("item") if c.item.bank_id and c.item.bank_id not in kept]
    Standing.objects.filter(area=assessment.area_id, bank__in=[c.item.bank_id for c in cells]).delete()
    Standing.objects.bulk_create(
        Standing(
            area_id=assessment.area_id,
            bank_id=c.item.bank_id,
            release=new,
            municipal_value=c.municipal_value,
            ngo_half_levels=c.ngo_half_levels,
        )
        for c in {c.item.bank_id: c for c in cells}.values()
        if c.item.bank_id
    )
