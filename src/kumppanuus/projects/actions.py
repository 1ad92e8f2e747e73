"""Verbs of projects, their parties and what stays of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.core.slugs import free_slug
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.projects import telling
from kumppanuus.projects.models import Legacy, LegacyState, Party, PartyState, Project

FIELDS = ("kind", "name", "about", "post", "area", "funder", "budget", "starts", "ends", "link")


def _sound(project: Project) -> None:
    """Refuse days in the wrong order and a post of another organisation; keep by what it is found."""
    project.find_by = " ".join(project.name.values()).lower()[:600]
    project.changed_at = timezone.now()
    if project.ends < project.starts:
        raise Refused(_("The project cannot end before it begins. The rest is kept."))
    if project.post is not None and project.post.organisation_id != project.owner_id:
        raise Refused(_("The post belongs to another organisation. Choose one of the owner's; the rest is kept."))


def _known(fields: dict[str, Any]) -> None:
    if unknown := fields.keys() - set(FIELDS):
        raise TypeError(f"A project has no {', '.join(sorted(unknown))}")


@action
def create(actor: Actor, /, organisation: Organisation, **fields: Any) -> Project:
    """Put a project of the organisation on record. Fields: FIELDS."""
    _known(fields)
    project = Project(owner=organisation, **fields)
    project.slug = free_slug(
        Project.objects.all(), str(project.name), fallback="project", reserved=("new", "list", "feed")
    )
    _sound(project)
    project.save()
    note(project, organisation)
    return project


@action
def change(actor: Actor, /, project: Project, **fields: Any) -> Project:
    """Change what is told of a project; its address stays. A stopped one stays stopped."""
    _known(fields)
    changed = [name for name, value in fields.items() if getattr(project, name) != value]
    for name in changed:
        setattr(project, name, fields[name])
    _sound(project)
    project.save()
    note(project, changed=changed)
    return project


@action
def stop(actor: Actor, project: Project, *, on: dt.date, why: str) -> Project:
    """End a project before its time, with a reason. All of it stays readable."""
    project.refresh_from_db(from_queryset=Project.objects.select_for_update(of=("self",)))
    if project.stopped_on is not None:
        raise Refused(_("The project was stopped already. Nothing was changed."))
    if not why.strip():
        raise Refused(_("Say why it is stopped. Nothing was changed."))
    if on > project.ends:
        raise Refused(_("The day is after the project's own end. Give an earlier one."))
    project.stopped_on, project.stopped_why, project.changed_at = on, why.strip(), timezone.now()
    project.save(update_fields=["stopped_on", "stopped_why", "changed_at"])
    note(project)
    return project


@action
def report(actor: Actor, project: Project, *, results: Text) -> Project:
    """Tell what came of a project, or tell it better."""
    if not results:
        raise Refused(_("Write what came of it, also when it was not what was hoped for."))
    project.results, project.changed_at = results, timezone.now()
    project.reported_on = project.reported_on or timezone.localdate()
    project.save(update_fields=["results", "reported_on", "changed_at"])
    note(project)
    return project


@action
def ask_party(actor: Actor, project: Project, *, organisation: Organisation, role: Text | None = None) -> Party:
    """Ask an organisation to take part; it is shown once it has said yes. One that declined or left is asked again."""
    if organisation.pk == project.owner_id:
        raise Refused(_("The owner takes part anyway. Choose another organisation."))
    party = Party.objects.select_for_update(of=("self",)).filter(project=project, organisation=organisation).first()
    if party is not None and party.state in {PartyState.ASKED, PartyState.JOINED}:
        raise Refused(_("The organisation takes part or has been asked already. Nothing was changed."))
    party = party or Party(project=project, organisation=organisation)
    party.role, party.state = role or Text(), PartyState.ASKED
    party.asked_on, party.answered_on = timezone.localdate(), None
    party.save()
    telling.asked_party(party)
    note(party, project, organisation, audience=party.audience())
    return party


def _answer(party: Party, before: str, after: str) -> Party:
    party.refresh_from_db(fields=["state"], from_queryset=Party.objects.select_for_update(of=("self",)))
    if party.state != before:
        raise Refused(_("This was answered meanwhile. Nothing was changed; look again."))
    party.state, party.answered_on = after, timezone.localdate()
    party.save(update_fields=["state", "answered_on"])
    note(party, party.project, party.organisation, audience=party.audience())
    return party


@action
def join(actor: Actor, party: Party) -> Party:
    """Say that the organisation takes part."""
    return _answer(party, PartyState.ASKED, PartyState.JOINED)


@action
def decline(actor: Actor, party: Party) -> Party:
    """Say that the organisation does not take part."""
    return _answer(party, PartyState.ASKED, PartyState.DECLINED)


@action
def leave(actor: Actor, party: Party) -> Party:
    """Let an organisation leave; that it took part stays."""
    return _answer(party, PartyState.JOINED, PartyState.LEFT)


@action
def add_legacy(actor: Actor, project: Project, *, what: Text, heir: Organisation | None = None) -> Legacy:
    """Say what should go on when the project ends, and offer it to an organisation if one is in sight.

    What the owner keeps itself goes on at once.
    """
    if not what:
        raise Refused(_("Write what should go on."))
    legacy = Legacy(project=project, what=what)
    _offer(legacy, heir)
    legacy.save()
    if legacy.state == LegacyState.ASKED:
        telling.asked_heir(legacy)
    note(legacy, project, *([heir] if heir else []))
    return legacy


def _offer(legacy: Legacy, heir: Organisation | None) -> None:
    legacy.heir, legacy.reason, legacy.settled_on = heir, "", None
    if heir is None:
        legacy.state = LegacyState.OPEN
    elif heir.pk == legacy.project.owner_id:
        legacy.state, legacy.settled_on = LegacyState.TAKEN, timezone.localdate()
    else:
        legacy.state = LegacyState.ASKED


def _held(legacy: Legacy) -> None:
    legacy.refresh_from_db(
        fields=["state", "heir", "reason"], from_queryset=Legacy.objects.select_for_update(of=("self",))
    )


@action
def ask_heir(actor: Actor, legacy: Legacy, *, heir: Organisation | None) -> Legacy:
    """Offer something to another organisation, or to nobody for now."""
    _held(legacy)
    if legacy.is_settled:
        raise Refused(_("This was settled meanwhile. Nothing was changed; look again."))
    _offer(legacy, heir)
    legacy.save()
    if legacy.state == LegacyState.ASKED:
        telling.asked_heir(legacy)
    note(legacy, legacy.project, *([heir] if heir else []))
    return legacy


@action
def take_over(actor: Actor, legacy: Legacy) -> Legacy:
    """Say that the organisation goes on with it."""
    _held(legacy)
    if legacy.state != LegacyState.ASKED:
        raise Refused(_("This was settled meanwhile. Nothing was changed; look again."))
    legacy.state, legacy.settled_on = LegacyState.TAKEN, timezone.localdate()
    legacy.save()
    note(legacy, legacy.project, *([legacy.heir] if legacy.heir else []))
    return legacy


@action
def refuse_legacy(actor: Actor, legacy: Legacy, *, reason: str = "") -> Legacy:
    """Say that the organisation does not go on with it; it looks for another heir."""
    _held(legacy)
    if legacy.state != LegacyState.ASKED:
        raise Refused(_("This was settled meanwhile. Nothing was changed; look again."))
    note(legacy, legacy.project, *([legacy.heir] if legacy.heir else []))
    legacy.state, legacy.heir, legacy.reason = LegacyState.OPEN, None, reason.strip()
    legacy.save()
    return legacy


@action
def drop_legacy(actor: Actor, legacy: Legacy, *, reason: str) -> Legacy:
    """Say that it does not go on, and why: that is knowledge, too."""
    _held(legacy)
    if legacy.state == LegacyState.DROPPED:
        raise Refused(_("This was settled meanwhile. Nothing was changed; look again."))
    if not reason.strip():
        raise Refused(_("Say why it does not go on."))
    legacy.state, legacy.reason, legacy.settled_on = LegacyState.DROPPED, reason.strip(), timezone.localdate()
    legacy.save()
    note(legacy, legacy.project)
    return legacy
