"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "places.load_areas": _("loaded the municipalities, counties and regions"),
    "places.load_borders": _("loaded the borders of the municipalities"),
}
