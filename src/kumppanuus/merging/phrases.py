"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "merging.suggest": _("said that two could be the same"),
    "merging.dismiss": _("said that two are not the same"),
    "merging.consent": _("agreed to a merge"),
    "merging.merge": _("merged two into one"),
    "merging.undo": _("took a merge back"),
}
