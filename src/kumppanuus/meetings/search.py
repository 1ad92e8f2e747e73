"""What of meetings can be found: those of open bodies by everybody, others inside their body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.texts import Text
from kumppanuus.meetings.models import ItemState, Meeting, Minutes, Phase
from kumppanuus.search.documents import Source, provide


def sources(ids: Sequence[int]) -> Iterator[Source]:
    """Give meetings by body, title, what stands on their agenda, and what their approved minutes say."""
    rows = Meeting.objects.filter(pk__in=ids).select_related("body__area", "body__convener").prefetch_related("items")
    approved = Minutes.objects.filter(phase=Phase.APPROVED).order_by("-number").prefetch_related("parts")
    for row in rows.prefetch_related(Prefetch("minutes_versions", approved, to_attr="approved")):
        items = [item for item in row.items.all() if item.state != ItemState.WITHDRAWN]
        yield Source(
            kind="meetings.meeting",
            object_id=row.pk,
            title=_title(row),
            summary=items[0].background if len(items) == 1 else Text(),
            address=("meetings:meeting", (row.pk,)),
            texts=[
                *(("classes", item.title) for item in items),
                *(("text", item.background) for item in items if item.background),
                ("text", row.place),
                *(("text", words) for words in _said(row.approved)),  # type: ignore[attr-defined]
            ],
            facets=frozenset({f"area:{row.body.area_id}"}),
            tokens=frozenset(row.audience()),
            facts={"where": row.body.area.name.as_json(), "organisation": row.body.convener.name.as_json()},
            edited_on=timezone.localdate(row.changed_at),
        )


def _said(versions: Sequence[Minutes]) -> Iterator[Text]:
    """Return what the newest approved minutes say: of each item what was said and what came of it."""
    for part in versions[0].parts.all() if versions else ():
        if part.item_id is not None and part.text:
            yield part.text
        for came in part.outcomes:
            yield Text(came["text"])


def _title(row: Meeting) -> Text:
    """Return what a hit is called, in each language in which the body has a name."""
    found = {}
    for language in [code for code, _name in settings.LANGUAGES if code in row.body.name] or ["fi"]:
        with translation.override(language):
            found[language] = f"{row.body.name}: {row}, {timezone.localtime(row.starts_at):%-d.%-m.%Y}"
    return Text(found)


def _of_body(pk: int) -> Iterable[int]:
    return Meeting.objects.filter(body=pk).values_list("pk", flat=True)


provide(
    "meetings.meeting",
    label=_("Meetings"),
    ids=lambda: Meeting.objects.order_by("pk").values_list("pk", flat=True),
    sources=sources,
    follows={"bodies.body": _of_body},
)
