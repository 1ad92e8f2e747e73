"""Grouping what was said, answering each group once, publishing what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kumppanuus.consultations import telling
from kumppanuus.consultations.actions.rounds import hold
from kumppanuus.consultations.models import NEEDS_REASON, Consultation, Remark, Reply, State, Theme, Verdict
from kumppanuus.consultations.reading import unanswered
from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text

MOST_AT_ONCE = 500


def _unconcluded(consultation: Consultation) -> Consultation:
    held = hold(consultation)
    if held.state == State.CONCLUDED:
        raise Refused(_("The summary has been published: its answers stay as they are."))
    return held


@action
def group(
    actor: Actor,
    /,
    consultation: Consultation,
    *,
    seen: Mapping[int, int | None],
    theme: Theme | None = None,
    title: Text | None = None,
) -> tuple[int, int]:
    """Put remarks into a theme, a new one by `title`, or out of themes (neither). Empty themes without answer go.

    seen  remark → the theme in which the moderator saw it: what another moderator has moved meanwhile stays there

    Returns how many were moved and how many stayed where somebody else had put them.
    """
    held = _unconcluded(consultation)
    if len(seen) > MOST_AT_ONCE:
        raise Refused(_("Choose fewer comments at once. Nothing was moved."))
    if theme is not None and not held.themes.filter(pk=theme.pk).exists():
        raise Refused(_("That group is not there any more. Nothing was moved; choose another."))
    stands = dict(held.remarks.given().filter(pk__in=seen).values_list("pk", "theme"))
    moved = [pk for pk, now in stands.items() if now == seen[pk]]
    if moved and title:
        last = held.themes.aggregate(last=Max("order"))["last"] or 0
        theme = Theme.objects.create(consultation=held, title=title, order=last + 1)
    held.remarks.filter(pk__in=moved).update(theme=theme)
    emptied = {now for now in stands.values() if now} - {theme.pk if theme else None}
    held.themes.filter(pk__in=emptied, remarks=None, reply=None).delete()
    note(held, count=len(moved))
    return len(moved), len(seen) - len(moved)


@action
def rename_theme(actor: Actor, /, theme: Theme, *, title: Text) -> Theme:
    """Call a theme something else."""
    _unconcluded(theme.consultation)
    theme.title = title
    theme.save(update_fields=["title"])
    note(theme, theme.consultation)
    return theme


def _reply(actor: Actor, held: Consultation, *, verdict: str, text: Text, **to: Any) -> Reply:
    if held.state not in {State.CLOSED, State.OPEN}:
        raise Refused(_("The round has not been opened. Nothing was answered."))
    if Verdict(verdict) in NEEDS_REASON and not text:
        raise Refused(_("Say why it is not taken in, or only partly: who commented wants to know."))
    values = {"verdict": verdict, "text": text, "person_id": actor.person_id, "replied_at": timezone.now()}
    row, _new = Reply.objects.update_or_create(**to, defaults={"consultation": held, **values})
    return row


@action
def reply_theme(actor: Actor, /, theme: Theme, *, verdict: str, text: Text) -> Reply:
    """Answer a theme once for all its remarks. Answering again changes the answer, until the summary is published."""
    held = _unconcluded(theme.consultation)
    made = _reply(actor, held, verdict=verdict, text=text, theme=theme)
    note(made, held)
    return made


@action
def reply_remark(actor: Actor, /, remark: Remark, *, verdict: str, text: Text) -> Reply:
    """Answer one remark by itself; that goes before the answer of its theme."""
    held = _unconcluded(remark.consultation)
    made = _reply(actor, held, verdict=verdict, text=text, remark=remark)
    note(made, held)
    return made


@action
def publish_summary(actor: Actor, /, consultation: Consultation, *, summary: Text) -> Consultation:
    """Publish what was said and what becomes of it; who commented is told. Refused while one is unanswered."""
    held = _unconcluded(consultation)
    if held.closed_at is None and held.state == State.CLOSED:
        held.closed_at = timezone.now()  # the clock has not come by yet
    if held.closed_at is None:
        raise Refused(_("Close the round first. What you wrote is kept."))
    if left := unanswered(held.remarks.all()).count():
        words = ngettext(
            "%(count)d comment has no answer yet. Answer it, alone or in a group. What you wrote is kept.",
            "%(count)d comments have no answer yet. Answer them, alone or in groups. What you wrote is kept.",
            left,
        )
        raise Refused(words % {"count": left})
    held.summary, held.concluded_at = summary, timezone.now()
    held.save()
    telling.answered(held)
    note(held, held.organisation)
    return held


@action
def take_in(actor: Actor, /, consultation: Consultation, *, version: models.Model, title: Text) -> int:
    """Say that a new version takes in what was promised; those whose comments it took in are told. Returns how many."""
    held = hold(consultation)
    if held.state != State.CONCLUDED:
        raise Refused(_("Publish the summary first. Nothing was changed."))
    promised = Q(verdict__in=(Verdict.TAKEN, Verdict.PARTLY), took_id=None)
    rows: list[Reply] = list(Reply.objects.filter(promised, consultation=held))
    path = version.get_absolute_url()  # type: ignore[attr-defined]
    Reply.objects.filter(pk__in=[row.pk for row in rows]).update(
        took_model=version._meta.label_lower, took_id=version.pk, took_title=title, took_path=path
    )
    if rows:
        telling.taken_in(held, rows, title, path)
    note(held, version, count=len(rows))
    return len(rows)
