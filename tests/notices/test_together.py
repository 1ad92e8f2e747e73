"""Several senders at once, really: threads with connections of their own, and a process that is killed."""

from __future__ import annotations

import os
import random
import re
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
from tests.factories import building, people

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = 40
KILLS, SEED = 8, 5
PROGRAM = [sys.executable, "-m", "tests.notices.killed"]


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


def of_a_process():
    """The environment of another process on the tests' database."""
    name = connection.settings_dict["NAME"]
    sqlite = connection.vendor == "sqlite"
    address = f"sqlite:///{name}" if sqlite else os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    own = {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "kumppanuus.config.settings"}
    return os.environ | own | {"KUMPPANUUS_MODE": "test", "PYTHONPATH": "src"}


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
    program = (
        "import django; django.setup()\n"
        "from kumppanuus.core.actors import system\n"
        "from kumppanuus.notices import actions\n"
        "actions.claim(system('tests'), None)\n"
        "print('claimed', flush=True)\n"
        "import time; time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=of_a_process()
    ) as process:
        assert process.stdout.readline() == "claimed\n"
        process.send_signal(signal.SIGKILL)
    assert sending.send_due() == 0
    with building():
        Delivery.objects.filter(pk=row.pk).update(next_try=row.created_at)
    assert sending.send_due() == 1
    row.refresh_from_db()
    assert [mail["message-id"] for mail in server.mails] == [row.message_id]


def test_digests_killed_at_random_moments_lose_nothing_and_repeat_at_most_once_a_kill(server, asleep):
    somebody = [people.person(f"Person {number}") for number in range(NUMBER)]
    for number, person in enumerate(somebody):
        actions.choose(people.actor(person), person, rhythms={"matters": ("daily", "weekly")[number % 2]})
        for part in range(3):
            key, context = f"part{part}:{number}", {"code": f"CODE{number}x{part}", "kind": "login_code"}
            told = {"topic": "matters", "template": "notices/mail/sign_in_code", "context": context}
            actions.post(system("tests"), None, key=key, person=person, **told)
    environment = of_a_process() | {"EMAIL_URL": f"smtp://127.0.0.1:{server.controller.port}"}
    moments, kills = random.Random(SEED), 0
    while kills < KILLS:
        with subprocess.Popen(PROGRAM, stdout=subprocess.PIPE, text=True, env=environment) as process:
            assert process.stdout.readline() == "ready\n"
            try:
                process.wait(moments.uniform(0.02, 0.4))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                kills += 1
            else:
                break
    subprocess.run(PROGRAM, env=environment, check=True, timeout=120, stdout=subprocess.DEVNULL)
    mails = Counter((mail["to"], mail["message-id"]) for mail in server.mails)
    assert kills > 0
    assert len(mails) == len({to for to, _message_id in mails})  # every repeat has the Message-ID of the first
    told = {mail["to"]: mail.get_body(("plain",)).get_content() for mail in server.mails}
    codes = {to: sorted(set(re.findall(r"CODE\d+x\d", text))) for to, text in told.items()}
    assert codes == {
        person.email: [f"CODE{number}x{part}" for part in range(3)] for number, person in enumerate(somebody)
    }
    assert sum(mails.values()) - NUMBER <= kills
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}
