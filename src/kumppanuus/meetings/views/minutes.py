"""Minutes: reading them in any phase, as a page and as files, and writing them live."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kumppanuus.bodies.models import Approval, OpenTo
from kumppanuus.core.requests import Request, demand, see_other
from kumppanuus.meetings import actions
from kumppanuus.meetings.actions.minutes import approval_of
from kumppanuus.meetings.documents import BINARY
from kumppanuus.meetings.forms_minutes import PartForm
from kumppanuus.meetings.models import AgendaItem, Meeting, Minutes, MinutesPart
from kumppanuus.meetings.published import Reading, Section, read
from kumppanuus.meetings.views.outcomes import get_meeting
from kumppanuus.ui.languages import language_name

READ = ("meeting__body__convener", "meeting__body__space", "meeting__body__area", "approved_at")


def versions_of(request: Request, pk: int, number: int) -> tuple[Minutes, list[Minutes]]:
    """Return the version of the address and all that the reader may see, or raise Http404."""
    rows = Minutes.objects.visible_to(request.actor).filter(meeting=pk).select_related(*READ)
    found = {one.number: one for one in rows}
    if number not in found:
        raise Http404
    return found[number], list(found.values())


@require_safe
def minutes(request: Request, pk: int, number: int) -> HttpResponse:
    """Show minutes: approved ones to whoever reads the meeting, drafts inside the body with what can be done now.

    Who is signed out and may not read them is led to signing in, whether there are such minutes or not: letters about
    drafts lead here.
    """
    try:
        found, versions = versions_of(request, pk, number)
    except Http404:
        if request.actor.is_visitor:
            return redirect_to_login(request.get_full_path())
        raise
    reading = read(found, versions)
    may = request.actor.may
    context = {
        "reading": reading,
        "minutes": found,
        "meeting": found.meeting,
        "body": found.meeting.body,
        "written_in": language_name(reading.language),
        "may_redact": may("activity.redact", found),
        "files": [(reverse("meetings:minutes_file", args=[pk, number, fmt]), fmt.upper()) for fmt in BINARY],
        **possible(request, found),
    }
    return render(request, "meetings/minutes.html", context)


def of_meeting(request: Request, meeting: Meeting) -> dict[str, Any]:
    """Return what `meetings/_minutes.html` shows on the meeting's page: versions, what can be done. A query."""
    shown = list(Minutes.objects.visible_to(request.actor).filter(meeting=meeting).order_by("-number"))
    may = request.actor.may
    for one in shown:
        one.meeting = meeting
    # Who runs the body sees all versions: what she may do follows from the last one without asking for them again.
    writes = bool(shown) and may("meetings.write", shown[0])
    begins = not shown and may("meetings.begin_minutes", meeting)
    return {"shown": shown, "may_record": writes or begins, "may_begin": begins, "may_write": writes}


def possible(request: Request, found: Minutes) -> dict[str, Any]:
    """Return what the reader can do with the minutes now, and what they wait for."""
    may = request.actor.may
    if not found.is_open:
        return {"may_correct": may("meetings.correct", found)}
    how, until = approval_of(found.meeting), found.corrections_until
    runs = may("meetings.write", found)
    today = timezone.localdate()
    return {
        "may_write": runs,
        "may_open": may("meetings.open_for_corrections", found),
        "may_ask": may("meetings.ask_for_correction", found) and (until is None or until >= today),
        "may_submit": may("meetings.submit", found) and how != Approval.SILENCE,
        "may_inspect": may("meetings.inspect", found),
        "may_approve": may("meetings.approve", found) and how == Approval.MEETING,
        "how": how,
        "signatures": found.signatures.count(),
        "waiting": found.corrections.filter(answered_at=None).count(),
        "time_left": until is not None and until >= today,
    }


@login_required
@require_POST
def begin_minutes(request: Request, pk: int) -> HttpResponse:
    """Begin the minutes and go to write them."""
    meeting = get_meeting(request, pk)
    made = actions.begin_minutes(request.actor, meeting)
    return see_other(reverse("meetings:write", args=[meeting.pk, made.number]))


@login_required
@require_safe
def write(request: Request, pk: int, number: int) -> HttpResponse:
    """Write the minutes, each part in a form of its own that saves by itself where scripts run."""
    found, versions = versions_of(request, pk, number)
    demand(request, "meetings.write", found)
    return _write_page(request, read(found, versions))


