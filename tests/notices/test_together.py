"""Several senders at once, really: threads with connections of their own, and a process that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter

import pytest
from django.db import connection, connections

from kumppanuus.core.actors import system
from kumppanuus.notices import actions, sending
from kumppanuus.notices.models import Delivery, State
from tests.factories import building

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = 40


def posted(number):
    return actions.post(
        system("tests"),
        None,
        key=f"k{number}",
        topic="sign_in",
        template="notices/mail/sign_in_code",
        context={"code": str(number), "kind": "login_code"},
        address=f"a{number}@example.org",
        language="en",
    )


@pytest.fixture
def asleep(monkeypatch):
    """The queue does not wake the sender by itself."""
    monkeypatch.setattr(actions, "_wake", lambda: None)


def test_send_due_by_four_at_once_sends_each_mail_once(server, asleep):
    for number in range(NUMBER):
        posted(number)

    def send():
        try:
            sending.send_due()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert Counter(mail["to"] for mail in server.mails) == {f"a{number}@example.org": 1 for number in range(NUMBER)}
    assert Delivery.objects.filter(state=State.SENT).count() == NUMBER


def test_send_due_after_a_killed_process_sends_what_it_had_claimed_once(server, asleep, settings):
    row = posted(1)
    name = connection.settings_dict["NAME"]
    program = (
        "import django; django.setup()\n"
        "from kumppanuus.core.actors import system\n"
        "from kumppanuus.notices import actions\n"
        "actions.claim(system('tests'), None)\n"
        "print('claimed', flush=True)\n"
        "import time; time.sleep(60)\n"
    )
    sqlite = connection.vendor == "sqlite"
    address = f"sqlite:///{name}" if sqlite else os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "kumppanuus.config.settings"}
    environment |= {"KUMPPANUUS_MODE": "test", "PYTHONPATH": "src"}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout.readline() == "claimed\n"
        process.send_signal(signal.SIGKILL)
    assert sending.send_due() == 0
    with building():
        Delivery.objects.filter(pk=row.pk).update(next_try=row.created_at)
    assert sending.send_due() == 1
    row.refresh_from_db()
    assert [mail["message-id"] for mail in server.mails] == [row.message_id]
