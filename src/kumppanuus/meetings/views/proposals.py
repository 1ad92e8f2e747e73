"""Proposing items for a body's agenda, and answering proposals."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.activity.conditional import same_until_anything_happens
from kumppanuus.bodies.models import Body
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.interop import feeds
from kumppanuus.interop.export import Column, rows_response
from kumppanuus.meetings import actions
from kumppanuus.meetings.forms.agendas import AcceptForm, DeclineForm, ProposalForm
from kumppanuus.meetings.models import Proposal, ProposalQuerySet
from kumppanuus.meetings.reading import chance_of
from kumppanuus.meetings.views.matters import waiting_at
from kumppanuus.meetings.views.meetings import VISITOR, show
from kumppanuus.organisations.models import Organisation, organisations_of

PER_PAGE, IN_FEED = 40, 50


def _visible(request: Request) -> ProposalQuerySet:
    found: ProposalQuerySet = Proposal.objects.visible_to(request.actor)
    return found.select_related("body__convener", "body__area", "organisation", "item__meeting")


def _body(request: Request, slug: str) -> Body:
    return get_object_or_404(Body.objects.visible_to(request.actor).select_related("convener"), slug=slug)


@login_required
@require_safe
def own(request: Request) -> HttpResponse:
    """List what one has proposed, and what one's organisations have."""
    mine = Q(person=request.actor.person_id) | Q(organisation__in=organisations_of(request.actor))
    page = Paginator(_visible(request).filter(mine), PER_PAGE).get_page(request.GET.get("page"))
    return show(request, "meetings/proposals.html", {"page_obj": page})


@require_safe
def of_body(request: Request, slug: str) -> HttpResponse:
    """List what was proposed to a body, as far as the reader may see it."""
    body = _body(request, slug)
    page = Paginator(_visible(request).filter(body=body), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "body": body,
        "may_propose": request.actor.may("meetings.propose", body),
        "matters": waiting_at(body),
        "may_take": request.actor.may("meetings.plan", body),
        "files": _files(body),
    }
    return show(request, "meetings/proposals.html", context)


def _files(body: Body) -> list[tuple[str, str, str]]:
    found = [
        (_("These proposals"), reverse("meetings:proposals_export", args=[body.slug, fmt]), fmt.upper())
        for fmt in ("xlsx", "csv", "json")
    ]
    if body.open_to == "all":
        found.append((_("News feed"), reverse("meetings:proposals_atom", args=[body.slug]), "Atom"))
    return found


@require_safe
def export(request: Request, slug: str, fmt: str) -> HttpResponse:
    """Give the same proposals as a file."""
    plain = fmt == "json"
    columns: list[Column[Proposal]] = [
        Column(_("What it is about"), lambda p: p.title, "title"),
        Column(_("What you want and why"), lambda p: p.why, "why"),
        Column(_("Kind"), lambda p: p.kind if plain else p.get_kind_display(), "kind"),
        Column(_("In whose name"), lambda p: p.organisation.name if p.organisation else "", "organisation"),
        Column(_("Given"), lambda p: p.given_at, "given_at"),
        Column(_("State"), lambda p: p.state if plain else p.get_state_display(), "state"),
        Column(_("Answered"), lambda p: p.answered_at, "answered_at"),
        Column(_("Why it was declined"), lambda p: p.reason, "reason"),
        Column(_("Meeting"), lambda p: p.item.meeting.day if p.item else None, "meeting"),
        Column(_("Address"), lambda p: request.build_absolute_uri(p.get_absolute_url()), "address"),
    ]
    return rows_response(request, _("proposals"), columns, _visible(request).filter(body=_body(request, slug)), fmt)


