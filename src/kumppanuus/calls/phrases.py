"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "calls.announce": _("announced a call for seats"),
    "calls.change": _("changed the call for seats"),
    "calls.extend": _("gave more time for nominating"),
    "calls.cancel": _("cancelled the call for seats"),
    "calls.nominate": _("nominated somebody for a seat"),
    "calls.withdraw": _("withdrew a nomination"),
    "calls.ask_again": _("asked for consent once more"),
    "calls.consent": _("consented to a nomination"),
    "calls.refuse": _("refused a nomination"),
    "calls.mark_ineligible": _("marked a nomination not eligible"),
    "calls.put_back": _("let a nomination count again"),
    "calls.decide": _("decided who is chosen"),
    "calls.publish": _("published who was chosen"),
}
