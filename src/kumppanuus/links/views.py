"""The page where a printed code is typed. It only finds the way: the page behind acts, by its own button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumppanuus.core.requests import posted, see_other
from kumppanuus.links.forms import CodeForm
from kumppanuus.links.limits import limited
from kumppanuus.links.models import Link
from kumppanuus.links.purposes import page_for
from kumppanuus.links.resolve import LinkProblem, follow_code, stand_in


@require_http_methods(["GET", "POST"])
@limited("links.enter", most=10, seconds=600)
def enter(request: HttpRequest) -> HttpResponse:
    """Take a printed code and go on to the page that it is for."""
    form = CodeForm(posted(request))
    if form.is_valid():
        found = follow_code(form.cleaned_data["code"])
        if isinstance(found, Link):
            return see_other(page_for(found.purpose, stand_in(found)))
        unknown = found is LinkProblem.UNKNOWN
        form.add_error(
            "code", _("No paper has this code. Compare each letter with the paper.") if unknown else found.message
        )
    status = 422 if form.is_bound else 200
    return render(request, "links/enter.html", {"form": form}, status=status)
