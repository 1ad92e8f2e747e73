"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {"activity.redact": _("removed a part for good")}
