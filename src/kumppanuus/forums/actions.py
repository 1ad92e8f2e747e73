"""Verbs of forums and of those who register. Who comes is nobody's history: these leave no event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.files.base import File as Content
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.accounts.models import Person
from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.slugs import free_slug
from kumppanuus.core.texts import Text
from kumppanuus.files import actions as files
from kumppanuus.forums import letters
from kumppanuus.forums.models import Attachment, Forum, Part, Signup, SignupState, Way
from kumppanuus.organisations.models import Organisation

FIELDS = (
    *("name", "about", "area", "starts_at", "ends_at", "place", "address", "accessibility", "remote_link"),
    *("languages", "programme", "materials", "register_until", "places"),
)
TELLS = ("starts_at", "ends_at", "place", "address", "remote_link")  # of whose change those who come are told
IN = (SignupState.COMING, SignupState.WAITING)
MOST_FILES, MOST_OTHERS = 20, 100_000
MOST_LETTERS = 10  # to one address about one event: nobody is annoyed by another who types it again and again
NEEDS_KEPT, NAMES_KEPT, ASKED_KEPT = dt.timedelta(days=7), dt.timedelta(days=180), dt.timedelta(days=3)  # [ours]


def _set(forum: Forum, fields: dict[str, Any]) -> None:
    if unknown := fields.keys() - set(FIELDS):
        raise TypeError(f"A forum has no {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(forum, name, value)
    if forum.ends_at <= forum.starts_at:
        raise Refused(_("The event cannot end before it begins."))
    if forum.register_until > forum.ends_at:
        raise Refused(_("Registration cannot go on after the event. Give an earlier day."))
    if not forum.place and not forum.remote_link:
        raise Refused(_("Say where it is: a place, a remote link, or both. The rest is kept."))
    forum.find_by = " ".join(forum.name.values()).lower()[:600]
    forum.changed_at = timezone.now()


@action
def create(actor: Actor, /, organiser: Organisation, **fields: Any) -> Forum:
    """Call a forum in the organisation's name. Fields: FIELDS."""
    forum = Forum(organiser=organiser)
    _set(forum, fields)
    if forum.starts_at <= timezone.now():
        raise Refused(_("The time has passed already. Give a later one; the rest is kept."))
    forum.slug = free_slug(Forum.objects.all(), str(forum.name), fallback="forum", reserved=("new", "list", "feed"))
    forum.save()
    note(forum)
    return forum


def _hold(forum: Forum) -> None:
    forum.refresh_from_db(from_queryset=Forum.objects.select_for_update(of=("self",)))


@action
def change(actor: Actor, /, forum: Forum, **fields: Any) -> Forum:
    """Change a forum; those who come are told of another time or place, and more places go to who waits."""
    _hold(forum)
    if forum.cancelled_at is not None:
        raise Refused(_("The event was cancelled meanwhile. Nothing was changed."))
    changed = [name for name, value in fields.items() if getattr(forum, name) != value]
    _set(forum, fields)
    moved = bool({*changed} & {*TELLS})
    if moved:
        forum.sequence += 1
        forum.reminded_at = None
    forum.save()
    if moved and not forum.has_begun:
        letters.to_all(forum, "moved", f"moved:{forum.sequence}", *IN)
    _fill(forum)
    note(forum, changed=changed)
    return forum


@action
def cancel(actor: Actor, forum: Forum, *, why: str) -> Forum:
    """Cancel a forum and tell all who registered."""
    _hold(forum)
    if forum.cancelled_at is not None:
        raise Refused(_("The event was cancelled meanwhile. Nothing was changed."))
    if not why.strip():
        raise Refused(_("Say why it is cancelled: it is told to those who registered."))
    forum.cancelled_at = forum.changed_at = timezone.now()
    forum.cancelled_why = why.strip()
    forum.sequence += 1
    forum.save()
    letters.to_all(forum, "cancelled", "cancelled", *IN)
    note(forum)
    return forum


@action
def tell_outcome(actor: Actor, forum: Forum, *, outcome: Text, outcome_links: list[dict[str, str]]) -> Forum:
    """Tell what came of a forum, or tell it better; those who came are told once."""
    if not outcome:
        raise Refused(_("Write what came of it, also when it was not what was hoped for."))
    forum.outcome, forum.outcome_links, forum.changed_at = outcome, outcome_links, timezone.now()
    forum.outcome_at = forum.outcome_at or timezone.now()
    forum.save(update_fields=["outcome", "outcome_links", "outcome_at", "changed_at"])
    letters.to_all(forum, "outcome", "outcome", SignupState.COMING)
    note(forum)
    return forum


