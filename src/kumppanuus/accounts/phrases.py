"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "accounts.add_person": _("added a person"),
    "accounts.accept_terms": _("accepted the terms of contribution"),
    "accounts.erase": _("erased the own data"),
}
