"""A real SMTP server for tests, and one that does not answer; a conftest imports the fixtures."""

from __future__ import annotations

import email
import email.policy
import itertools
import socket

import pytest
from aiosmtpd.controller import Controller


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class MailServer:
    """A real SMTP server on loopback that keeps what it gets and answers what it is told to."""

    def __init__(self):
        self.mails = []
        self.answers = itertools.repeat("250 OK")
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = next(self.answers)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 kept"


@pytest.fixture
def server(settings):
    made = MailServer()
    made.controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = made.controller.port
    yield made
    made.controller.stop()


@pytest.fixture
def down(settings):
    """No server answers on the port."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