@action
def attach(
    actor: Actor,
    forum: Forum,
    *,
    title: Text,
    file: Content[bytes],
    alternative_text: Text | None = None,
    part: str = Part.MATERIAL,
) -> Attachment:
    """Put a file to the materials, or to what came of it. Refused for a kind that is not taken, and for too many."""
    _hold(forum)
    if forum.attachments.count() >= MOST_FILES:
        raise Refused(_("%(most)d files fit. Remove one first; nothing was added.") % {"most": MOST_FILES})
    own = forum.organiser_id
    kept = files.upload(actor, None, file=file, alternative_text=alternative_text, organisation_id=own)
    made = Attachment.objects.create(forum=forum, file=kept, title=title, part=Part(part))
    forum.changed_at = timezone.now()
    forum.save(update_fields=["changed_at"])
    note(forum)
    return made


@action
def detach(actor: Actor, attachment: Attachment) -> Forum:
    """Take a file away with its content."""
    forum, file = attachment.forum, attachment.file
    attachment.delete()
    files.remove(system("forums"), file)
    note(forum)
    return forum


@action
def mark_attendance(actor: Actor, forum: Forum, *, came: Iterable[int], others: int = 0) -> Forum:
    """Mark who of those who registered came, and how many came without it. Only the number is public."""
    _hold(forum)
    if not 0 <= others <= MOST_OTHERS:
        raise Refused(_("Give how many came without registering as a number from 0 on. Nothing was changed."))
    registered = forum.signups.filter(state__in=IN)
    wanted = set(came)
    present = registered.filter(pk__in=wanted)
    if present.count() != len(wanted):
        raise Refused(_("Somebody cancelled meanwhile. Open the list again and mark who came. Nothing was changed."))
    registered.exclude(pk__in=wanted).update(came=False)
    present.update(came=True)
    forum.attended, forum.attended_others, forum.changed_at = len(wanted) + others, others, timezone.now()
    forum.save(update_fields=["attended", "attended_others", "changed_at"])
    note(forum, attended=forum.attended)
    return forum


def _open(forum: Forum) -> None:
    _hold(forum)
    if forum.cancelled_at is not None:
        raise Refused(_("The event was cancelled. What you wrote is kept here; nothing was sent."))
    if not forum.takes_signups:
        raise Refused(
            _("Registration has closed. What you wrote is kept here; ask the organiser whether you can still come.")
        )


def _on_site(forum: Forum) -> int:
    return forum.signups.filter(state=SignupState.COMING, way=Way.ON_SITE).count()


def _is_free(forum: Forum, way: str) -> bool:
    return way == Way.REMOTE or forum.places is None or _on_site(forum) < forum.places


def _fill(forum: Forum) -> None:
    """Give free places to those who have waited longest, and tell them. The forum is held."""
    if forum.has_begun or forum.cancelled_at is not None:
        return
    waiting = forum.signups.filter(state=SignupState.WAITING).order_by("since", "pk")
    free = None if forum.places is None else max(0, forum.places - _on_site(forum))
    for one in list(waiting.select_related("person")[:free]):
        one.forum, one.state = forum, SignupState.COMING
        one.save(update_fields=["state"])
        letters.to(one, "given")


def _take_in(signup: Signup) -> None:
    signup.state = SignupState.COMING if _is_free(signup.forum, signup.way) else SignupState.WAITING
    signup.since = timezone.now()
    signup.save()
    letters.to(signup, "coming" if signup.state == SignupState.COMING else "waiting")


def _sound_way(forum: Forum, way: str) -> str:
    if way == Way.REMOTE and not forum.remote_link:
        raise Refused(_("One cannot take part remotely. Choose that you come; the rest is kept."))
    return Way.REMOTE if not forum.place else way


@quiet_action
def sign_up(actor: Actor, forum: Forum, *, way: str = Way.ON_SITE, needs: str = "") -> Signup:
    """Register as a signed-in person, for the organisation one acts for. Registered again: the new words hold."""
    _open(forum)
    person = Person.objects.get(pk=actor.person_id or 0)
    email = person.email.lower()
    signup = forum.signups.filter(email=email).first() or Signup(forum=forum, email=email)
    if signup.is_in:
        raise Refused(_("You are registered already. Nothing was changed."))
    own = Organisation.objects.filter(pk=actor.organisation_id or 0).first()
    signup.forum, signup.person, signup.language = forum, person, person.language
    signup.name, signup.organisation_name = "", str(own or "")[:200]
    signup.way, signup.needs = _sound_way(forum, way), needs.strip()
    _take_in(signup)
    return signup


