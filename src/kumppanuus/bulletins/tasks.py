"""What bulletins do by the clock and after a sending, and who may remove personal data that was written into them."""

from __future__ import annotations

from django.utils import timezone

from kumppanuus.activity.models import Event
from kumppanuus.activity.permissions import moderates_place, removable_by
from kumppanuus.activity.recorder import subscribe
from kumppanuus.bulletins import actions
from kumppanuus.bulletins.models import Attachment, Bulletin, BulletinQuerySet
from kumppanuus.bulletins.permissions import keeps
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.clock import every
from kumppanuus.core.turns import turn


def _tell(bulletins: BulletinQuerySet, teller: Actor) -> None:
    for bulletin in bulletins.filter(sending__done_at=None).select_related("sender", "area", "corrects"):
        more = True
        while more:
            with turn():
                more = actions.tell(teller, bulletin)


@subscribe("bulletins.send")
def tell_at_once(event: Event) -> None:
    """Put the mails of a bulletin into the outbox when it is sent."""
    sent = [one.object_id for one in event.targets.all() if one.model == Bulletin._meta.label_lower]
    _tell(Bulletin.objects.sent().filter(pk__in=sent), system("bulletins"))


@every("minute")
def send_due() -> None:
    """Send those whose time has come, and go on where sending was interrupted."""
    clock = system("clock")
    for bulletin in Bulletin.objects.filter(sent_at=None, send_at__lte=timezone.now()):
        try:
            actions.send(clock, bulletin)
        except Refused:  # called back, or sent by hand, between reading and sending
            continue
    _tell(Bulletin.objects.sent(), clock)


@removable_by(Bulletin)
def of_bulletin(actor: Actor, obj: Bulletin) -> bool:
    """Editors of the sender, and moderators of a space in whose area it was sent."""
    return keeps(actor, obj) or moderates_place(actor, obj.area_id)


@removable_by(Attachment)
def of_attachment(actor: Actor, obj: Attachment) -> bool:
    """As of the bulletin."""
    return of_bulletin(actor, obj.bulletin)
