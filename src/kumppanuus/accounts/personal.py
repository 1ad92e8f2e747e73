"""What sign-in and account hold about a person, and how it is erased: the row stays, emptied, for its id."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.utils import timezone

from kumppanuus.accounts.models import Person, PersonView


def collect(person_id: int) -> dict[str, Any]:
    """Return the account, its addresses, passkeys, outside sign-ins, open sessions and who looked."""
    person = Person.objects.get(pk=person_id)
    return {
        "account": {
            "email": person.email,
            "name": person.name,
            "language": person.language,
            "created_at": person.created_at.isoformat(),
            "terms_version": person.terms_version,
            "terms_accepted_at": person.terms_accepted_at.isoformat() if person.terms_accepted_at else None,
        },
        "addresses": list(EmailAddress.objects.filter(user=person).values("email", "verified", "primary")),
        "passkeys": [
            {"name": str(key), "created_at": key.created_at.isoformat()}
            for key in Authenticator.objects.filter(user=person)
        ],
        "outside_sign_ins": list(SocialAccount.objects.filter(user=person).values("provider", "uid")),
        "sessions": [
            {"ip": row.ip, "user_agent": row.user_agent, "created_at": row.created_at.isoformat()}
            for row in UserSession.objects.filter(user=person)
        ],
        "looked_at_by": [
            {"who": str(row.viewer or ""), "what": row.what, "at": row.at.isoformat()}
            for row in PersonView.objects.filter(subject=person).select_related("viewer")
        ],
    }


def erase(person_id: int) -> None:
    """Empty the row, end all sessions, and remove every way to sign in."""
    person = Person.objects.select_for_update().get(pk=person_id)
    for row in UserSession.objects.filter(user=person):
        row.end()
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=person).delete()
    PersonView.objects.filter(subject=person).delete()
    PersonView.objects.filter(viewer=person).update(viewer=None)
    person.email, person.name, person.is_active = f"erased-{person.pk}@erased.invalid", "", False
    person.terms_version, person.terms_accepted_at, person.erased_at = "", None, timezone.now()
    person.set_unusable_password()
    person.save()
