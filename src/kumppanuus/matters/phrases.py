"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "matters.start": _("gave the matter"),
    "matters.confirm": _("confirmed the matter"),
    "matters.send_on": _("sent the matter on"),
    "matters.record_delivery": _("recorded the delivery"),
    "matters.record_number": _("recorded the diary number"),
    "matters.take_up": _("put the matter on an agenda"),
    "matters.record_handling": _("recorded the handling"),
    "matters.answer": _("answered the matter"),
    "matters.give_back": _("took note of the answer"),
    "matters.close": _("closed the matter"),
    "matters.withdraw": _("withdrew the matter"),
    "matters.correct": _("corrected a step"),
    "matters.attach": _("added an attachment"),
}
