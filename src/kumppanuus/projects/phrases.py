"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "projects.create": _("put the project on record"),
    "projects.change": _("changed what is told of the project"),
    "projects.stop": _("stopped the project"),
    "projects.report": _("told what came of the project"),
    "projects.ask_party": _("asked an organisation to take part"),
    "projects.join": _("takes part"),
    "projects.decline": _("does not take part"),
    "projects.leave": _("takes part no more"),
    "projects.add_legacy": _("wrote down what should go on"),
    "projects.ask_heir": _("offered it to another organisation"),
    "projects.take_over": _("goes on with it"),
    "projects.refuse_legacy": _("does not go on with it"),
    "projects.drop_legacy": _("said why it does not go on"),
}
