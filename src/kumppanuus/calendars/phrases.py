"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "calendars.add": _("put a date into the annual clock"),
    "calendars.change": _("changed a date in the annual clock"),
    "calendars.cancel": _("cancelled a date in the annual clock"),
    "calendars.open_feed": _("made a new address for an own calendar"),
    "calendars.close_feed": _("withdrew the address of an own calendar"),
}
