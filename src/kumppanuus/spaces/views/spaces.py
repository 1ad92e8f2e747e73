"""A space's own pages: change, roles, recovery, statements, feedback."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.accounts.actions import look
from kumppanuus.accounts.terms import CONTENT_LICENCE, CONTENT_LICENCE_URL, TERMS_VERSION
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.links.limits import limited
from kumppanuus.spaces import actions
from kumppanuus.spaces.context import default_space, dress
from kumppanuus.spaces.forms import AnswerForm, AppointForm, FeedbackForm, PublicBodyForm, RecoverForm, SpaceForm
from kumppanuus.spaces.models import AccessibilityFeedback, Space, SpaceRole


def space_or_404(request: Request, slug: str, permission: str = "") -> Space:
    rows = Space.objects.visible_to(request.actor).select_related("operator", "area")
    found = get_object_or_404(rows, slug=slug)
    dress(request, found.pk)
    if permission:
        demand(request, permission, found)
    return found


def _form_page(request: Request, form: Form, space: Space, heading: str, submit: str, **more: Any) -> HttpResponse:
    context = {"form": form, "space": space, "heading": heading, "submit": submit, **more}
    return render(request, "spaces/form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, slug: str) -> HttpResponse:
    """Change a space's name, languages and texts."""
    space = space_or_404(request, slug, "spaces.change")
    form = SpaceForm(posted(request), initial={name: getattr(space, name) for name in SpaceForm.base_fields})
    if form.is_valid():
        actions.change(request.actor, space, **form.cleaned_data)
        messages.success(request, _("The changes are saved."))
        return see_other(reverse("spaces:change", args=[slug]))
    return _form_page(request, form, space, _("Change the space"), _("Save the changes"))


@login_required
@require_safe
def roles(request: Request, slug: str) -> HttpResponse:
    """Show who has which role in the space; editors see addresses, and the viewing is recorded."""
    space = space_or_404(request, slug)
    rows = list(SpaceRole.objects.visible_to(request.actor).filter(space=space).select_related("person"))
    edits = request.actor.may("spaces.appoint", space)
    if edits:
        look(request.actor, None, subjects=[row.person_id for row in rows], what=f"spaces.roles:{space.pk}")
    return render(request, "spaces/roles.html", {"space": space, "roles": rows, "edits": edits})


@login_required
@require_http_methods(["GET", "POST"])
def appoint(request: Request, slug: str) -> HttpResponse:
    """Give a person a role in the space."""
    space = space_or_404(request, slug, "spaces.appoint")
    form = AppointForm(posted(request))
    if attempt(form, lambda data: actions.appoint(request.actor, space, person=data["email"], role=data["role"])):
        return see_other(reverse("spaces:roles", args=[slug]))
    return _form_page(request, form, space, _("Appoint to a role"), _("Appoint"))


@login_required
@require_POST
def dismiss(request: Request, pk: int) -> HttpResponse:
    """End a role in a space."""
    found = get_object_or_404(SpaceRole.objects.visible_to(request.actor).select_related("space"), pk=pk)
    actions.dismiss(request.actor, found)
    return see_other(reverse("spaces:roles", args=[found.space.slug]))


@login_required
@require_http_methods(["GET", "POST"])
def recover(request: Request, slug: str) -> HttpResponse:
    """Invite a new administrator to an organisation that has none."""
    space = space_or_404(request, slug, "spaces.recover")
    form = RecoverForm(posted(request), space=space)
    if attempt(form, lambda data: actions.recover(request.actor, space, **data)):
        messages.success(request, _("The invitation is on its way."))
        return see_other(reverse("spaces:recover", args=[slug]))
    lead = _("An organisation whose last administrator has left gets a new one here. It leaves a trace.")
    return _form_page(request, form, space, _("Help an organisation without administrator"), _("Invite"), lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def add_public_body(request: Request, slug: str) -> HttpResponse:
    """Make the organisation of a municipality or county."""
    space = space_or_404(request, slug, "spaces.add_public_body")
    form = PublicBodyForm(posted(request), space=space)
    if made := attempt(form, lambda data: actions.add_public_body(request.actor, space, **data)):
        return see_other(made.get_absolute_url())
    return _form_page(request, form, space, _("Add a municipality or county"), _("Add and invite"))


def _statement(request: Request, slug: str, name: str, heading: str, **more: Any) -> HttpResponse:
    space = space_or_404(request, slug) if slug else default_space()
    language = (get_language() or "fi").split("-")[0]
    context = {"space": space, "heading": heading, "body": f"spaces/statements/{name}_{language}.html", **more}
    return render(request, "spaces/statement.html", context)


@require_safe
def accessibility(request: Request, slug: str = "") -> HttpResponse:
    """Show the accessibility statement."""
    return _statement(request, slug, "accessibility", _("Accessibility statement"))


@require_safe
def privacy(request: Request, slug: str = "") -> HttpResponse:
    """Show the privacy notice, function by function."""
    return _statement(request, slug, "privacy", _("Privacy notice"))


@require_safe
def terms(request: Request, slug: str = "") -> HttpResponse:
    """Show the terms of contribution and the space's own part of them."""
    language = (get_language() or "fi").split("-")[0]
    terms_of = {"terms_version": TERMS_VERSION, "licence": CONTENT_LICENCE, "licence_url": CONTENT_LICENCE_URL}
    more = terms_of | {"terms_template": f"accounts/terms/{language}.html"}
    return _statement(request, slug, "terms", _("Terms of this space"), **more)


@require_http_methods(["GET", "POST"])
@limited("spaces.feedback", most=5, seconds=3600)
def feedback(request: Request, slug: str = "") -> HttpResponse:
    """Take feedback on accessibility, without an account."""
    space = space_or_404(request, slug) if slug else default_space()
    form = FeedbackForm(posted(request), initial={"page": request.GET.get("page", "")})
    if space is not None and form.is_valid():
        language = (get_language() or "fi").split("-")[0]
        given = actions.give_feedback(request.actor, space, language=language, **form.cleaned_data)
        return render(request, "spaces/feedback_given.html", {"feedback": given, "space": space})
    return render(request, "spaces/feedback.html", {"form": form, "space": space})


@login_required
@require_safe
def feedback_list(request: Request, slug: str) -> HttpResponse:
    """List feedback to answer, the overdue first."""
    space = space_or_404(request, slug, "spaces.change")
    rows = AccessibilityFeedback.objects.visible_to(request.actor).filter(space=space)
    waiting = [row for row in rows if row.answered_at is None]
    answered = [row for row in rows if row.answered_at is not None]
    return render(request, "spaces/feedback_list.html", {"space": space, "waiting": waiting, "answered": answered})


@login_required
@require_http_methods(["GET", "POST"])
def answer_feedback(request: Request, pk: int) -> HttpResponse:
    """Answer feedback."""
    rows = AccessibilityFeedback.objects.visible_to(request.actor).select_related("space")
    found = get_object_or_404(rows, pk=pk)
    form = AnswerForm(posted(request))
    if form.is_valid():
        actions.answer_feedback(request.actor, found, **form.cleaned_data)
        messages.success(request, _("The answer is saved, and sent where there is an address."))
        return see_other(reverse("spaces:feedback_list", args=[found.space.slug]))
    return render(request, "spaces/answer_feedback.html", {"form": form, "feedback": found})
