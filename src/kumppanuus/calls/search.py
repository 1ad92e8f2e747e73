"""What of calls for seats can be found: all of them; not who was nominated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.calls.models import Call
from kumppanuus.calls.reading import title_in_languages
from kumppanuus.search.documents import Source, provide


def sources(ids: Sequence[int]) -> Iterator[Source]:
    """Give calls by body, what is sought and what the seats stand for."""
    rows = Call.objects.filter(pk__in=ids).select_related("body__area", "body__convener", "area", "decision")
    languages = [code for code, _name in settings.LANGUAGES]
    for row in rows.prefetch_related("seats"):
        yield Source(
            kind="calls.call",
            object_id=row.pk,
            title=title_in_languages(row, languages),
            summary=row.announcement,
            address=("calls:call", (row.pk,)),
            texts=[
                *(("classes", seat.stands_for) for seat in row.seats.all() if seat.stands_for),
                *((("text", row.criteria),) if row.criteria else ()),
            ],
            facets=frozenset({f"area:{row.area_id}", f"area:{row.body.area_id}"}),
            facts={"where": row.area.name.as_json(), "organisation": row.body.convener.name.as_json()},
            edited_on=timezone.localdate(row.created_at),
            until=timezone.localdate(row.closes_at),
        )


def _of_body(pk: int) -> Iterable[int]:
    return Call.objects.filter(body=pk).values_list("pk", flat=True)


provide(
    "calls.call",
    label=_("Calls for seats"),
    ids=lambda: Call.objects.order_by("pk").values_list("pk", flat=True),
    sources=sources,
    follows={"bodies.body": _of_body},
)
