"""The page on which a meeting is recorded while it runs, and the small forms on it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.core.texts import Text
from kumppanuus.meetings import actions, present
from kumppanuus.meetings.forms_minutes import AttendanceForm, OutcomeForm, SettleForm, owners_for
from kumppanuus.meetings.models import AgendaItem, ItemState, Meeting, Outcome, OutcomeKind
from kumppanuus.meetings.results import RESULT

READ = ("body__convener", "body__area", "body__space")
SAID = {
    "attendance": _("Who is present is saved."),
    "recorded": _("Recorded. It can be corrected until the minutes are approved."),
    "settled": _("Saved."),
    "removed": _("Taken off."),
}


def get_meeting(request: Request, pk: int) -> Meeting:
    """Return the meeting of the address, or raise Http404."""
    return get_object_or_404(Meeting.objects.visible_to(request.actor).select_related(*READ), pk=pk)


def _item(request: Request, pk: int, permission: str) -> AgendaItem:
    rows = AgendaItem.objects.visible_to(request.actor).select_related(*(f"meeting__{name}" for name in READ))
    found = get_object_or_404(rows, pk=pk)
    demand(request, permission, found)
    return found


def _outcome(request: Request, pk: int, permission: str) -> Outcome:
    rows = Outcome.objects.visible_to(request.actor).select_related(*(f"item__meeting__{name}" for name in READ))
    found = get_object_or_404(rows.select_related("measure__owner", "measure__post"), pk=pk)
    demand(request, permission, found)
    return found


@login_required
@require_safe
def record(request: Request, pk: int) -> HttpResponse:
    """Show who is present and each item with what came of it, each with its own small form. Twelve queries."""
    meeting = get_meeting(request, pk)
    demand(request, "meetings.take_attendance", meeting)
    return _record_page(request, meeting)


def _record_page(
    request: Request, meeting: Meeting, *, item: int = 0, form: OutcomeForm | None = None, status: int = 200
) -> HttpResponse:
    """Render the page; `form` is what was sent for an item and needs correcting."""
    owners = owners_for(meeting.body)
    rows = meeting.items.exclude(state=ItemState.WITHDRAWN).select_related("measure__owner", "carried_from", *RESULT)
    items: list[dict[str, Any]] = []
    for number, row in enumerate(
        rows.prefetch_related("outcomes__measure__owner", "outcomes__measure__post", "outcomes__matter"), 1
    ):
        row.meeting = meeting
        one = form if form is not None and row.pk == item else _form(row, owners)
        items.append({"item": row, "number": number, "form": one, "outcomes": list(row.outcomes.all())})
    if under_way := [one for one in items if one["item"].state == ItemState.OPEN]:
        under_way[0]["is_next"] = True
    focus = item or _number(request.GET.get("item", ""))
    context = {
        "meeting": meeting,
        "items": items,
        "focus": focus,
        "said": SAID.get(request.GET.get("said", ""), ""),
        "minutes": meeting.minutes_versions.first(),
        "may_close": request.actor.may("meetings.close", meeting),
        "may_begin": request.actor.may("meetings.begin_minutes", meeting),
        **_attendance(meeting),
    }
    return render(request, "meetings/outcomes.html", context, status=status)


def _number(words: str) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 19 else 0


def _form(item: AgendaItem, owners: list[tuple[str, str]], data: Any = None, **more: Any) -> OutcomeForm:
    return OutcomeForm(data, item=item, owners=owners, auto_id=f"i{item.pk}_%s", **more)


def _attendance(meeting: Meeting) -> dict[str, Any]:
    """Return the seats of the day with who sits there and whether present, how many are filled and how many needed."""
    marked = {place.mandate_id: place for place in meeting.places.all()}
    seats: dict[int, dict[str, Any]] = {}
    for mandate in present.seated(meeting):
        place = marked.get(mandate.pk)
        seat = seats.setdefault(mandate.seat_id, {"seat": mandate.seat, "lines": []})
        seat["lines"].append({"mandate": mandate, "place": place, "side": present.side_of(mandate.organisation)})
    rules = meeting.body.rules.first()
    filled = sum(any(line["place"] and line["place"].present for line in seat["lines"]) for seat in seats.values())
    needed = rules.quorum if rules else None
    return {
        "seats": list(seats.values()),
        "taken": any(place.present is not None for place in marked.values()),
        "filled": filled,
        "needed": needed,
        "has_quorum": needed is None or filled >= needed,
    }


def _back(meeting: Meeting, said: str, item: int = 0) -> HttpResponse:
    """Go back to the page, to the item that was saved; htmx follows and takes its part of the page."""
    address = reverse("meetings:record", args=[meeting.pk])
    query = f"?said={said}" + (f"&item={item}#item-{item}" if item else "#attendance")
    return see_other(f"{address}{query}")


@login_required
@require_POST
def take_attendance(request: Request, pk: int) -> HttpResponse:
    """Save who is present."""
    meeting = get_meeting(request, pk)
    demand(request, "meetings.take_attendance", meeting)
    form = AttendanceForm(request.POST, seated=present.seated(meeting))
    if form.is_valid():
        actions.take_attendance(request.actor, meeting, present=form.cleaned_data["present"])
    return _back(meeting, "attendance")


@login_required
@require_http_methods(["GET", "POST"])
def record_item(request: Request, pk: int) -> HttpResponse:
    """Record what came of an item; what needs correcting is said on the same page."""
    item = _item(request, pk, "meetings.record")
    if request.method != "POST":
        return see_other(f"{reverse('meetings:record', args=[item.meeting_id])}#item-{item.pk}")
    form = _form(item, owners_for(item.meeting.body), request.POST)
    if attempt(form, lambda data: actions.record(request.actor, item, **data)):
        return _back(item.meeting, "recorded", item.pk)
    status = 200 if request.headers.get("HX-Request") else 422  # htmx takes only pages that went well
    return _record_page(request, item.meeting, item=item.pk, form=form, status=status)


@login_required
@require_POST
def settle_item(request: Request, pk: int) -> HttpResponse:
    """Say whether an item was dealt with."""
    item = _item(request, pk, "meetings.settle_item")
    form = SettleForm(request.POST)
    if form.is_valid():
        actions.settle_item(request.actor, item, state=form.cleaned_data["state"])
    return _back(item.meeting, "settled", item.pk)


@login_required
@require_http_methods(["GET", "POST"])
def change_outcome(request: Request, pk: int) -> HttpResponse:
    """Correct an outcome on a page of its own."""
    outcome = _outcome(request, pk, "meetings.change_outcome")
    item = outcome.item
    form = _form(item, _with_own(outcome), posted(request), initial=_initial(outcome), text=outcome.text)
    if attempt(form, lambda data: actions.change_outcome(request.actor, outcome, **data)):
        return _back(item.meeting, "recorded", item.pk)
    context = {"form": form, "outcome": outcome, "item": item, "meeting": item.meeting}
    return render(request, "meetings/outcome.html", context, status=422 if form.errors else 200)


def _initial(outcome: Outcome) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": outcome.kind, "to": outcome.to, "approves": outcome.approves}
    if measure := outcome.measure:
        title: Text = measure.title
        found |= {"who": _who(outcome), "due": measure.due, "title": str(title)}
    return found


def _who(outcome: Outcome) -> str:
    measure = outcome.measure
    if measure is None:
        return ""
    return f"{measure.owner_id}:{measure.post_id}" if measure.post_id else str(measure.owner_id)


def _with_own(outcome: Outcome) -> list[tuple[str, str]]:
    """Return who may be given a task, and who has it now, also when she sits there no more."""
    owners, now = owners_for(outcome.item.meeting.body), _who(outcome)
    if outcome.kind == OutcomeKind.TASK and outcome.measure and now not in dict(owners):
        owners.append((now, str(outcome.measure.owner)))
    return owners


@login_required
@require_POST
def remove_outcome(request: Request, pk: int) -> HttpResponse:
    """Take off an outcome that was recorded by mistake."""
    outcome = _outcome(request, pk, "meetings.remove_outcome")
    item = outcome.item
    actions.remove_outcome(request.actor, outcome)
    return _back(item.meeting, "removed", item.pk)


@login_required
@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """End the meeting."""
    meeting = get_meeting(request, pk)
    actions.close(request.actor, meeting)
    return see_other(reverse("meetings:record", args=[meeting.pk]))
