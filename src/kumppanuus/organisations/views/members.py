"""Members, invitations and requests to join."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.accounts.actions import look
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.links.limits import limited
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import follow, problem_page
from kumppanuus.organisations import actions
from kumppanuus.organisations.actions.memberships import INVITATION
from kumppanuus.organisations.forms import ApproveForm, EndForm, InviteForm, JoinForm, MembershipForm
from kumppanuus.organisations.middleware import SESSION_KEY
from kumppanuus.organisations.models import Invitation, JoinRequest, Membership, Organisation


def _members_url(organisation: Organisation) -> str:
    return reverse("organisations:members", args=[organisation.slug])


@login_required
@require_safe
def members(request: Request, slug: str) -> HttpResponse:
    """Show the members; administrators also see addresses, invitations and requests. The viewing is recorded."""
    found = get_object_or_404(Organisation.objects.visible_to(request.actor), slug=slug)
    demand(request, "organisations.see_members", found)
    rows = list(Membership.objects.visible_to(request.actor).filter(organisation=found).select_related("person"))
    administers = request.actor.may("organisations.invite", found)
    if administers:
        look(request.actor, None, subjects=[row.person_id for row in rows], what=f"organisations.members:{found.pk}")
    current = set(Membership.objects.current().filter(organisation=found).values_list("pk", flat=True))
    return render(
        request,
        "organisations/members.html",
        {
            "organisation": found,
            "members": [row for row in rows if row.pk in current],
            "ended": [row for row in rows if row.pk not in current],
            "administers": administers,
            "invitations": Invitation.objects.visible_to(request.actor).open().filter(organisation=found),
            "requests": JoinRequest.objects.visible_to(request.actor)
            .filter(organisation=found, decided_at=None)
            .select_related("person"),
            "approve_form": ApproveForm(),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: Request, slug: str) -> HttpResponse:
    """Invite somebody by e-mail."""
    found = get_object_or_404(Organisation.objects.visible_to(request.actor), slug=slug)
    demand(request, "organisations.invite", found)
    form = InviteForm(posted(request))
    if attempt(form, lambda data: actions.invite(request.actor, found, **data)):
        messages.success(request, _("The invitation is on its way. It can be accepted for 30 days."))
        return see_other(_members_url(found))
    return render(request, "organisations/invite.html", {"form": form, "organisation": found})


@login_required
@require_POST
def withdraw_invitation(request: Request, pk: int) -> HttpResponse:
    """Withdraw an open invitation."""
    found = get_object_or_404(Invitation.objects.visible_to(request.actor), pk=pk)
    actions.withdraw_invitation(request.actor, found)
    return see_other(_members_url(found.organisation))


@require_http_methods(["GET", "POST"])
@limited("organisations.invitation", most=30, seconds=600, methods=("GET", "POST"))
def invitation(request: Request, token: str) -> HttpResponse:
    """Show what one is invited to; accepted by the button, after sign-in with any address."""
    link = follow(token, INVITATION)
    if not isinstance(link, Link):
        return problem_page(request, link)
    found = Invitation.objects.select_related("organisation", "invited_by").filter(pk=link.target_id).first()
    if found is None:
        raise Http404
    if request.method == "POST" and request.actor.person_id:
        actions.accept_invitation(request.actor, found, token=token)
        request.session[SESSION_KEY] = found.organisation_id
        messages.success(request, _("You are a member now, and act for the organisation from here on."))
        return see_other(found.organisation.get_absolute_url())
    return render(request, "organisations/invitation.html", {"invitation": found})


@login_required
@require_http_methods(["GET", "POST"])
def ask_to_join(request: Request, slug: str) -> HttpResponse:
    """Ask to become a member."""
    found = get_object_or_404(Organisation.objects.visible_to(request.actor), slug=slug)
    demand(request, "organisations.ask_to_join", found)
    form = JoinForm(posted(request))
    if attempt(form, lambda data: actions.ask_to_join(request.actor, found, **data)):
        messages.success(request, _("The administrators have been told. You get their answer by e-mail."))
        return see_other(found.get_absolute_url())
    return render(request, "organisations/ask_to_join.html", {"form": form, "organisation": found})


@login_required
@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    """Take a person who asked into the organisation."""
    found = get_object_or_404(JoinRequest.objects.visible_to(request.actor), pk=pk)
    form = ApproveForm(request.POST)
    if form.is_valid():
        actions.approve(request.actor, found, role=form.cleaned_data["role"])
    return see_other(_members_url(found.organisation))


@login_required
@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    """Say no to a person who asked."""
    found = get_object_or_404(JoinRequest.objects.visible_to(request.actor), pk=pk)
    actions.decline(request.actor, found)
    return see_other(_members_url(found.organisation))


@login_required
@require_http_methods(["GET", "POST"])
def change_membership(request: Request, pk: int) -> HttpResponse:
    """Change a member's role or title."""
    rows = Membership.objects.visible_to(request.actor).current().select_related("organisation", "person")
    found = get_object_or_404(rows, pk=pk)
    demand(request, "organisations.change_membership", found)
    form = MembershipForm(posted(request), initial={"role": found.role, "title": found.title})
    if attempt(form, lambda data: actions.change_membership(request.actor, found, **data)):
        return see_other(_members_url(found.organisation))
    return render(request, "organisations/change_membership.html", {"form": form, "membership": found})


@login_required
@require_http_methods(["GET", "POST"])
def end_membership(request: Request, pk: int) -> HttpResponse:
    """End a membership, one's own or a member's."""
    rows = Membership.objects.visible_to(request.actor).current().select_related("organisation", "person")
    found = get_object_or_404(rows, pk=pk)
    demand(request, "organisations.end_membership", found)
    form = EndForm(posted(request), membership=found)
    if attempt(form, lambda data: actions.end_membership(request.actor, found, **data)):
        messages.success(request, _("The membership has been ended. It stays readable."))
        return see_other(found.organisation.get_absolute_url())
    return render(request, "organisations/end_membership.html", {"form": form, "membership": found})
