"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "organisations.create": _("added the organisation"),
    "organisations.vouch": _("vouched for the organisation"),
    "organisations.change": _("changed the organisation's record"),
    "organisations.invite": _("invited a member"),
    "organisations.withdraw_invitation": _("withdrew an invitation"),
    "organisations.accept_invitation": _("accepted an invitation"),
    "organisations.ask_to_join": _("asked to join"),
    "organisations.approve": _("approved a member"),
    "organisations.decline": _("declined a request to join"),
    "organisations.enrol": _("was made a member"),
    "organisations.change_membership": _("changed a membership"),
    "organisations.end_membership": _("ended a membership"),
    "organisations.add_post": _("added a post"),
    "organisations.change_post": _("changed a post"),
    "organisations.end_post": _("ended a post"),
    "organisations.set_holder": _("gave a post to a person"),
    "organisations.end_holding": _("ended who held a post"),
    "organisations.stay": _("stays in a post after all"),
    "organisations.show_name": _("chose whether the own name is shown with a post"),
}
