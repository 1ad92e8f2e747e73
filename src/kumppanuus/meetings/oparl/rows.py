"""Which rows the OParl API tells, each with when it was made, when it last changed, and whether it is gone.

What anybody could read once and can read no more is `gone`: those who hold a copy are told to forget it. What was never
public is no row here at all. `modified` covers what stands inside an object, too; of what is gone it tells only when it
went, so that nothing of what happens there since then shows.
"""

from __future__ import annotations

from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    DateTimeField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, TruncDate

from kumppanuus.activity.models import Event, EventTarget
from kumppanuus.bodies.models import Body, Mandate, OpenTo
from kumppanuus.core.texts import Text
from kumppanuus.meetings.models import AgendaItem, Meeting, Minutes, MinutesPart, Paper, Phase, Place
from kumppanuus.organisations.models import Organisation

NEVER = Q(end__lt=F("start"))  # ended before it began: never in force
NAMED = Q(name_public=True) & ~NEVER & (~Q(name="") | (Q(person__isnull=False) & ~Q(person__name="")))
WAS_NAMED = Q(name_public=True) | Q(name_hidden_at__isnull=False)


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _last(rows: QuerySet[Any], by: str, what: str, *, first: bool = False) -> Subquery:
    """Return the last (or first) moment among rows that belong to the one in hand."""
    pick = Min(what) if first else Max(what)
    return Subquery(rows.order_by().values(by).annotate(moment=pick).values("moment"), output_field=DateTimeField())


def _latest(always: str, *maybe: Any) -> Any:
    """Return the latest of a moment that is always there and of others that may not be."""
    return Greatest(always, *(Coalesce(one, always) for one in maybe)) if maybe else F(always)


def _told(rows: QuerySet[Any], created: Any, modified: Any, gone: Q | None = None, went: Any = None) -> QuerySet[Any]:
    """Add when each was made, when it changed, and whether it is gone; then `went` says when."""
    when = modified if gone is None else Case(When(gone, then=went), default=modified, output_field=DateTimeField())
    told: QuerySet[Any] = rows.annotate(
        created=created, modified=when, gone=Value(False) if gone is None else _is(gone)
    )
    return told


# --- what is public as a whole


def conveners() -> QuerySet[Organisation]:
    """Return the organisations that convene a body (OParl: body)."""
    own = Body.objects.filter(convener=OuterRef("pk"))
    about = EventTarget.objects.filter(model=Organisation._meta.label_lower, object_id=OuterRef("pk"))
    public = about.filter(event__audiences__token="public")  # noqa: S106 - whom it is told to
    first = _last(own, "convener", "created_at", first=True)
    rows = Organisation.objects.filter(Exists(own)).annotate(first=first)
    changed = (_last(own, "convener", "changed_at"), _last(public, "object_id", "event__at"))
    return _told(rows, F("first"), _latest("first", *changed))


def terms() -> QuerySet[Body]:
    """Return the bodies for their terms (OParl: legislative term)."""
    return _told(Body.objects.select_related("convener"), F("created_at"), F("changed_at"))


def bodies() -> QuerySet[Body]:
    """Return the bodies (OParl: organization)."""
    sat = Mandate.objects.filter(seat__body=OuterRef("pk"))
    rows = Body.objects.select_related("convener", "kind")
    return _told(rows, F("created_at"), _latest("changed_at", _last(sat, "seat__body", "changed_at")))


def mandates() -> QuerySet[Any]:
    """Return the mandates (OParl: membership); one that ended before it began was never in force."""
    read = ("seat__body__convener", "seat__organisation", "seat__term", "organisation", "person")
    modified = Greatest("changed_at", "seat__changed_at")
    return _told(Mandate.objects.select_related(*read), F("created_at"), modified, NEVER, modified)


def people() -> QuerySet[Mandate]:
    """Return those whose name is public or was, each as the first such mandate of hers (OParl: person).

    The moments are those of all such mandates of hers.
    """
    of_hers = Mandate.objects.filter(Q(pk=OuterRef("pk")) | Q(person__isnull=False, person=OuterRef("person")))
    shown = of_hers.filter(WAS_NAMED)
    earlier = shown.filter(pk__lt=OuterRef("pk"))
    rows = Mandate.objects.filter(WAS_NAMED).filter(~Exists(earlier)).select_related("person")
    one = shown.order_by().annotate(all=Value(1)).values("all")
    changed = Subquery(one.annotate(moment=Max(Greatest("changed_at", "seat__changed_at"))).values("moment"))
    hidden = Subquery(one.annotate(moment=Max("name_hidden_at")).values("moment"))
    named = Exists(of_hers.filter(NAMED))
    return _told(rows, F("created_at"), changed, Q(~named), Coalesce(hidden, "changed_at"))


def named_in(convener: Any) -> QuerySet[Mandate]:
    """Return the mandates of bodies that an organisation convenes, by which a person is among its people."""
    return Mandate.objects.filter(WAS_NAMED, seat__body__convener__uuid=convener)


# --- what is public where the body is open


