"""Suggesting a correction or an entry, accepting, declining and undoing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.links import actions as links
from kumppanuus.links import purposes
from kumppanuus.notices import actions as notices
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.services.actions import checks, entries
from kumppanuus.services.lines import kind_of
from kumppanuus.services.models import Service, Status, Suggestion, SuggestionKind, SuggestionState

STATE = "services.suggestion"
STATE_DAYS = 365
MOST_WAITING = 5  # from one address or person
purposes.register(STATE, "services:suggestion")


@action
def suggest(
    actor: Actor,
    /,
    service: Service,
    *,
    line: str = "",
    values: Mapping[str, Any] | None = None,
    words: str = "",
    email: str = "",
) -> tuple[Suggestion, str]:
    """Suggest a correction of one line, or say in words what is wrong; return it with the token of its state page.

    Whoever keeps the entry is told. Refused for an ended entry, a line that is gone, and too many that wait.
    """
    if service.status not in {Status.PUBLISHED, Status.PAUSED}:
        raise Refused(_("This entry has ended. Nothing was sent."))
    before = checks.seen(service, line, (values or {}).get("language", "")) if line else {}
    if line and {**before, **(values or {})} == before:
        raise Refused(_("That is what stands there now. Nothing was sent."))
    made = Suggestion(
        organisation=service.organisation,
        service=service,
        kind=SuggestionKind.LINE if line else SuggestionKind.WORDS,
        line=line,
        before=before,
        after={**before, **(values or {})},
        words=words.strip()[:2000],
    )
    return _send(actor, made, email)


@action
def suggest_entry(
    actor: Actor, /, organisation: Organisation, *, fields: Mapping[str, Any], words: str = "", email: str = ""
) -> tuple[Suggestion, str]:
    """Suggest a new entry of an organisation; `fields` as `services.forms.SuggestedEntryForm` gives them, plain."""
    made = Suggestion(
        organisation=organisation, kind=SuggestionKind.ENTRY, after=dict(fields), words=words.strip()[:2000]
    )
    return _send(actor, made, email)


def _send(actor: Actor, made: Suggestion, email: str) -> tuple[Suggestion, str]:
    made.person_id, made.email = actor.person_id, "" if actor.person_id else email.strip().lower()
    made.language = (get_language() or "fi").split("-")[0]
    if not (made.person_id or made.email):
        raise Refused(_("Give your e-mail address, so that you hear what became of it. Nothing was sent."))
    mine = {"person": made.person_id} if made.person_id else {"email": made.email}
    if Suggestion.objects.waiting().filter(**mine).count() >= MOST_WAITING:
        raise Refused(_("Five suggestions of yours wait already. Nothing was sent; wait until they are answered."))
    made.save()
    expires = timezone.now() + dt.timedelta(days=STATE_DAYS)
    link, token, _code = links.make(
        system("services"), made, purpose=STATE, expires_at=expires, person_id=made.person_id
    )
    made.link_id = link.pk
    made.save(update_fields=["link_id"])
    checks.tell_keepers(made)
    _tell_suggester(made, "sent", token)
    note(made, audience=made.audience())
    return made, token


@action
def accept_suggestion(actor: Actor, suggestion: Suggestion) -> Suggestion:
    """Take a suggestion over: its line is written, its entry published; remarks in words are marked as seen to.

    The suggester is told. Refused when it was decided on, or its line was changed meanwhile.
    """
    fresh = _to_decide(suggestion)
    if fresh.kind == SuggestionKind.LINE and fresh.service is not None:
        service = (
            Service.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=fresh.service.pk)
        )
        if checks.seen(service, fresh.line, fresh.before.get("language", "")) != fresh.before:
            raise Refused(
                _("The line has been changed since this was suggested. Nothing was changed; decline it, or edit.")
            )
        checks.write(actor, service, fresh.line, fresh.after)
        checks.check(actor, service, fresh.line)
        note(*([service] if service.is_public else []), line=kind_of(fresh.line))
    elif fresh.kind == SuggestionKind.ENTRY:
        fresh.service = entries.create.function(actor, fresh.organisation, **entry_of(fresh), published=True)
        note(fresh.service)
    _decide(actor, fresh, SuggestionState.ACCEPTED)
    return fresh


@action
def decline_suggestion(actor: Actor, suggestion: Suggestion, *, reason: str) -> Suggestion:
    """Say no, with a reason that the suggester gets to read."""
    if not reason.strip():
        raise Refused(_("Say why, so that whoever suggested it understands. Nothing was decided."))
    fresh = _to_decide(suggestion)
    fresh.reason = reason.strip()[:500]
    _decide(actor, fresh, SuggestionState.DECLINED)
    return fresh


@action
def undo_correction(actor: Actor, suggestion: Suggestion) -> Suggestion:
    """Put back what stood in the line before. Refused when the line has been changed since."""
    fresh = (
        Suggestion.objects.select_for_update(of=("self",)).select_related("service__organisation").get(pk=suggestion.pk)
    )
    if fresh.state != SuggestionState.ACCEPTED or fresh.kind != SuggestionKind.LINE or fresh.service is None:
        raise Refused(_("Only a correction that stands can be undone. Nothing was changed."))
    if checks.seen(fresh.service, fresh.line, fresh.after.get("language", "")) != fresh.after:
        raise Refused(_("The line has been changed again since. Nothing was changed; edit the entry instead."))
    checks.write(actor, fresh.service, fresh.line, fresh.before)
    _decide(actor, fresh, SuggestionState.UNDONE)
    return fresh


def entry_of(suggestion: Suggestion) -> dict[str, Any]:
    """Return what the action `services.create` takes for a suggested entry."""
    given, language = suggestion.after, suggestion.language
    area = Area.objects.get(pk=given["area"])
    contact = {"phone": given.get("phone", ""), "email": given.get("email", "")}
    return {
        "kind": given["kind"],
        "name": Text({language: given["name"]}),
        "summary": Text({language: given["summary"]}),
        "times": Text({language: given.get("times", "")}),
        "areas": [area],
        "place": {"area": area, "address": given["address"]} if given.get("address") else None,
        "contacts": [contact] if any(contact.values()) else [],
    }


def _to_decide(suggestion: Suggestion) -> Suggestion:
    rows = Suggestion.objects.select_for_update(of=("self",)).select_related("service", "organisation", "person")
    fresh = rows.get(pk=suggestion.pk)
    if fresh.state != SuggestionState.WAITING:
        raise Refused(_("Somebody decided on this while you were reading. Nothing was changed."))
    return fresh


def _decide(actor: Actor, fresh: Suggestion, state: str) -> None:
    fresh.state, fresh.decided_at, fresh.decided_by_id = state, timezone.now(), actor.person_id
    fresh.save()
    if state != SuggestionState.UNDONE:
        _tell_suggester(fresh, state)
    note(fresh, audience=fresh.audience(), state=state)


def _tell_suggester(made: Suggestion, what: str, token: str = "") -> None:
    """Tell who suggested it what became of it; with the address of its state page when it is sent."""
    about = made.service or made.organisation
    language = made.person.language if made.person else made.language
    with translation.override(language):
        words = {
            "what": what,
            "name": str(about.name),
            "organisation": str(made.organisation.name),
            "reason": made.reason,
            "url": settings.SITE_URL + reverse("services:suggestion", args=[token]) if token else "",
            "page": settings.SITE_URL + about.get_absolute_url(),
        }
    notices.post(
        system("services"),
        made,
        key=f"services.suggested:{made.pk}:{what}",
        topic=checks.TOPIC,
        template="services/mail/suggested",
        context=words,
        person=made.person,
        address=made.email,
        language=language,
    )
