"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "negotiations.convene": _("began the negotiation"),
    "negotiations.change": _("changed the negotiation"),
    "negotiations.publish": _("published the negotiation"),
    "negotiations.invite": _("invited parties"),
    "negotiations.leave": _("left the negotiation"),
    "negotiations.add_group": _("added a group"),
    "negotiations.add_point": _("added a point to the programme"),
    "negotiations.answer_point": _("answered a proposed point"),
    "negotiations.present": _("added a presentation"),
    "negotiations.propose": _("proposed a measure to the negotiation"),
    "negotiations.rewrite": _("changed a proposal"),
    "negotiations.accept": _("took a proposal into the agreement"),
    "negotiations.decline": _("declined a proposal"),
    "negotiations.offer": _("offered the text for signing"),
    "negotiations.sign": _("signed the agreement"),
    "negotiations.reopen": _("opened a new version of the text"),
    "negotiations.report": _("told how the agreed measures go"),
    "negotiations.withdraw_link": _("withdrew the link of a follow-up"),
    "negotiations.send_again": _("sent a new link of a follow-up"),
    "negotiations.close": _("closed the negotiation"),
    "negotiations.begin_next": _("began the negotiation of the next year"),
}
