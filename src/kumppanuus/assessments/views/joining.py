"""Joining a round by the open link or the printed code."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kumppanuus.assessments import actions
from kumppanuus.assessments.actions.rounds import JOIN_PURPOSE
from kumppanuus.assessments.forms import JoinForm
from kumppanuus.assessments.models import Assessment
from kumppanuus.core.requests import Request, see_other
from kumppanuus.links.limits import limited
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import actor_for, follow, problem_page


@require_http_methods(["GET", "POST"])
@limited("assessments.join", most=60, seconds=3600)
def join(request: Request, token: str) -> HttpResponse:
    """Ask in whose name one answers, go on to the form, and mail the same link to the organisation's address."""
    link = follow(token, JOIN_PURPOSE)
    if not isinstance(link, Link):
        return problem_page(request, link)
    assessment = get_object_or_404(Assessment.objects.select_related("round__keeper", "area"), pk=link.target_id)
    form = JoinForm(request.POST or None)
    if form.is_valid():
        request.actor = actor_for(link)
        _participation, own = actions.claim(request.actor, assessment, **form.cleaned_data)
        if own:
            return see_other(reverse("assessments:begin", args=[own]))
        context = {"assessment": assessment, "address": form.cleaned_data["address"]}
        return render(request, "assessments/join_sent.html", context)
    status = 422 if form.is_bound else 200
    return render(request, "assessments/join.html", {"assessment": assessment, "form": form}, status=status)
