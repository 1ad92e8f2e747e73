"""What the events of outcomes and minutes are called in a history."""

from django.utils.translation import gettext_lazy as _

MINUTES_PHRASES = {
    "meetings.take_attendance": _("marked who was present"),
    "meetings.record": _("recorded what came of an item"),
    "meetings.change_outcome": _("corrected what came of an item"),
    "meetings.remove_outcome": _("took off what was recorded of an item"),
    "meetings.settle_item": _("said whether an item was dealt with"),
    "meetings.close": _("ended the meeting"),
    "meetings.begin_minutes": _("began the minutes"),
    "meetings.open_for_corrections": _("opened the minutes for corrections"),
    "meetings.ask_for_correction": _("asked for a correction in the minutes"),
    "meetings.answer_correction": _("answered a request for a correction"),
    "meetings.submit": _("put the minutes forward for approval"),
    "meetings.inspect": _("signed the minutes as an inspector"),
    "meetings.approve": _("approved the minutes"),
    "meetings.correct": _("began a corrected version of the minutes"),
}
