"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "forums.attach": _("added a file to the event"),
    "forums.detach": _("removed a file from the event"),
    "forums.mark_attendance": _("told how many came"),
    "forums.create": _("called the event"),
    "forums.change": _("changed what is told of the event"),
    "forums.cancel": _("cancelled the event"),
    "forums.tell_outcome": _("told what came of the event"),
}
