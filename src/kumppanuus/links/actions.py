"""Making, using up and withdrawing links."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.links.models import Link, Tally
from kumppanuus.links.resolve import ALPHABET, CODE_LENGTH, hash_code, hash_token


@quiet_action
def make(
    actor: Actor,
    target: models.Model,
    *,
    purpose: str,
    expires_at: dt.datetime,
    single: bool = False,
    organisation_id: int | None = None,
    person_id: int | None = None,
    with_code: bool = False,
    data: dict[str, Any] | None = None,
) -> tuple[Link, str, str | None]:
    """Make a link that opens `target` for one purpose; return it with its token and, if asked, a printed code.

    Token and code exist only in what is returned: the database keeps their hashes. No event of its own.
    """
    token = secrets.token_urlsafe(24)
    code = _new_code() if with_code else None
    link = Link.objects.create(
        purpose=purpose,
        token_hash=hash_token(token),
        code_hash=hash_code(code) if code else None,
        target_model=target._meta.label_lower,
        target_id=target.pk,
        organisation_id=organisation_id,
        person_id=person_id,
        data=data or {},
        single=single,
        expires_at=expires_at,
    )
    return link, token, code


@quiet_action
def use_up(actor: Actor, link: Link) -> Link:
    """Mark a single-purpose link as used. Refused when it was used, withdrawn or expired meanwhile."""
    now = timezone.now()
    changed = Link.objects.open().filter(pk=link.pk).update(used_at=now)
    if not changed:
        raise Refused(_("This link has been used or withdrawn already. Nothing was changed now."))
    link.used_at = now
    return link


@action
def revoke(actor: Actor, link: Link) -> Link:
    """Withdraw a link at once. Withdrawing it again changes nothing."""
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
    return link


@quiet_action
def tally(actor: Actor, target: None, *, key: str, ends: dt.datetime) -> int:
    """Count one more try and return which one it is. One statement, so that no two get the same number."""
    table, quote = Tally._meta.db_table, connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(table)} (key, tries, ends) VALUES (%s, 1, %s) "  # noqa: S608 - our own table's name
            f"ON CONFLICT (key) DO UPDATE SET tries = {quote(table)}.tries + 1 RETURNING tries",
            [key, connection.ops.adapt_datetimefield_value(ends)],
        )
        return int(cursor.fetchone()[0])


@quiet_action
def purge(actor: Actor, target: None, *, before: dt.datetime) -> int:
    """Erase links that expired before the moment, and counts whose window has ended; return how many links."""
    Tally.objects.filter(ends__lt=timezone.now()).delete()
    return Link.objects.filter(expires_at__lt=before).delete()[0]


def _new_code() -> str:
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _n in range(CODE_LENGTH))
        if not Link.objects.filter(code_hash=hash_code(letters)).exists():
            return f"{letters[:4]}-{letters[4:]}"
