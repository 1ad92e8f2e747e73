"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "bodies.create": _("set up the body"),
    "bodies.change": _("changed the body"),
    "bodies.end": _("ended the body's term"),
    "bodies.adopt_rules": _("put rules of procedure into force"),
    "bodies.add_seat": _("added a seat"),
    "bodies.change_seat": _("changed a seat"),
    "bodies.end_seat": _("ended a seat"),
    "bodies.appoint": _("appointed to a seat"),
    "bodies.end_mandate": _("ended a mandate"),
    "bodies.show_name": _("decided whether the name is shown"),
    "bodies.set_kind": _("changed the kinds of bodies"),
    "bodies.end_kind": _("ended a kind of body"),
}
