"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "spaces.create": _("opened the space"),
    "spaces.change": _("changed the space"),
    "spaces.wear_marks": _("put the space's logo and colour into use"),
    "spaces.drop_marks": _("took the space's logo and colour out of use"),
    "spaces.appoint": _("appointed a person to a role"),
    "spaces.dismiss": _("ended a role"),
    "spaces.recover": _("invited a new administrator, since there was none"),
    "spaces.add_public_body": _("added the organisation of a municipality or county"),
    "spaces.give_feedback": _("gave feedback on accessibility"),
    "spaces.answer_feedback": _("answered feedback on accessibility"),
}
