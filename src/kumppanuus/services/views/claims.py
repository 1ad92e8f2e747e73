"""Taking over a page that nobody keeps: the way in, asking, deciding, letters, inviting."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.core.actions import Refused
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.links.limits import limited
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import LinkProblem, follow, problem_page
from kumppanuus.organisations.middleware import SESSION_KEY
from kumppanuus.organisations.models import Organisation, Role, acts_for
from kumppanuus.services import actions
from kumppanuus.services.actions.claims import CLAIM
from kumppanuus.services.letters import render as render_letters
from kumppanuus.services.models import Claim, ClaimState, Service, spaces_edited_by, unkept
from kumppanuus.services.permissions import is_kept
from kumppanuus.services.upkeep_forms import AskClaimForm, ClaimForm, DeclineForm, KeeperForm, LettersForm
from kumppanuus.spaces.models import Space

MOST_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@limited("services.claim", most=10, seconds=3600)
def claim(request: Request, organisation: str) -> HttpResponse:
    """Show the ways to take a page over; ask the editors where no address of the organisation is known."""
    owner = get_object_or_404(Organisation.objects.visible_to(request.actor), slug=organisation)
    form = AskClaimForm(posted(request))
    if form.is_bound and not request.actor.person_id:
        raise PermissionDenied
    if attempt(form, lambda data: actions.ask_claim(request.actor, owner, **data)):
        messages.success(request, _("The editors have been told. You get their answer by e-mail."))
        return see_other(owner.get_absolute_url())
    context = {"organisation": owner, "form": form, "kept": is_kept(owner), "hint": _hidden(owner.email)}
    return render(request, "services/claim.html", context, status=422 if form.errors else 200)


def _hidden(address: str) -> str:
    """Return an address so that those who know it recognise it: "k…@example.org"."""
    name, _at, host = address.partition("@")
    return f"{name[0]}…@{host}" if name and host else ""


@require_POST
@limited("services.claim", most=10, seconds=3600)
def send_claim_link(request: Request, organisation: str) -> HttpResponse:
    """Send the link to the organisation's known address."""
    owner = get_object_or_404(Organisation.objects.visible_to(request.actor), slug=organisation)
    actions.send_claim_link(request.actor, owner)
    messages.success(request, _("A link was sent to the organisation's address. It works once, for 14 days."))
    return see_other(owner.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@limited("services.claim_by_link", most=60, seconds=600, methods=("GET", "POST"))
def claim_by_link(request: Request, token: str) -> HttpResponse:
    """Show what is taken over; done by the button, after sign-in with any address."""
    link = follow(token, CLAIM)
    if not isinstance(link, Link):
        return problem_page(request, link)
    owner = Organisation.objects.filter(pk=link.target_id).first()
    if owner is None:
        return problem_page(request, LinkProblem.UNKNOWN)
    form = ClaimForm(posted(request))
    if form.is_bound and not request.actor.person_id:
        raise PermissionDenied
    if form.is_valid():
        actions.claim(request.actor, owner, token=token, **form.cleaned_data)
        request.session[SESSION_KEY] = owner.pk
        messages.success(request, _("The page is yours to keep now, and you act for the organisation from here on."))
        return see_other(owner.get_absolute_url())
    rows = Service.objects.visible_to(request.actor).listed().filter(organisation=owner)[:20]
    context = {"organisation": owner, "form": form, "kept": is_kept(owner), "entries": rows}
    return render(request, "services/claim_by_link.html", context)


@login_required
@require_safe
def claims(request: Request) -> HttpResponse:
    """List claims: those to decide on, and one's own."""
    rows = Claim.objects.visible_to(request.actor).select_related("organisation", "person")
    context = {
        "waiting": list(rows.filter(state=ClaimState.WAITING)[:MOST_SHOWN]),
        "decided": list(rows.exclude(state=ClaimState.WAITING)[:50]),
        "me": request.actor.person_id,
        "sends_letters": _senders(request),
    }
    return render(request, "services/claims.html", context)


def _to_decide(request: Request, pk: int) -> Claim:
    rows = Claim.objects.visible_to(request.actor).select_related("organisation", "person")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_POST
def approve_claim(request: Request, pk: int) -> HttpResponse:
    """Let the person keep the page."""
    actions.approve_claim(request.actor, _to_decide(request, pk))
    messages.success(request, _("The page has a keeper now, who is told."))
    return see_other(reverse("services:claims"))


@login_required
@require_http_methods(["GET", "POST"])
def decline_claim(request: Request, pk: int) -> HttpResponse:
    """Say no, with a reason."""
    found = _to_decide(request, pk)
    demand(request, "services.decline_claim", found)
    form = DeclineForm(posted(request))
    if attempt(form, lambda data: actions.decline_claim(request.actor, found, **data)):
        messages.success(request, _("It is declined, and the person gets your reason."))
        return see_other(reverse("services:claims"))
    context = {"title": found.organisation.name, "form": form, "claim": found}
    return render(request, "services/decline.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def invite_keeper(request: Request, organisation: str) -> HttpResponse:
    """Invite somebody to keep a page, in a municipality's or a space's name."""
    owner = get_object_or_404(Organisation.objects.visible_to(request.actor), slug=organisation)
    demand(request, "services.invite_keeper", owner)
    form = KeeperForm(posted(request))
    if attempt(form, lambda data: actions.invite_keeper(request.actor, owner, **data)):
        messages.success(request, _("The invitation is on its way. It can be accepted for 30 days."))
        return see_other(owner.get_absolute_url())
    context = {"organisation": owner, "form": form}
    return render(request, "services/invite_keeper.html", context, status=422 if form.errors else 200)


def _senders(request: Request) -> list[Space | Organisation]:
    """Return for what the reader may send letters: spaces that she edits, the municipality for which she acts."""
    found: list[Space | Organisation] = list(spaces_edited_by(request.actor))
    if acts_for(request.actor, request.actor.organisation_id, Role.EDITOR):
        found += Organisation.objects.filter(
            pk=request.actor.organisation_id or 0, governs__isnull=False
        ).select_related("governs")
    return found


@login_required
@require_http_methods(["GET", "POST"])
def letters(request: Request) -> HttpResponse:
    """Choose organisations that nobody keeps, and get a PDF with a letter for each."""
    senders = _senders(request)
    if not senders:
        raise PermissionDenied
    sender = senders[0]
    area = sender.area if isinstance(sender, Space) else sender.governs
    assert area is not None  # noqa: S101 - as _senders gives them
    rows = Organisation.objects.active_in(area).ngos().filter(unkept("pk"))
    if word := request.GET.get("q", "").strip().lower()[:100]:
        rows = rows.filter(find_by__contains=word)
    if request.GET.get("without_address"):
        rows = rows.filter(email="")
    form = LettersForm(posted(request), rows=rows.order_by("sort_name", "pk"))
    if form.is_valid():
        try:
            made = actions.make_letters(request.actor, sender, organisations=list(form.cleaned_data["organisations"]))
        except Refused as exc:
            form.add_error(None, exc.message)
        else:
            response = HttpResponse(render_letters(made, sender), content_type="application/pdf")
            response["Content-Disposition"] = 'attachment; filename="letters.pdf"'
            return response
    context = {"form": form, "sender": sender, "wanted": request.GET, "number": rows.count()}
    return render(request, "services/letters.html", context, status=422 if form.errors else 200)
