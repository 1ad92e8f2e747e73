"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "measures.propose": _("proposed a measure"),
    "measures.accept": _("accepted the measure"),
    "measures.countersign": _("accepted the measure as the second signatory"),
    "measures.decline": _("declined the measure"),
    "measures.amend": _("put a measure right that had not been answered"),
    "measures.withdraw": _("took back a measure that had not been answered"),
    "measures.report": _("told how the measure goes"),
}
