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
from kumppanuus.practices.models import Contribution, Developer, Inclusion, Practice, PracticeVersion

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


def forked(practice: Practice, version: PracticeVersion) -> None:
    """Tell the owner of an original that somebody made an own practice from it."""
    above = version.practice
    if above.owner_id == practice.owner_id:
        return

    def words() -> tuple[str, list[str]]:
        told = {"practice": above, "organisation": practice.owner}
        lines = [
            _("%(organisation)s makes its own version of the operating model “%(practice)s”.") % told,
            _("It is told when you publish a new version, and can offer you what it makes better."),
        ]
        return _("Taken as its own by %(organisation)s: %(practice)s") % told, lines

    _tell(above.owner, above, f"fork:{practice.pk}", words)


def original_published(version: PracticeVersion) -> None:
    """Tell the owners of forks that the original has a new version."""
    rows = Practice.objects.filter(forked_from__practice=version.practice_id, withdrawn_at=None)
    for one in rows.select_related("owner"):
        _tell(one.owner, one, f"upstream:{one.pk}:{version.pk}", _new_version(one, version), "original/")


def _new_version(fork: Practice, version: PracticeVersion) -> Words:
    def words() -> tuple[str, list[str]]:
        told = {"practice": version, "number": version.number, "own": fork, "owner": version.practice.owner}
        lines = [
            _("%(owner)s has published version %(number)d of the model from which you made “%(own)s”.") % told,
            str(version.note),
            _("Look heading by heading at what changed, and take, leave or join each when it suits you:"),
        ]
        return _("The original has changed: %(own)s") % told, lines

    return words


def contributed(contribution: Contribution, heading: Any) -> None:
    """Tell the owner of an original that a fork offers it something."""
    practice = contribution.practice

    def words() -> tuple[str, list[str]]:
        owner = contribution.source.practice.owner
        told = {"practice": practice, "organisation": owner, "heading": heading or _("Short description")}
        lines = [
            _("%(organisation)s has made its own version of “%(practice)s” and offers you what it wrote there.") % told,
            _("Heading: %(heading)s") % told,
            _("Why: %(why)s") % {"why": contribution.why},
            _("Compare, then take it in or say why not:"),
        ]
        return _("%(organisation)s offers an improvement: %(practice)s") % told, lines

    _tell(practice.owner, practice, f"contribution:{contribution.pk}", words, f"contributions/{contribution.pk}/")


def answered(contribution: Contribution, heading: Any) -> None:
    """Tell who offered something what the original's owner answered."""
    practice = contribution.practice

    def words() -> tuple[str, list[str]]:
        told = {"practice": practice, "owner": practice.owner, "heading": heading or _("Short description")}
        if contribution.state == "accepted":
            lines = [
                _("%(owner)s takes in what you offered to “%(practice)s” under the heading “%(heading)s”.") % told,
                _("It stands in the next version, in which your organisation is credited."),
            ]
            return _("Taken in: %(practice)s") % told, lines
        lines = [
            _("%(owner)s does not take in what you offered to “%(practice)s” under the heading “%(heading)s”.") % told,
            _("The reason: %(reason)s") % {"reason": contribution.reason},
            _("In your own version nothing changes."),
        ]
        return _("Not taken in: %(practice)s") % told, lines

    key = f"contribution:{contribution.pk}:{contribution.state}"
    _tell(contribution.source.practice.owner, practice, key, words, f"contributions/{contribution.pk}/")


def taken_back(contribution: Contribution, heading: Any) -> None:
    """Tell the owner of an original that what was offered needs no answer any more."""
    practice = contribution.practice

    def words() -> tuple[str, list[str]]:
        owner = contribution.source.practice.owner
        told = {"practice": practice, "organisation": owner, "heading": heading or _("Short description")}
        said = _("%(organisation)s took back what it had offered to “%(practice)s” under the heading “%(heading)s”.")
        lines = [
            said % told,
            _("You need not answer."),
        ]
        return _("Taken back: %(practice)s") % told, lines

    key = f"contribution:{contribution.pk}:{contribution.state}"
    _tell(practice.owner, practice, key, words, f"contributions/{contribution.pk}/")


def _moment() -> str:
    return f"{timezone.now():%Y%m%d%H%M%S%f}"


def _tell(to: Organisation, practice: Practice, key: str, words: Words, under: str = "") -> None:
    for one in of_owner(to, None):
        with translation.override(one.language):
            subject, lines = words()
        context: dict[str, Any] = {
            "subject": subject,
            "lines": [line for line in lines if line],
            "path": practice.get_absolute_url() + under,
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
