"""Persons who come from an outside sign-in service (OpenID Connect)."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.utils.translation import get_language

from kumppanuus.accounts import actions
from kumppanuus.core.actors import system


class OutsideAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Takes the name from the service and saves the person by an action."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Suggest name and language; the person confirms them at first sign-in."""
        user = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name") or "", data.get("last_name") or "")
        user.name = (data.get("name") or " ".join(part for part in parts if part))[:150]
        user.language = (get_language() or "fi").split("-")[0]
        user.email = (user.email or "").lower()
        return user

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        """Save the person as an action of the sign-in."""
        save = super().save_user
        actions.sign_up(system("sign-in"), None, save=lambda: save(request, sociallogin, form))
        return sociallogin.user
