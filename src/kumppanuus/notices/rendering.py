"""From a row of the outbox to subject, text and HTML in the recipient's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from kumppanuus.notices.models import Delivery
from kumppanuus.notices.topics import DIGEST, topic

SALT = "kumppanuus.notices.stop"
NAME = "Kumppanuuspöytä"


class NothingToTell(Exception):
    """What a row would say is not to be told any more: it was removed, hidden or left since."""


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


def stop_token(delivery: Delivery) -> str:
    """Return a signed token that stops this topic for this recipient, without sign-in."""
    who: Any = {"p": delivery.person_id} if delivery.person_id else {"a": delivery.address}
    return str(signing.Signer(salt=SALT).sign_object({**who, "t": delivery.topic}))


def stop_address(delivery: Delivery) -> str:
    """Return the whole address of the page that stops the topic, or what it is about; empty for a required one."""
    if topic(delivery.topic).required and delivery.topic != DIGEST:
        return ""
    if topic(delivery.topic).by_itself:
        return f"{settings.SITE_URL}{delivery.context['stop_path']}" if delivery.context.get("stop_path") else ""
    return f"{settings.SITE_URL}{reverse('notices:stop', args=[stop_token(delivery)])}"


def choices_address(delivery: Delivery) -> str:
    """Return where the recipient chooses how often; of an address without an account, where its context says."""
    own = reverse("notices:preferences") if delivery.person_id else delivery.context.get("choices_path", "")
    return f"{settings.SITE_URL}{own}" if own else ""


def render(delivery: Delivery) -> Rendered:
    """Render a row. Raises what its template raises, and NothingToTell."""
    with translation.override(delivery.language or "fi"):
        said = told([delivery])
        if delivery.pk not in said:
            raise NothingToTell
        values = {
            **said[delivery.pk],
            "person": delivery.person,
            "language": delivery.language,
            "SITE_URL": settings.SITE_URL,
            "site_name": NAME,
            "topic_label": str(topic(delivery.topic).label),
            "stop_url": stop_address(delivery),
            "choices_url": choices_address(delivery),
        }
        if delivery.template == "notices/mail/digest":
            values["groups"] = digest_groups(delivery)
            if not values["groups"]:
                raise NothingToTell
        subject, body = subject_and_body(delivery.template, values)
        footer = _template("notices/mail/footer.txt", values, autoescape=False).strip()
        html = _html(delivery.template, values | {"subject": subject, "paragraphs": body.split("\n\n")})
    return Rendered(subject, f"{body}\n\n-- \n{footer}\n", html)


def subject_and_body(template: str, values: dict[str, Any]) -> tuple[str, str]:
    """Return the first block (the subject, on one line) and the rest of a text template."""
    whole = re.sub(r"\n[ \t]*(\n[ \t]*)+", "\n\n", _template(f"{template}.txt", values, autoescape=False)).strip()
    first, _blank, rest = whole.partition("\n\n")
    return " ".join(first.split()), rest.strip()


def told(rows: Sequence[Delivery]) -> dict[int, dict[str, Any]]:
    """Return {id: context} of rows to one person, as it is now; what is not to be told any more is left out."""
    found = {row.pk: row.context for row in rows if topic(row.topic).values is None}
    asked: dict[str, list[Delivery]] = {}
    for row in rows:
        if row.pk not in found:
            asked.setdefault(row.topic, []).append(row)
    for key, own in asked.items():
        values = topic(key).values
        found |= values(own) if values else {}
    return found


def digest_groups(digest: Delivery) -> list[dict[str, Any]]:
    """Return the parts of a digest grouped by the thing they are about, the newest group and part first."""
    groups: dict[tuple[str, int | None], dict[str, Any]] = {}
    parts = list(digest.parts.order_by("-created_at", "-pk"))
    said = told(parts)
    headings: dict[tuple[str, int | None], str] = {}
    for part in parts:
        if part.pk not in said:
            continue
        context = said[part.pk]
        subject, body = subject_and_body(
            part.template,
            {
                **context,
                "in_digest": True,
                "SITE_URL": settings.SITE_URL,
                "language": digest.language,
                "person": digest.person,
            },
        )
        key = (part.target_model, part.target_id) if part.target_id else (part.topic, None)
        if key not in headings:
            headings[key] = context.get("heading") or _heading(part)
        group = groups.setdefault(key, {"heading": headings[key], "parts": []})
        group["parts"].append({"subject": subject, "body": body, "at": part.created_at})
    return list(groups.values())


def message(delivery: Delivery, rendered: Rendered) -> EmailMultiAlternatives:
    """Return the mail of a row with its stored Message-ID and the header that stops its topic in one click.

    `attachments` in its context go with it: [{"name": "meeting.ics", "type": "text/calendar", "text": …}].
    """
    headers = {"Message-ID": delivery.message_id, "Auto-Submitted": "auto-generated"}
    with translation.override(delivery.language or "fi"):
        if stop := stop_address(delivery):
            headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail = EmailMultiAlternatives(rendered.subject, rendered.text, to=[delivery.address], headers=headers)
    mail.attach_alternative(rendered.html, "text/html")
    for one in delivery.context.get("attachments", ()):
        mail.attach(one["name"], one["text"], one["type"])
    return mail


def _heading(part: Delivery) -> str:
    if part.target_id:
        found = apps.get_model(part.target_model)._base_manager.filter(pk=part.target_id).first()
        if found is not None and "__str__" in vars(type(found)):
            return str(found)
    return str(topic(part.topic).label)


def _html(template: str, values: dict[str, Any]) -> str:
    try:
        return _template(f"{template}.html", values)
    except TemplateDoesNotExist:
        return _template("notices/mail/paragraphs.html", values)


def _template(name: str, values: dict[str, Any], *, autoescape: bool = True) -> str:
    found: Any = get_template(name)
    return str(found.template.render(Context(dict(values), autoescape=autoescape)))