def _write_page(
    request: Request,
    reading: Reading,
    *,
    sent: PartForm | None = None,
    conflict: MinutesPart | None = None,
    item: int = -1,
) -> HttpResponse:
    """Render the page; `sent` is what was written for an item, `conflict` what stands there now instead."""
    meeting = reading.meeting
    parts: list[dict[str, Any]] = []
    for section in _with_all_items(reading):
        own = item == (section.part.item_id or 0)
        form = sent if own and sent is not None else _part_form(section, meeting)
        parts.append({"section": section, "form": form, "conflict": conflict if own else None})
    context = {
        "reading": reading,
        "minutes": reading.minutes,
        "meeting": meeting,
        "body": meeting.body,
        "parts": parts,
        **possible(request, reading.minutes),
    }
    return render(request, "meetings/minutes_write.html", context, status=409 if conflict else 422 if sent else 200)


def _with_all_items(reading: Reading) -> list[Section]:
    """Return the sections, and one for each item that was put on the agenda since: saving makes its part."""
    known = {section.part.item_id for section in reading.sections}
    found = list(reading.sections)
    for row in reading.meeting.items.exclude(state="withdrawn"):
        if row.pk not in known:
            part = MinutesPart(minutes=reading.minutes, item=row)
            found.append(Section(number=len(found), title=row.title, part=part))
    return found


def _part_form(section: Section, meeting: Meeting, data: Any = None) -> PartForm:
    part = section.part
    initial = {"revision": part.revision}
    auto_id = f"p{part.item_id or 0}_%s"
    return PartForm(data, languages=meeting.body.languages, text=part.text, initial=initial, auto_id=auto_id)


@require_POST
def write_part(request: Request, pk: int, number: int, item: int) -> HttpResponse:
    """Save one part. On an older revision nothing is overwritten: both texts are shown, and can be joined and saved.

    Who has been signed out meanwhile is told so (401) and not led away from what she wrote.
    """
    if request.headers.get("HX-Request") and request.actor.is_visitor:
        return HttpResponse(status=401)
    return _write_part(request, pk, number, item)


@login_required
def _write_part(request: Request, pk: int, number: int, item: int) -> HttpResponse:
    found, versions = versions_of(request, pk, number)
    demand(request, "meetings.write", found)
    row = get_object_or_404(AgendaItem, pk=item, meeting=pk) if item else None
    part = found.parts.filter(item=row).first() or MinutesPart(minutes=found, item=row)
    form = _part_form(Section(0, part.text, part), found.meeting, request.POST)
    live = bool(request.headers.get("HX-Request"))
    if not form.is_valid():
        if live:
            return render(request, "meetings/_part_state.html", {"part": part, "form": form})
        return _write_page(request, read(found, versions), sent=form, item=item)
    data = form.cleaned_data
    numbers = {"revision": data["revision"], "joined": data["joined"]}
    try:
        saved = actions.write(request.actor, found, item=row, text=form.by_language(), **numbers)
    except actions.WrittenMeanwhile as refusal:
        if live:
            context = {"part": part, "form": form, "conflict": refusal.part, "revision": data["revision"]}
            return render(request, "meetings/_part_state.html", context)
        return _write_page(request, read(found, versions), sent=form, conflict=refusal.part, item=item)
    if live:
        return render(request, "meetings/_part_state.html", {"part": saved, "saved": True, "revision": saved.revision})
    messages.success(request, _("Saved."))
    return see_other(f"{reverse('meetings:write', args=[pk, number])}#part-{item}")


@require_safe
def minutes_file(request: Request, pk: int, number: int, fmt: str) -> HttpResponse:
    """Give the minutes as PDF or DOCX, made anew each time; a draft says on each page that it is one."""
    found, versions = versions_of(request, pk, number)
    return file_of(read(found, versions), fmt)


def file_of(reading: Reading, fmt: str) -> HttpResponse:
    """Return minutes as a file. Raises Http404 for another format than PDF and DOCX."""
    if fmt not in BINARY:
        raise Http404
    found = reading.minutes
    kind, make = BINARY[fmt]
    response = HttpResponse(make(reading), content_type=kind)
    shown = "inline" if fmt == "pdf" else "attachment"
    name = f"{found.meeting.body.slug}-{found.meeting.day.isoformat()}-{found.number}"
    response["Content-Disposition"] = f'{shown}; filename="{name}.{fmt}"'
    if found.is_open or found.meeting.body.open_to != OpenTo.ALL:
        response["Cache-Control"] = "private, no-store"
    return response
