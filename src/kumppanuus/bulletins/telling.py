"""The mail of a bulletin: to an organisation's address in its language, to its members by their own rhythm."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy

from kumppanuus.accounts.models import Person
from kumppanuus.bulletins.models import Bulletin
from kumppanuus.core.actors import system
from kumppanuus.notices import actions as notices
from kumppanuus.notices.topics import register
from kumppanuus.organisations.models import Membership, Organisation
from kumppanuus.ui.links import as_lines

TOPIC, TEMPLATE = "bulletins", "bulletins/mail/bulletin"
register(TOPIC, gettext_lazy("Bulletins of municipalities, counties and organisations to NGOs"))


def words(bulletin: Bulletin) -> dict[str, Any]:
    """Return what the mail says, in the active language."""
    return {
        "title": str(bulletin.title),
        "body": str(bulletin.body),
        "links": as_lines(bulletin.links),
        "files": [
            {"title": str(one.title), "url": f"{settings.SITE_URL}{one.file.get_absolute_url()}"}
            for one in bulletin.attachments.select_related("file")
        ],
        "sender": str(bulletin.sender),
        "area": str(bulletin.area.name),
        "corrects": str(bulletin.corrects.title) if bulletin.corrects else "",
        "SITE_URL": settings.SITE_URL,
        "path": bulletin.get_absolute_url(),
    }


class Letters:
    """The mails of one bulletin; what it says is made once per language."""

    def __init__(self, bulletin: Bulletin) -> None:
        self.bulletin = bulletin
        self._said: dict[str, dict[str, Any]] = {}

    def _words(self, language: str) -> dict[str, Any]:
        if language not in self._said:
            with translation.override(language):
                self._said[language] = words(self.bulletin)
        return self._said[language]

    def to_all(self, organisations: list[Organisation]) -> None:
        """Write to the organisations and to their members; each address gets it once."""
        for own in organisations:
            if own.email:
                self._post(own.mail_language, address=own.email)
        rows = Membership.objects.current().filter(organisation__in=[own.pk for own in organisations])
        for row in rows.select_related("person").order_by("pk"):
            self._post(row.person.language, person=row.person)

    def _post(self, language: str, *, address: str = "", person: Person | None = None) -> None:
        notices.post(
            system(TOPIC),
            self.bulletin,
            key=f"bulletin:{self.bulletin.pk}",
            topic=TOPIC,
            template=TEMPLATE,
            address=address,
            person=person,
            language=language,
            context=self._words(language),
        )
