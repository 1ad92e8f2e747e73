"""Holding rows while an action runs, and refusing what another has changed meanwhile."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused
from kumppanuus.negotiations.models import LONGEST_REASON, Negotiation, Proposal


def hold(negotiation: Negotiation) -> None:
    """Lock the negotiation and read what others have saved meanwhile."""
    negotiation.refresh_from_db(from_queryset=Negotiation.objects.select_for_update(of=("self",)))


def hold_open(negotiation: Negotiation) -> None:
    """Hold it. Refused when its text was offered for signing or it was closed meanwhile."""
    hold(negotiation)
    if not negotiation.is_open:
        raise Refused(
            _(
                "The text is locked: it was offered for signing. The convener can open it as a new version. "
                "Nothing was changed."
            )
        )


def same(row: Negotiation | Proposal, edition: int) -> None:
    """Refused when somebody has changed the row after the form was opened."""
    if row.edition != edition:
        raise Refused(
            _(
                "Somebody changed this while you wrote. What you wrote is kept on the form: look at the page in "
                "another window, join the two, open this form again and save."
            )
        )


def touch(negotiation: Negotiation) -> None:
    """Note that it changed."""
    negotiation.changed_at = timezone.now()
    negotiation.save()


def reasoned(reason: str) -> str:
    """Return the reason without blanks around it. Refused for none and for one that does not fit."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("Give a reason: the others read it. What you chose is kept on the form."))
    if len(reason) > LONGEST_REASON:
        raise Refused(
            _("The reason is %(length)d characters; at most %(most)d fit. Shorten it and send again.")
            % {"length": len(reason), "most": LONGEST_REASON}
        )
    return reason
