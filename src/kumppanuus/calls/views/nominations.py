"""Nominating, one's own nominations, and the nominee's answer by her account or by the link in her e-mail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.calls import actions
from kumppanuus.calls.forms import AnswerForm, IneligibleForm, NominationForm
from kumppanuus.calls.letters import ANSWER
from kumppanuus.calls.models import Nomination, NominationQuerySet
from kumppanuus.calls.reading import moment, places_of, time_left, why_not
from kumppanuus.calls.views.calls import form_page, get_call
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.links.limits import limited
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import actor_for, follow, problem_page
from kumppanuus.organisations.models import Organisation, organisations_of
from kumppanuus.ui.languages import language_name

PER_PAGE = 40
READ = (
    "call__body__convener",
    "call__body__kind",
    "call__decision",
    "call__area",
    "organisation",
    "seat",
    "given_seat",
)
LANGUAGES = ("fi", "sv", "en", "se", "ru")


def _visible(request: Request) -> NominationQuerySet:
    found: NominationQuerySet = Nomination.objects.visible_to(request.actor)
    return found.select_related(*READ, "person", "nominated_by", "mandate")


def _get(request: Request, pk: int, permission: str = "") -> Nomination:
    found = get_object_or_404(_visible(request), pk=pk)
    if permission:
        demand(request, permission, found)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def nominate(request: Request, pk: int) -> HttpResponse:
    """Nominate somebody in the name of the organisation one acts for."""
    found = get_call(request, pk, "calls.nominate")
    organisation = get_object_or_404(Organisation, pk=request.actor.organisation_id or 0)
    codes = list(dict.fromkeys([*found.body.languages, *LANGUAGES]))
    form = NominationForm(posted(request), places=places_of(found), codes=codes)
    if made := attempt(form, lambda data: actions.nominate(request.actor, found, **data)):
        said = _("The nomination is complete.") if made.consent_at else _("The nomination is sent.")
        messages.success(request, said)
        return see_other(made.get_absolute_url())
    context = {
        "form": form,
        "call": found,
        "body": found.body,
        "organisation": organisation,
        "is_open": found.is_open,
        "why_not": why_not(found, organisation),
        "closes": moment(found.closes_at),
        "left": time_left(found.closes_at),
    }
    return render(request, "calls/nominate.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def own(request: Request) -> HttpResponse:
    """List for what one is nominated, and what one's organisations have nominated."""
    mine = Q(person=request.actor.person_id) | Q(organisation__in=organisations_of(request.actor))
    rows = _visible(request).filter(mine).order_by("-given_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "calls/nominations.html", {"page_obj": page})


@require_safe
def nomination(request: Request, pk: int) -> HttpResponse:
    """Show a nomination to the organisation, to the nominee and to who runs the body."""
    found = _get(request, pk)
    verbs = ("withdraw", "ask_again", "consent", "mark_ineligible", "put_back")
    context = {
        "nomination": found,
        "languages": ", ".join(str(language_name(code)) for code in found.languages),
        "form": AnswerForm(initial={"show_name": found.show_name}),
        "answer_url": reverse("calls:answer", args=[found.pk]),
        **_shown(found),
        **{f"may_{verb}": request.actor.may(f"calls.{verb}", found) for verb in verbs},
    }
    return render(request, "calls/nomination.html", context)


def _shown(found: Nomination) -> dict[str, object]:
    call = found.call
    return {
        "call": call,
        "body": call.body,
        "state": found.shown_state,
        "closes": moment(call.closes_at),
        "left": time_left(call.closes_at),
        "is_open": call.is_open,
    }


@login_required
@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Answer as the nominee, by her account."""
    found = _get(request, pk, "calls.consent")
    return _answer(request, found, found.get_absolute_url()) or see_other(found.get_absolute_url())


def _answer(request: Request, found: Nomination, back: str) -> HttpResponse | None:
    """Do what the nominee's form says; None where it says nothing that can be understood."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose one of the answers. Nothing was changed."))
        return None
    if form.cleaned_data["answer"] == "yes":
        actions.consent(request.actor, found, show_name=form.cleaned_data["show_name"])
        messages.success(request, _("Thank you. Your consent is saved, and the organisation is told."))
    else:
        actions.refuse(request.actor, found)
        messages.success(request, _("Your answer is saved. The organisation is told that you do not stand."))
    return see_other(back)


@require_http_methods(["GET", "POST"])
@limited("calls.answer", most=60, seconds=3600)
def answer_by_link(request: Request, token: str) -> HttpResponse:
    """The nominee's page behind the link in her e-mail, without an account. Only its buttons change anything."""
    link = follow(token, ANSWER)
    if not isinstance(link, Link):
        return problem_page(request, link)
    rows = Nomination.objects.select_related(*READ, "person")
    found = get_object_or_404(rows, pk=link.target_id, link_id=link.pk)
    request.actor = actor_for(link)
    if request.method == "POST":
        demand(request, "calls.consent", found)
        if done := _answer(request, found, request.path):
            return done
    context = {
        "nomination": found,
        "form": AnswerForm(initial={"show_name": found.show_name}),
        "places": places_of(found.call),
        "answer_url": request.path,
        "may_consent": request.actor.may("calls.consent", found),
        **_shown(found),
    }
    return render(request, "calls/answer.html", context)


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a nomination back."""
    found = _get(request, pk, "calls.withdraw")
    actions.withdraw(request.actor, found)
    messages.success(request, _("The nomination is withdrawn. The person is told."))
    return see_other(found.get_absolute_url())


@login_required
@require_POST
def ask_again(request: Request, pk: int) -> HttpResponse:
    """Ask the nominee once more."""
    found = _get(request, pk, "calls.ask_again")
    actions.ask_again(request.actor, found)
    messages.success(request, _("The request is sent once more."))
    return see_other(found.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def mark_ineligible(request: Request, pk: int) -> HttpResponse:
    """Say that a nomination is not eligible, and why."""
    found = _get(request, pk, "calls.mark_ineligible")
    form = IneligibleForm(posted(request))
    if attempt(form, lambda data: actions.mark_ineligible(request.actor, found, **data)):
        messages.success(request, _("Marked. The organisation and the person are told."))
        return see_other(reverse("calls:compare", args=[found.call_id]))
    back = (found.call, reverse("calls:compare", args=[found.call_id]))
    heading = _("Not eligible: %(organisation)s") % {"organisation": found.organisation}
    return form_page(request, form, back, heading, _("Mark as not eligible"))


@login_required
@require_POST
def put_back(request: Request, pk: int) -> HttpResponse:
    """Let a nomination count again."""
    found = _get(request, pk, "calls.put_back")
    actions.put_back(request.actor, found)
    messages.success(request, _("The nomination counts again. The organisation is told."))
    return see_other(reverse("calls:compare", args=[found.call_id]))
