"""allauth's mail goes through the one outbox too."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import get_language

from kumppanuus.accounts.models import Person
from kumppanuus.core.actors import system
from kumppanuus.notices import actions
from kumppanuus.notices.sending import seen, send_due

CODES = {"login_code", "email_confirmation", "email_confirmation_signup"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in codes and confirmations are rows of the outbox like all other mail."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post the mail; where no worker is alive, send it within this request so that sign-in never hangs."""
        kind = template_prefix.rpartition("/")[2]
        values = {key: context[key] for key in ("code", "activate_url", "signup_url") if context.get(key)}
        row = actions.post(
            system("sign-in"),
            None,
            key=f"sign_in:{uuid.uuid4()}",
            topic="sign_in",
            template="notices/mail/sign_in_code" if kind in CODES else "notices/mail/account_changed",
            context=values | {"kind": kind},
            person=Person.objects.filter(email__iexact=email, erased_at=None).first(),
            address=email,
            language=(get_language() or "fi").split("-")[0],
        )
        if row is not None and not seen():
            send_due(only=row.pk)