@same_until_anything_happens
@require_safe
def atom(request: Request, slug: str) -> HttpResponse:
    """Give the answered proposals of an open body as an Atom feed; of another there is none for everybody."""
    body = get_object_or_404(Body.objects.visible_to(VISITOR).select_related("convener"), slug=slug)
    if body.open_to != "all":
        raise Http404
    page = f"{settings.SITE_URL}{reverse('meetings:proposals', args=[slug])}"
    about = _("Items proposed and what was answered, the last answered first")
    feed = feeds.begin(request, _("Proposed items: %(body)s") % {"body": body}, page, about)
    rows = Proposal.objects.visible_to(VISITOR).filter(body=body).select_related("organisation", "item__meeting")
    for row in rows.order_by("-answered_at", "-pk")[:IN_FEED]:
        meeting = row.item.meeting if row.item else None
        told = (row.why, row.reason, meeting and f"{meeting} {date_format(meeting.day)}")
        feed.add_item(
            title=f"{row.get_state_display()}: {row}",
            link=f"{settings.SITE_URL}{row.get_absolute_url()}",
            description=" · ".join(str(one) for one in told if one),
            author_name=str(row.organisation or body),
            pubdate=row.given_at,
            updateddate=row.answered_at or row.given_at,
            unique_id=f"{settings.SITE_URL}/proposals/{row.pk}",
            categories=[row.state],
        )
    return feeds.answer(feed)


@login_required
@require_http_methods(["GET", "POST"])
def propose(request: Request, slug: str) -> HttpResponse:
    """Propose an item; the page says beforehand for which meeting it would be."""
    body = _body(request, slug)
    demand(request, "meetings.propose", body)
    form = ProposalForm(posted(request))
    if made := attempt(form, lambda data: actions.propose(request.actor, body, **data)):
        messages.success(request, _("Your proposal is sent. The answer comes to you by e-mail."))
        return see_other(made.get_absolute_url())
    name = Organisation.objects.filter(pk=request.actor.organisation_id or 0).first()
    context = {"form": form, "body": body, "chance": chance_of(body), "in_whose_name": name}
    return show(request, "meetings/propose.html", context, status=422 if form.errors else 200)


def _proposal(request: Request, pk: int, permission: str = "") -> Proposal:
    found = get_object_or_404(_visible(request).select_related("person"), pk=pk)
    if permission:
        demand(request, permission, found)
    return found


@require_safe
def proposal(request: Request, pk: int) -> HttpResponse:
    """Show a proposal with its answer."""
    found = _proposal(request, pk)
    waits = found.state == "waiting"
    context = {
        "proposal": found,
        "body": found.body,
        "chance": chance_of(found.body) if waits else None,
        "may_accept": request.actor.may("meetings.accept_proposal", found),
        "may_withdraw": request.actor.may("meetings.withdraw_proposal", found),
    }
    return show(request, "meetings/proposal.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def accept(request: Request, pk: int) -> HttpResponse:
    """Take a proposal onto the agenda of a meeting."""
    found = _proposal(request, pk, "meetings.accept_proposal")
    form = AcceptForm(posted(request), body=found.body, presenter=str(found.organisation or ""))
    if attempt(form, lambda data: actions.accept_proposal(request.actor, found, **data)):
        messages.success(request, _("The item is on the agenda. Who proposed it is told."))
        return see_other(found.item.get_absolute_url() if found.item else found.get_absolute_url())
    context = {"form": form, "proposal": found, "body": found.body, "none": not form.fields["meeting"].queryset}  # type: ignore[attr-defined]
    return show(request, "meetings/accept.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def decline(request: Request, pk: int) -> HttpResponse:
    """Decline a proposal with a reason."""
    found = _proposal(request, pk, "meetings.decline_proposal")
    form = DeclineForm(posted(request))
    if attempt(form, lambda data: actions.decline_proposal(request.actor, found, **data)):
        messages.success(request, _("Declined. Who proposed it is told, with your reason."))
        return see_other(found.get_absolute_url())
    context = {"form": form, "proposal": found, "body": found.body}
    return show(request, "meetings/decline.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take one's own proposal back."""
    found = _proposal(request, pk, "meetings.withdraw_proposal")
    actions.withdraw_proposal(request.actor, found)
    messages.success(request, _("Your proposal is withdrawn."))
    return see_other(found.get_absolute_url())
