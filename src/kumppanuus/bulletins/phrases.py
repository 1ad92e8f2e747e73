"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "bulletins.attach": _("added a file to the bulletin"),
    "bulletins.detach": _("removed a file from the bulletin"),
    "bulletins.write": _("began a bulletin"),
    "bulletins.change": _("changed the draft of the bulletin"),
    "bulletins.schedule": _("set the time when the bulletin goes out"),
    "bulletins.call_back": _("called the bulletin back"),
    "bulletins.send": _("sent the bulletin"),
    "bulletins.discard": _("threw the draft of a bulletin away"),
}
