"""allauth's mail goes through the one outbox too."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language

from kumppanuus.accounts.models import Person
from kumppanuus.accounts.terms import TERMS_VERSION
from kumppanuus.core.actors import system
from kumppanuus.notices import actions
from kumppanuus.notices.sending import seen, send_due
from kumppanuus.ui.forms import LONGEST_EMAIL

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

    def clean_email(self, email: str) -> str:
        """Return the address. Raises ValidationError for one longer than the tables hold."""
        MaxLengthValidator(LONGEST_EMAIL)(email)
        return str(super().clean_email(email))

    def get_login_stages(self) -> list[str]:
        """A passkey is another way in, not a second lock: a code by e-mail is enough also for those who have one."""
        return [stage for stage in super().get_login_stages() if not stage.startswith("allauth.mfa.stages.")]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask once more only those who have a passkey to ask for."""
        return bool(self.get_reauthentication_methods(self.request.user))

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """After sign-in go where one wanted to, but first to the terms where those in force are not accepted."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.terms_version != TERMS_VERSION and isinstance(response, HttpResponseRedirect):
            response = HttpResponseRedirect(f"{reverse('accounts:welcome')}?{urlencode({'next': response.url})}")
        return response

    def is_safe_url(self, url: str | None) -> bool:
        """Say whether to lead on to the address; the library breaks on some that are none ("http://[::1")."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Go to the front page in the language one reads."""
        return f"/{get_language() or 'fi'}/"

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Go to the front page in the language one reads."""
        return self.get_login_redirect_url(request)
