"""Minutes by the link in a letter, for who sits in a body without having an account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumppanuus.core.requests import Request, attempt, posted, see_other
from kumppanuus.links.limits import limited
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import actor_for, follow, problem_page
from kumppanuus.meetings import actions
from kumppanuus.meetings.documents import BINARY
from kumppanuus.meetings.forms_minutes import CorrectionForm
from kumppanuus.meetings.models import Minutes
from kumppanuus.meetings.published import read
from kumppanuus.meetings.telling import READ
from kumppanuus.meetings.views.approval import part_of
from kumppanuus.meetings.views.minutes import READ as WITH
from kumppanuus.meetings.views.minutes import file_of, possible
from kumppanuus.ui.languages import language_name


def _enter(request: Request, token: str) -> Minutes | HttpResponse:
    """Return the minutes that the token opens, or the page that says why it does not. Changes nothing."""
    link = follow(token, READ)
    if not isinstance(link, Link):
        return problem_page(request, link)
    found = get_object_or_404(Minutes.objects.select_related(*WITH), pk=link.target_id)
    request.actor = actor_for(link)
    return found


@require_http_methods(["GET", "POST"])
@limited("meetings.minutes", most=60, seconds=3600)
def minutes(request: Request, token: str) -> HttpResponse:
    """Show the minutes; posted words ask for a correction of a part, or of the minutes as a whole."""
    found = _enter(request, token)
    if isinstance(found, HttpResponse):
        return found
    form = CorrectionForm(posted(request))
    part = part_of(found, request.POST.get("part", ""))
    if attempt(form, lambda data: actions.ask_for_correction(request.actor, found, part=part, text=data["text"])):
        messages.success(request, _("Your request is there. You are told when it is answered."))
        return see_other(request.path)
    reading = read(found, [found])
    context = {
        "reading": reading,
        "minutes": found,
        "meeting": found.meeting,
        "body": found.meeting.body,
        "written_in": language_name(reading.language),
        "files": [(reverse("meetings:minutes_file_by_link", args=[token, fmt]), fmt.upper()) for fmt in BINARY],
        "token": token,
        **possible(request, found),
    }
    if form.errors:
        told = {"form": form, "heading": _("Ask for a correction"), "submit": _("Send the request"), "part": part}
        return render(request, "meetings/minutes_form.html", {**context, **told, "back": request.path}, status=422)
    return render(request, "meetings/minutes.html", context)


@require_safe
def minutes_file(request: Request, token: str, fmt: str) -> HttpResponse:
    """Give the minutes as PDF or DOCX, as `meetings.views.minutes.minutes_file` does."""
    found = _enter(request, token)
    return found if isinstance(found, HttpResponse) else file_of(read(found, [found]), fmt)
