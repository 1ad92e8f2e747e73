"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "forums.create": _("called the event"),
    "forums.change": _("changed what is told of the event"),
    "forums.cancel": _("cancelled the event"),
    "forums.tell_outcome": _("told what came of the event"),
}
