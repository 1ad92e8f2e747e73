"""Taking a practice as one's own, keeping up with the original, and offering back what was made better."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.core.versions import VersionStatus
from kumppanuus.organisations.models import Organisation
from kumppanuus.practices import telling
from kumppanuus.practices.actions.adoptions import adopt
from kumppanuus.practices.actions.writing import create, draft, hold_draft, joined, write, write_head
from kumppanuus.practices.forking import SHORT_CODE, Difference, beside, own_versions
from kumppanuus.practices.joining import plain
from kumppanuus.practices.models import (
    Adoption,
    AdoptionStage,
    Contribution,
    ContributionState,
    Look,
    Outcome,
    Practice,
    PracticeVersion,
)

Written = Mapping[str, str]


@action
def fork(actor: Actor, /, version: PracticeVersion, *, name: Text, again: bool = False, **fields: Any) -> Practice:
    """Make an own practice of one's organisation from the published version of another, which goes on knowing it.

    Refused when it has one already, unless `again` says that another one is wanted.

    Topics, target groups, stage and languages are copied; `fields` overrides them as in `create`. That the organisation
    considers the original is told at the same time, unless it has said something of it already.
    """
    above = version.practice
    organisation = Organisation.objects.select_related("governs").get(pk=actor.organisation_id or 0)
    Practice.objects.select_for_update(of=("self",), no_key=True).get(pk=above.pk)  # two at once: the second is asked
    if not again and (own := own_versions(above, organisation.pk)):
        raise Refused(
            _("You have one already: %(name)s. Confirm that you want another; nothing was made.") % {"name": own[0]}
        )
    told: dict[str, Any] = {"stage": above.stage, "terms": list(above.terms.all()), "helps": list(above.helps.all())}
    if organisation.governs is not None:
        told["places"] = [organisation.governs]
    made = create(actor, organisation, name=name, short=version.short, based_on=version, **(told | fields))
    said = Adoption.objects.filter(practice=above, organisation=organisation).exists()
    if organisation.pk != above.owner_id and not said:
        adopt(actor, above, stage=AdoptionStage.CONSIDERING)
    telling.forked(made, version)
    note(made, above, organisation)
    return made


def _current(version: PracticeVersion, original: PracticeVersion) -> PracticeVersion:
    """Return the original's version if it is in force still and the fork was made from it."""
    above = version.practice.forked_from
    if above is None or above.practice_id != original.practice_id:
        raise Refused(_("This was not made from that operating model. Nothing was changed."))
    if original.status != VersionStatus.PUBLISHED:
        raise Refused(
            _("A newer version of the original was published meanwhile. What you chose is kept here; open it anew.")
        )
    return original


def _save(actor: Actor, version: PracticeVersion, found: Difference, text: Written, revision: int) -> None:
    """Write the text of a heading on the revision that was seen; raises WrittenMeanwhile if it has changed since."""
    if found.code == SHORT_CODE:
        write_head(actor, version, name={}, short=text, revision=revision)
    elif found.fits:
        write(actor, version, field=found.heading, text=text, revision=revision)
    else:
        words = Text({code: f"## {found.heading}\n\n{part}" for code, part in text.items() if part})
        version.leftover = joined(version.leftover, words)
        version.save(update_fields=["leftover"])


def _look(version: PracticeVersion, original: PracticeVersion, code: str, outcome: str) -> None:
    told = {"original": original, "outcome": outcome, "at": timezone.now()}
    Look.objects.update_or_create(version=version, code=code, defaults=told)


def _close(version: PracticeVersion, original: PracticeVersion) -> None:
    """Once nothing is left to look at, the fork stands on the original's version."""
    if not beside(version, original).open:
        version.upstream = original
        version.save(update_fields=["upstream"])


def revision_of(version: PracticeVersion, code: str) -> int:
    """Return the number of the last saving under a heading. One query, none for the short description."""
    if code == SHORT_CODE:
        return version.revision
    return version.sections.filter(field__code=code).values_list("revision", flat=True).first() or 0


@action
def settle(
    actor: Actor,
    version: PracticeVersion,
    *,
    original: PracticeVersion,
    code: str,
    outcome: str,
    text: Written,
    revision: int,
) -> PracticeVersion:
    """Say what becomes of a change of the original under a heading of the fork's draft.

    text      by language what is to stand there; nothing is written when it is left
    revision  of the heading when it was shown; raises WrittenMeanwhile when somebody wrote there since

    Once everything is settled, the draft stands on the original's version. What is left is not asked again until the
    original changes it anew.
    """
    held = hold_draft(version)
    _current(held, PracticeVersion.objects.get(pk=original.pk))
    found = beside(held, original).of(code)
    if found is None:
        raise Refused(_("Neither has this heading. Nothing was changed."))
    if outcome != Outcome.LEFT:
        _save(actor, held, found, text, revision)
    _look(held, original, code, outcome)
    held.refresh_from_db()
    _close(held, original)
    note(held, held.practice, audience=held.audience(), code=code, outcome=outcome, number=original.number)
    return held


