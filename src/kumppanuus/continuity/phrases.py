"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "continuity.begin": _("began a hand-over"),
    "continuity.take_over": _("took over what goes with a post"),
    "continuity.finish": _("finished a hand-over"),
    "continuity.call_off": _("called a hand-over off"),
}
