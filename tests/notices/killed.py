"""The program that a test kills: it gathers digests and sends what is due, with a short lease, until nothing is left."""

import datetime as dt
import sys
import time

import django

django.setup()

from django.utils import timezone  # noqa: E402 - after setup

from kumppanuus.notices import actions, sending  # noqa: E402
from kumppanuus.notices.models import Delivery, State  # noqa: E402

actions.LEASE = dt.timedelta(seconds=0.4)
sending.TOGETHER = 7
LEFT = (State.DIGEST, State.WAITING, State.SENDING)
sys.stdout.write("ready\n")
sys.stdout.flush()
while Delivery.objects.filter(state__in=LEFT).exists():
    sending.make_digests(timezone.now() + dt.timedelta(days=8))
    sending.send_due()
    time.sleep(0.05)