@quiet_action
def ask(
    actor: Actor,
    forum: Forum,
    *,
    name: str,
    email: str,
    organisation_name: str = "",
    way: str = Way.ON_SITE,
    needs: str = "",
) -> None:
    """Register without an account: a mail comes with the link that confirms it.

    Whether the address was registered already is told only in the mail.
    """
    _open(forum)
    email = email.strip().lower()
    signup = forum.signups.select_related("person").filter(email=email).first() or Signup(forum=forum, email=email)
    signup.forum = forum
    way = _sound_way(forum, way)
    if signup.times >= MOST_LETTERS:
        return
    if signup.is_in:
        letters.to(signup, signup.state)
        return
    signup.name, signup.organisation_name = name.strip(), organisation_name.strip()
    signup.way, signup.needs, signup.person = way, needs.strip(), None
    signup.language, signup.state = (get_language() or "fi").split("-")[0], SignupState.ASKED
    signup.created_at = timezone.now()
    signup.save()
    letters.to(signup, "ask")


def _held(signup: Signup) -> None:
    """Hold the forum, so that no two get the last place, then read the signup anew."""
    _hold(signup.forum)
    forum = signup.forum
    signup.refresh_from_db()
    signup.forum = forum
    if forum.cancelled_at is not None:
        raise Refused(_("The event was cancelled. Nothing was changed."))
    if forum.has_begun:
        raise Refused(_("The event has begun already. Nothing was changed."))


@quiet_action
def confirm(actor: Actor, signup: Signup) -> Signup:
    """Confirm by the link in the mail. Confirming again changes nothing."""
    _held(signup)
    if signup.state == SignupState.WITHDRAWN and not signup.forum.takes_signups:
        raise Refused(_("Registration has closed. Ask the organiser whether you can still come."))
    if not signup.is_in:
        _take_in(signup)
    return signup


@quiet_action
def amend(actor: Actor, signup: Signup, *, way: str, needs: str = "") -> Signup:
    """Change how one comes and what the organiser should know."""
    _held(signup)
    way = _sound_way(signup.forum, way)
    if signup.state == SignupState.COMING and way != signup.way and not _is_free(signup.forum, way):
        raise Refused(_("The room is full meanwhile. You still take part remotely; nothing was changed."))
    signup.way, signup.needs = way, needs.strip()
    if signup.state == SignupState.WAITING and way == Way.REMOTE:
        signup.state = SignupState.COMING
    signup.save()
    _fill(signup.forum)
    return signup


@quiet_action
def withdraw(actor: Actor, signup: Signup) -> Signup:
    """Cancel a registration; the place goes to who has waited longest."""
    _held(signup)
    if signup.state != SignupState.WITHDRAWN:
        signup.state, signup.needs = SignupState.WITHDRAWN, ""
        signup.save()
        letters.to(signup, "withdrawn")
        _fill(signup.forum)
    return signup


@quiet_action
def remind(actor: Actor, _obj: None = None) -> int:
    """Remind those who come to a forum of tomorrow; return how many."""
    now = timezone.now()
    first = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    told = 0
    rows = Forum.objects.filter(starts_at__gt=now, starts_at__lt=first + dt.timedelta(days=1), reminded_at=None)
    for forum in rows.filter(cancelled_at=None).select_for_update(of=("self",)).select_related("organiser"):
        told += letters.to_all(forum, "reminder", f"reminder:{forum.sequence}", SignupState.COMING)
        forum.reminded_at = now
        forum.save(update_fields=["reminded_at"])
    return told


@quiet_action
def forget(actor: Actor, _obj: None = None) -> int:
    """Erase needs a week after an event, names and addresses half a year after it, and what was never confirmed."""
    now = timezone.now()
    Signup.objects.filter(state=SignupState.ASKED, created_at__lt=now - ASKED_KEPT).delete()
    over = Signup.objects.filter(forum__ends_at__lt=now - NEEDS_KEPT).exclude(needs="")
    Signup.objects.filter(pk__in=list(over.values_list("pk", flat=True))).update(needs="")
    old = Signup.objects.filter(forum__ends_at__lt=now - NAMES_KEPT).exclude(email="")
    blank = {"name": "", "organisation_name": "", "email": "", "person": None, "link_id": None}
    return Signup.objects.filter(pk__in=list(old.values_list("pk", flat=True))).update(**blank)
