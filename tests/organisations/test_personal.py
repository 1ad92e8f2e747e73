"""What organisations and spaces forget of a person who erases her data."""

import datetime as dt

from django.utils import timezone

from kumppanuus.accounts import actions as accounts
from kumppanuus.organisations import actions
from kumppanuus.organisations.models import Membership
from kumppanuus.spaces import actions as spaces
from kumppanuus.spaces.models import SpaceRole


def test_erasing_ends_also_what_was_to_end_later(cast):
    later = timezone.localdate() + dt.timedelta(days=30)
    beata, kaisa = cast.people["beata"], cast.people["kaisa"]
    membership = Membership.objects.get(person=beata)
    actions.end_membership(cast.actor("beata"), membership, last_day=later, even_last=True)
    role = SpaceRole.objects.get(person=kaisa, role="keeper")
    spaces.dismiss(cast.actor("kaisa"), role, last_day=later)
    for name in ("beata", "kaisa"):
        accounts.erase(cast.actor(name), cast.people[name])
    membership.refresh_from_db()
    role.refresh_from_db()
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert (membership.end, role.end) == (yesterday, yesterday)