def _reachable(rows: QuerySet[Any], body: str, made: str) -> QuerySet[Any]:
    """Keep what of open bodies is read by everybody, and what was until the body was closed."""
    was = Q(**{f"{body}access_changed_at__gte": F(made)})
    return rows.filter(Q(**{f"{body}open_to": OpenTo.ALL}) | was)


def _closed(body: str) -> Q:
    return ~Q(**{f"{body}open_to": OpenTo.ALL})


def meetings() -> QuerySet[Meeting]:
    """Return the meetings, with what stands inside them: items, papers, approved minutes, who was present."""
    items = AgendaItem.objects.filter(meeting=OuterRef("pk"))
    papers = Paper.objects.filter(item__meeting=OuterRef("pk"))
    present = Place.objects.filter(meeting=OuterRef("pk"), present=True)
    inside = (
        _last(items, "meeting", "changed_at"),
        _last(papers, "item__meeting", "changed_at"),
        _last(papers, "item__meeting", "file__removed_at"),
        _last(present, "meeting", "mandate__changed_at"),
        *_of_minutes(OuterRef("pk")),
    )
    rows = _reachable(Meeting.objects.select_related("body__convener"), "body__", "created_at")
    modified = _latest("changed_at", "body__access_changed_at", *inside)
    return _told(rows, F("created_at"), modified, _closed("body__"), F("body__access_changed_at"))


def _of_minutes(meeting: Any) -> tuple[Subquery, Subquery]:
    """Return when approved minutes of a meeting last changed: they, and their parts."""
    parts = MinutesPart.objects.filter(minutes__phase=Phase.APPROVED, minutes__meeting=meeting)
    whole = Minutes.objects.filter(phase=Phase.APPROVED, meeting=meeting)
    return _last(whole, "meeting", "changed_at"), _last(parts, "minutes__meeting", "changed_at")


def places() -> QuerySet[Meeting]:
    """Return the meetings for where they are held (OParl: location); one whose place was taken away is gone."""
    rows = _reachable(Meeting.objects.select_related("body__convener"), "body__", "created_at")
    modified = _latest("changed_at", "body__access_changed_at")
    gone = _closed("body__") | Q(place=Text(), address="")
    went = Case(When(_closed("body__"), then=F("body__access_changed_at")), default=modified)
    return _told(rows, F("created_at"), modified, gone, went)


def items() -> QuerySet[AgendaItem]:
    """Return the items. Number and hour of one follow from the others of its meeting, so it changes with them."""
    siblings = AgendaItem.objects.filter(meeting=OuterRef("meeting"))
    papers = Paper.objects.filter(item=OuterRef("pk"))
    inside = (
        _last(siblings, "meeting", "changed_at"),
        _last(papers, "item", "changed_at"),
        _last(papers, "item", "file__removed_at"),
        *_of_minutes(OuterRef("meeting")),
    )
    body = "meeting__body__"
    rows = _reachable(AgendaItem.objects.select_related("meeting__body__convener"), body, "created_at")
    modified = _latest("changed_at", "meeting__changed_at", f"{body}access_changed_at", *inside)
    return _told(rows, F("created_at"), modified, _closed(body), F(f"{body}access_changed_at"))


OF_PAPER = "item__meeting__body__"


def papers() -> QuerySet[Paper]:
    """Return the papers; a withdrawn one still says that it was there, and why it is not."""
    return _papers(Q(pk=None))


def paper_files() -> QuerySet[Paper]:
    """Return the papers for their files (OParl: file): that of a withdrawn one is gone."""
    return _papers(Q(withdrawn_at__isnull=False) | Q(file__removed_at__isnull=False))


def _papers(withdrawn: Q) -> QuerySet[Paper]:
    rows = _reachable(Paper.objects.select_related("item__meeting__body__convener", "file"), OF_PAPER, "created_at")
    modified = _latest("changed_at", "item__changed_at", "file__removed_at", f"{OF_PAPER}access_changed_at")
    went = Case(When(_closed(OF_PAPER), then=F(f"{OF_PAPER}access_changed_at")), default=modified)
    return _told(rows, F("created_at"), modified, _closed(OF_PAPER) | withdrawn, went)


def documents() -> QuerySet[Minutes]:
    """Return the approved minutes for their documents (OParl: file)."""
    parts = MinutesPart.objects.filter(minutes=OuterRef("pk"))
    rows = Minutes.objects.filter(phase=Phase.APPROVED).select_related("meeting__body__convener")
    at = "meeting__body__access_changed_at"
    # Approved while the body was open; what is redacted later changes what was public all the same.
    public = Q(changed_at__lte=F(at)) | Q(approved_on__lt=TruncDate(at))
    rows = rows.filter(~_closed("meeting__body__") | public)
    modified = _latest("changed_at", _last(parts, "minutes", "changed_at"), at)
    return _told(rows, F("begun_at"), modified, _closed("meeting__body__"), F(at))


def newest() -> Subquery:
    """Return when anything that shows last changed, to be asked along with something else."""
    return Subquery(Event.objects.order_by("-pk").values("at")[:1], output_field=DateTimeField())


def key_of(row: Mandate) -> str:
    """Return how a person is told apart: by her account's id, or by the mandate where she has none."""
    return str(row.person.uuid) if row.person is not None else f"m{row.pk}"
