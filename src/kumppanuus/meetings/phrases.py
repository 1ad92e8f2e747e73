"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

from kumppanuus.meetings.minutes_phrases import MINUTES_PHRASES

PHRASES = {
    **MINUTES_PHRASES,
    "meetings.plan": _("planned the meeting"),
    "meetings.change": _("changed the meeting"),
    "meetings.call": _("called the meeting"),
    "meetings.cancel": _("cancelled the meeting"),
    "meetings.arrange": _("changed the order of the agenda"),
    "meetings.add_item": _("put an item onto the agenda"),
    "meetings.change_item": _("changed an item of the agenda"),
    "meetings.withdraw_item": _("withdrew an item of the agenda"),
    "meetings.add_paper": _("added a paper"),
    "meetings.withdraw_paper": _("withdrew a paper"),
    "meetings.propose": _("proposed an item for the agenda"),
    "meetings.accept_proposal": _("accepted a proposed item"),
    "meetings.decline_proposal": _("declined a proposed item"),
    "meetings.withdraw_proposal": _("withdrew a proposed item"),
    "meetings.send_on": _("sent on what came of an item"),
    "meetings.take_matter": _("put a matter onto the agenda"),
    "meetings.answer": _("answered whether somebody comes"),
}