@action
def settle_rest(actor: Actor, version: PracticeVersion, *, original: PracticeVersion, outcome: str) -> int:
    """Take all that the fork had not touched, or leave all that is still to be looked at. Returns how many.

    What both have changed is never taken by this: it wants to be read.
    """
    held = hold_draft(version)
    _current(held, PracticeVersion.objects.get(pk=original.pk))
    now = beside(held, original)
    rows = now.untouched if outcome == Outcome.TAKEN else now.open
    for one in rows:
        if outcome == Outcome.TAKEN:
            text = {code: plain(one.theirs.get(code, "")) for code in one.chunks}
            _save(actor, held, one, text, revision_of(held, one.code))
            held.refresh_from_db()
        _look(held, original, one.code, outcome)
    _close(held, original)
    note(held, held.practice, audience=held.audience(), outcome=outcome, number=original.number, n=len(rows))
    return len(rows)


@action
def contribute(actor: Actor, version: PracticeVersion, *, code: str, why: str) -> Contribution:
    """Offer what a fork's published version says under a heading to the practice that it was made from."""
    practice = version.practice
    if practice.forked_from is None:
        raise Refused(_("This was not made from another operating model: there is nobody to offer it to."))
    above = practice.forked_from.practice
    if above.current is None or above.withdrawn_at is not None:
        raise Refused(_("The original has been withdrawn and takes nothing in any more. Nothing was sent."))
    found = beside(version, above.current).of(code)
    if found is None or not found.own:
        raise Refused(_("Nothing is written under this heading. Nothing was sent."))
    if all(plain(found.own.get(one, "")) == plain(found.theirs.get(one, "")) for one in found.own):
        raise Refused(_("The original says the same here already. Nothing was sent."))
    if not why.strip():
        raise Refused(_("Say why it helps others, too. Nothing was sent."))
    under_way = Q(state=ContributionState.WAITING) | Q(taken_into__status=VersionStatus.DRAFT)
    if Contribution.objects.filter(under_way, source__practice=practice, practice=above, code=code).exists():
        raise Refused(
            _("This is offered already and waits for an answer or for the original's next version. Nothing was sent.")
        )
    made = Contribution.objects.create(source=version, practice=above, code=code, why=why.strip())
    telling.contributed(made, found.heading)
    note(made, above, practice, audience=made.audience(), code=code)
    return made


def _waiting(contribution: Contribution) -> Contribution:
    rows = Contribution.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("source__practice__owner", "practice__owner").get(pk=contribution.pk)
    if held.state != ContributionState.WAITING:
        raise Refused(_("This was answered meanwhile. Nothing was changed."))
    return held


@action
def accept_contribution(actor: Actor, contribution: Contribution, *, text: Written, revision: int) -> PracticeVersion:
    """Take what a fork offers into the draft, begun if there is none. Who made it is credited in the version.

    text, revision  what is to stand under the heading, written on this revision of it; raises WrittenMeanwhile
    """
    held = _waiting(contribution)
    version = held.practice.versions.filter(status=VersionStatus.DRAFT).first() or draft(actor, held.practice)
    version = hold_draft(version)
    found = beside(version, held.source, held.source.upstream_id).of(held.code)
    if found is None:
        raise Refused(_("The heading is not in the draft's template any more. Nothing was changed."))
    _save(actor, version, found, text, revision)
    held.state, held.taken_into, held.decided_at = ContributionState.ACCEPTED, version, timezone.now()
    held.save()
    telling.answered(held, found.heading)
    note(held, held.practice, held.source.practice, audience=held.audience(), code=held.code)
    return version


@action
def decline_contribution(actor: Actor, contribution: Contribution, *, reason: str) -> Contribution:
    """Do not take what a fork offers, and say why."""
    if not reason.strip():
        raise Refused(_("Say why it is not taken. Nothing was changed."))
    held = _waiting(contribution)
    held.state, held.reason, held.decided_at = ContributionState.DECLINED, reason.strip(), timezone.now()
    held.save()
    telling.answered(held, heading_of(held))
    note(held, held.practice, held.source.practice, audience=held.audience(), code=held.code)
    return held


@action
def withdraw_contribution(actor: Actor, contribution: Contribution) -> Contribution:
    """Take back what was offered and has not been answered."""
    held = _waiting(contribution)
    held.state, held.decided_at = ContributionState.WITHDRAWN, timezone.now()
    held.save()
    telling.taken_back(held, heading_of(held))
    note(held, held.practice, held.source.practice, audience=held.audience(), code=held.code)
    return held


def heading_of(contribution: Contribution) -> Any:
    """Return the field under which the offered text stands; None for the short description. One query."""
    return contribution.source.template.fields.filter(code=contribution.code).first()
