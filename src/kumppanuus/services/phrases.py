"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "services.create": _("added an entry to the directory"),
    "services.change": _("changed the entry"),
    "services.publish": _("published the entry"),
    "services.pause": _("said that it is on a break"),
    "services.end": _("said that it has ended"),
    "services.discard": _("threw a draft away"),
    "services.confirm": _("confirmed that the entry is still right"),
    "services.set_place": _("changed where it is"),
    "services.remove_place": _("removed a place"),
    "services.set_times": _("changed its times"),
    "services.set_contacts": _("changed how to reach it"),
    "services.import_rows": _("imported a list"),
    "services.undo_import": _("undid an import"),
    "services.set_listing": _("changed how the organisation wants to be reached"),
}
