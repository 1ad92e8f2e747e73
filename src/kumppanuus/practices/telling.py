"""What is told by mail about practices: invitations, requests, offers, what a curator decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kumppanuus.core.actors import system
from kumppanuus.notices import actions as notices
from kumppanuus.notices.topics import register
from kumppanuus.organisations.models import Organisation
from kumppanuus.organisations.recipients import of_owner
from kumppanuus.practices.models import Developer, Inclusion, Practice

TOPIC = "practices"
register(TOPIC, gettext_lazy("Operating models that your organisation writes or uses"))
Words = Callable[[], tuple[str, list[str]]]


def invited(developer: Developer) -> None:
    """Tell an organisation that it is invited to develop."""
    practice = developer.practice

    def words() -> tuple[str, list[str]]:
        told = {"owner": practice.owner, "practice": practice, "organisation": developer.organisation}
        lines = [
            _("%(owner)s invites %(organisation)s to develop the operating model “%(practice)s”.") % told,
            developer.message,
            _("Who develops it writes the drafts and is credited in each version. Answer on its page:"),
        ]
        return _("Will you develop it with us? %(practice)s") % told, lines

    _tell(developer.organisation, practice, f"developer:{developer.pk}:{_moment()}", words)


def requested(developer: Developer) -> None:
    """Tell the owner that an organisation wants to develop."""
    practice = developer.practice

    def words() -> tuple[str, list[str]]:
        told = {"practice": practice, "organisation": developer.organisation}
        lines = [
            _("%(organisation)s wants to develop the operating model “%(practice)s” with you.") % told,
            developer.message,
            _("Answer on its page:"),
        ]
        return _("%(organisation)s wants to take part: %(practice)s") % told, lines

    _tell(practice.owner, practice, f"developer:{developer.pk}:{_moment()}", words)


def offered(practice: Practice, to: Organisation) -> None:
    """Tell an organisation that a practice is handed over to it."""

    def words() -> tuple[str, list[str]]:
        told = {"practice": practice, "owner": practice.owner, "organisation": to}
        lines = [
            _("%(owner)s hands the operating model “%(practice)s” over to %(organisation)s.") % told,
            _("It becomes yours once you say yes. Its versions and their addresses stay. Answer on its page:"),
        ]
        return _("Will you take it over? %(practice)s") % told, lines

    _tell(to, practice, f"offer:{practice.pk}:{to.pk}:{_moment()}", words)


def decided(inclusion: Inclusion) -> None:
    """Tell the owner what a curator decided."""
    practice = inclusion.practice

    def words() -> tuple[str, list[str]]:
        told = {"practice": practice, "collection": inclusion.collection}
        if inclusion.state == "approved":
            lines = [_("The operating model “%(practice)s” stands in the collection “%(collection)s”.") % told]
            return _("Taken into the collection: %(practice)s") % told, lines
        lines = [
            _("The operating model “%(practice)s” was not taken into the collection “%(collection)s”.") % told,
            _("The curator's reason: %(reason)s") % {"reason": inclusion.reason},
            _("You can put it right and add it again, or choose another collection."),
        ]
        return _("Not taken into the collection: %(practice)s") % told, lines

    _tell(practice.owner, practice, f"inclusion:{inclusion.pk}:{_moment()}", words)


def _moment() -> str:
    return f"{timezone.now():%Y%m%d%H%M%S%f}"


def _tell(to: Organisation, practice: Practice, key: str, words: Words) -> None:
    for one in of_owner(to, None):
        with translation.override(one.language):
            subject, lines = words()
        context: dict[str, Any] = {
            "subject": subject,
            "lines": [line for line in lines if line],
            "path": practice.get_absolute_url(),
        }
        notices.post(
            system("practices"),
            practice,
            key=key,
            topic=TOPIC,
            template="practices/mail/told",
            address=one.address,
            language=one.language,
            context=context,
        )
