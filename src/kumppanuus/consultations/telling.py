"""What is told by mail about a round: that it opened, is about to close, was closed, answered, and taken in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kumppanuus.accounts.models import Person
from kumppanuus.consultations.models import ANSWER, Consultation, Invitation, Remark, Reply
from kumppanuus.consultations.reading import WITH_REPLY, reply_of
from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.links import actions as links
from kumppanuus.links import purposes
from kumppanuus.notices import actions as notices
from kumppanuus.notices.topics import register
from kumppanuus.organisations.recipients import of_owner

TOPIC = "consultations"
register(TOPIC, gettext_lazy("Comment rounds to which you were invited or in which you commented"))
purposes.register(ANSWER, "consultations:invited")
LINK_LASTS = dt.timedelta(days=180)  # after the deadline, so that what came of it can be read by the same link
MOST_LINES = 30
Words = Callable[[], tuple[str, list[str]]]


@dataclass(frozen=True)
class To:
    """A recipient: an address in a language, or a person."""

    address: str = ""
    language: str = "fi"
    person: Person | None = None


def _moment() -> str:
    return f"{timezone.now():%Y%m%d%H%M%S%f}"


def _send(to: To, consultation: Consultation, key: str, words: Words, address: str) -> None:
    with translation.override(to.language):
        subject, lines = words()
    notices.post(
        system("consultations"),
        consultation,
        key=f"consultation:{consultation.pk}:{key}",
        topic=TOPIC,
        template="consultations/mail/told",
        address=to.address,
        person=to.person,
        language=to.language,
        context={"subject": subject, "lines": [line for line in lines if line], "address": address},
    )


def link_of(invitation: Invitation, consultation: Consultation) -> str:
    """Make a personal link of an invitation and return its address. Earlier ones go on working."""
    _link, token, _code = links.make(
        system("consultations"),
        invitation,
        purpose=ANSWER,
        expires_at=consultation.closes_at + LINK_LASTS,
        organisation_id=invitation.organisation_id,
    )
    return f"{settings.SITE_URL}{reverse('consultations:invited', args=[token])}"


def _addresses(invitation: Invitation) -> list[To]:
    if invitation.organisation is None:
        return [To(invitation.email, invitation.language)]
    found = [To(one.address, one.language) for one in of_owner(invitation.organisation, None)]
    return found or ([To(invitation.email, invitation.language)] if invitation.email else [])


def _to_invited(consultation: Consultation, invitation: Invitation, key: str, words: Words) -> None:
    for to in _addresses(invitation):
        _send(to, consultation, f"{key}:{invitation.pk}:{_moment()}", words, link_of(invitation, consultation))


def _until(consultation: Consultation) -> str:
    return date_format(timezone.localtime(consultation.closes_at), "SHORT_DATETIME_FORMAT")


def _facts(consultation: Consultation, invitation: Invitation | None = None) -> dict[str, str]:
    return {
        "round": str(consultation.title),
        "organisation": str(consultation.organisation.name),
        "day": _until(consultation),
        "invited": str(invitation) if invitation else "",
    }


def invited(consultation: Consultation, invitation: Invitation) -> None:
    """Ask for comments, with the personal link."""

    def words() -> tuple[str, list[str]]:
        told = _facts(consultation, invitation)
        return _("Your comments are asked for: %(round)s") % told, [
            _("%(organisation)s asks %(invited)s for comments on “%(round)s”, by %(day)s.") % told,
            _("Open the page to read the text, comment it part by part, or say that you have nothing to state."),
            _("The link is yours: you need no account. Whoever has it can comment in your name."),
        ]

    _to_invited(consultation, invitation, "opened", words)
    Invitation.objects.filter(pk=invitation.pk).update(told_at=timezone.now())


def reminded(consultation: Consultation, invitation: Invitation) -> None:
    """Remind one who is silent."""

    def words() -> tuple[str, list[str]]:
        told = _facts(consultation, invitation)
        return _("Comments by %(day)s: %(round)s") % told, [
            _("%(organisation)s has not had an answer from %(invited)s on “%(round)s” yet.") % told,
            _("Comments are taken until %(day)s. “Nothing to state” is an answer, too: one button.") % told,
        ]

    _to_invited(consultation, invitation, "reminder", words)


def extended(consultation: Consultation, invitation: Invitation) -> None:
    """Tell the invited that there is more time, and why."""

    def words() -> tuple[str, list[str]]:
        told = _facts(consultation, invitation)
        return _("More time for comments, until %(day)s: %(round)s") % told, [
            _("Comments on “%(round)s” are now taken until %(day)s.") % told,
            _("Why: %(why)s") % {"why": consultation.extended_why},
        ]

    _to_invited(consultation, invitation, "extended", words)


def closed(consultation: Consultation) -> None:
    """Tell who runs it that answers are expected, and those who commented that answers follow."""

    def own() -> tuple[str, list[str]]:
        told = {**_facts(consultation), "count": consultation.remarks.given().count()}
        return _("Closed, answers are yours now: %(round)s") % told, [
            _("The comment round “%(round)s” is closed. It got %(count)d comments.") % told,
            _("Group them, answer each group and publish the summary. Each who commented is told what became of it."),
        ]

    page = settings.SITE_URL + reverse("consultations:bench", args=[consultation.slug])
    for one in of_owner(consultation.organisation, None):
        _send(To(one.address, one.language), consultation, "closed", own, page)

    def words() -> tuple[str, list[str]]:
        told = _facts(consultation)
        lines = [_("The comment round “%(round)s” is closed. Thank you for your comments.") % told]
        if consultation.closed_why:
            lines.append(_("Why it was closed early: %(why)s") % {"why": consultation.closed_why})
        return _("Closed: %(round)s") % told, [*lines, _("You are told what becomes of them when they are answered.")]

    for to, _rows in _authors(consultation, consultation.remarks.given()):
        _send(to, consultation, "closed", words, settings.SITE_URL + consultation.get_absolute_url())


def _authors(consultation: Consultation, remarks: Iterable[Remark]) -> list[tuple[To, list[Remark]]]:
    """Return each who commented with her remarks: a person herself, an invited at its address."""
    rows: dict[tuple[str, int], list[Remark]] = {}
    found: dict[tuple[str, int], list[To]] = {}
    for one in remarks:
        if one.person_id:
            key = ("person", one.person_id)
        elif one.invitation_id:
            key = ("invitation", one.invitation_id)
        else:
            continue  # erased: nobody is left to be told
        rows.setdefault(key, []).append(one)
    people = Person.objects.in_bulk([pk for kind, pk in rows if kind == "person"])
    invitations = Invitation.objects.select_related("organisation").in_bulk(
        [pk for kind, pk in rows if kind == "invitation"]
    )
    for kind, pk in rows:
        if kind == "person" and pk in people:
            found[kind, pk] = [To(language=people[pk].language, person=people[pk])]
        elif kind == "invitation":
            found[kind, pk] = _addresses(invitations[pk])
    return [(to, rows[key]) for key, tos in found.items() for to in tos]


def _short(words: str) -> str:
    line = " ".join(words.split())
    return f"{line[:117]}…" if len(line) > 118 else line


def _became(remark: Remark) -> str:
    reply = reply_of(remark)
    said = _short(remark.text) or str(remark.get_stance_display())
    if reply is None:
        return ""
    told = {"said": said, "verdict": reply.get_verdict_display(), "answer": reply.text}
    return _("“%(said)s” – %(verdict)s. %(answer)s") % told


def answered(consultation: Consultation) -> None:
    """Tell each who commented what became of her comments."""
    page = settings.SITE_URL + reverse("consultations:summary", args=[consultation.slug])
    remarks = consultation.remarks.given().select_related(*WITH_REPLY).order_by("pk")
    for to, rows in _authors(consultation, remarks):

        def words(rows: list[Remark] = rows) -> tuple[str, list[str]]:
            told = _facts(consultation)
            lines = [_("%(organisation)s has answered the comments on “%(round)s”. What became of yours:") % told]
            lines += [_became(one) for one in rows[:MOST_LINES]]
            if len(rows) > MOST_LINES:
                lines.append(_("The rest stands on the page."))
            return _("What became of your comments: %(round)s") % told, lines

        _send(to, consultation, "answered", words, page)


def taken_in(consultation: Consultation, replies: Iterable[Reply], title: Text, path: str) -> None:
    """Tell those whose comments a new version took in."""
    wanted = {one.pk for one in replies}
    remarks = consultation.remarks.given().select_related(*WITH_REPLY).order_by("pk")
    own = [one for one in remarks if (reply := reply_of(one)) and reply.pk in wanted]
    for to, rows in _authors(consultation, own):

        def words(rows: list[Remark] = rows) -> tuple[str, list[str]]:
            told = {**_facts(consultation), "version": title}
            lines = [_("“%(version)s” has been published. It takes in what you said in the round “%(round)s”:") % told]
            return _("Your comment was taken in: %(version)s") % told, [
                *lines,
                *(f"– {_short(one.text)}" for one in rows[:MOST_LINES] if one.text),
            ]

        _send(to, consultation, f"taken:{_moment()}", words, settings.SITE_URL + path)
