"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "search.add_word": _("said what a word means here"),
    "search.change_word": _("changed what a word means here"),
    "search.remove_word": _("took a word out of the list of everyday words"),
}
