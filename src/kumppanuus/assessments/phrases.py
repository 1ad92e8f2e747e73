"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "assessments.create": _("prepared a round"),
    "assessments.change": _("changed a round being prepared"),
    "assessments.open": _("opened the round"),
    "assessments.extend": _("gave more time for answers"),
    "assessments.close": _("closed the round"),
    "assessments.invite": _("invited an organisation"),
    "assessments.remind": _("reminded those who had not answered"),
    "assessments.print_sheet": _("made a sheet with a code"),
    "assessments.claim": _("joined by the open link"),
    "assessments.give": _("sent an answer"),
    "assessments.verify": _("verified an answer"),
    "assessments.refuse": _("refused an answer"),
    "assessments.sign": _("signed the municipality's answer"),
    "assessments.countersign": _("signed the municipality's answer as the second signatory"),
    "assessments.correct": _("began a correction of the municipality's answer"),
    "assessments.release": _("released the results"),
    "assessments.agree": _("agreed on a measure"),
}
