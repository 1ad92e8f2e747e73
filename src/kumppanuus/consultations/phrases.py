"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "consultations.prepare": _("prepared a comment round"),
    "consultations.change": _("changed the comment round"),
    "consultations.announce": _("announced a comment round"),
    "consultations.invite": _("invited to a comment round"),
    "consultations.remind": _("reminded those who had not commented"),
    "consultations.extend": _("gave more time for comments"),
    "consultations.close": _("closed the comment round"),
    "consultations.give": _("gave a comment"),
    "consultations.withdraw_remark": _("took a comment back"),
    "consultations.nothing_to_state": _("said that there is nothing to state"),
    "consultations.group": _("grouped comments"),
    "consultations.rename_theme": _("renamed a group of comments"),
    "consultations.reply_theme": _("answered a group of comments"),
    "consultations.reply_remark": _("answered a comment"),
    "consultations.publish_summary": _("published what became of the comments"),
    "consultations.take_in": _("told which comments a new version took in"),
}
