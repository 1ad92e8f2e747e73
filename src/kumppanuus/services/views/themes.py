"""A space's own classification: everybody reads it, the space's editors change it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.services import actions
from kumppanuus.services.models import ServiceTerm, ThemeChange
from kumppanuus.services.theme_forms import MergeThemeForm, ThemeForm
from kumppanuus.services.themes import themes_of
from kumppanuus.spaces.context import dress
from kumppanuus.spaces.models import Space
from kumppanuus.taxonomy.models import Term, scheme_of

MOST_CHANGES = 10


def _space(request: Request, slug: str) -> Space:
    found = get_object_or_404(Space.objects.visible_to(request.actor).select_related("area"), slug=slug)
    dress(request, found.pk)
    return found


def _theme(request: Request, space: Space, code: str, permission: str) -> Term:
    rows = Term.objects.visible_to(request.actor).standing().select_related("parent")
    found = get_object_or_404(rows, scheme=scheme_of(space.slug), code=code)
    demand(request, permission, found)
    return found


def _page_of(space: Space) -> str:
    return reverse("services:themes", args=[space.slug])


@require_safe
def themes(request: Request, slug: str) -> HttpResponse:
    """List a space's own themes with how many entries have each; its editors see what can be undone."""
    space = _space(request, slug)
    edits = request.actor.may("services.add_theme", space)
    changes: list[ThemeChange] = []
    if edits:
        rows = ThemeChange.objects.visible_to(request.actor).filter(space=space, undone_at=None)
        changes = [one for one in rows.select_related("term")[:MOST_CHANGES] if one.can_be_undone]
    found = themes_of(space)
    context = {
        "space": space,
        "used": [one for one in found if one.term.ended_at is None],
        "ended": [one for one in found if one.term.ended_at is not None],
        "edits": edits,
        "changes": changes,
    }
    return render(request, "services/themes.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_theme(request: Request, slug: str) -> HttpResponse:
    """Add a theme."""
    space = _space(request, slug)
    demand(request, "services.add_theme", space)
    last = Term.objects.filter(scheme=scheme_of(slug), parent=None).offered().order_by("order").last()
    form = ThemeForm(posted(request), space=space, initial={"after": last})
    if attempt(form, lambda data: actions.add_theme(request.actor, space, **data)):
        messages.success(request, _("The theme is there. Entries can be classed by it now."))
        return see_other(_page_of(space))
    return _form_page(request, space, form, _("Add a theme"), _("Add"))


@login_required
@require_http_methods(["GET", "POST"])
def change_theme(request: Request, slug: str, code: str) -> HttpResponse:
    """Change a theme; from here it is merged or ended, too."""
    space = _space(request, slug)
    term = _theme(request, space, code, "services.change_theme")
    form = ThemeForm(posted(request), space=space, term=term, initial=ThemeForm.initial_of(term))
    if attempt(form, lambda data: actions.change_theme(request.actor, term, **data)):
        messages.success(request, _("The changes are saved."))
        return see_other(_page_of(space))
    entries = _entries_of(term)
    return _form_page(request, space, form, _("Change the theme"), _("Save"), term=term, entries=entries)


@login_required
@require_http_methods(["GET", "POST"])
def merge_theme(request: Request, slug: str, code: str) -> HttpResponse:
    """Let a theme become part of another, after saying how many entries go over."""
    space = _space(request, slug)
    term = _theme(request, space, code, "services.merge_theme")
    form = MergeThemeForm(posted(request), term=term)
    if attempt(form, lambda data: actions.merge_theme(request.actor, term, into=data["into"])):
        messages.success(request, _("The two are one now. You can undo it below for thirty days."))
        return see_other(_page_of(space))
    number = _entries_of(term)
    told = ngettext("%(n)d entry goes over with it.", "%(n)d entries go over with it.", number) % {"n": number}
    kept = _("Addresses of lists that are filtered by the old theme lead to the new one.")
    return _form_page(request, space, form, _("Merge the theme into another"), _("Merge"), term=term, lead=[told, kept])


@login_required
@require_POST
def end_theme(request: Request, slug: str, code: str) -> HttpResponse:
    """Offer a theme no more."""
    space = _space(request, slug)
    actions.end_theme(request.actor, _theme(request, space, code, "services.change_theme"))
    messages.success(request, _("The theme is not offered any more. Entries that have it keep it."))
    return see_other(_page_of(space))


@login_required
@require_POST
def resume_theme(request: Request, slug: str, code: str) -> HttpResponse:
    """Offer an ended theme again."""
    space = _space(request, slug)
    actions.resume_theme(request.actor, _theme(request, space, code, "services.change_theme"))
    messages.success(request, _("The theme is offered again."))
    return see_other(_page_of(space))


@login_required
@require_POST
def undo_theme(request: Request, pk: int) -> HttpResponse:
    """Take a change of a theme back."""
    change = get_object_or_404(ThemeChange.objects.visible_to(request.actor).select_related("space"), pk=pk)
    actions.undo_theme(request.actor, change)
    messages.success(request, _("It is undone."))
    return see_other(_page_of(change.space))


def _entries_of(term: Term) -> int:
    return ServiceTerm.objects.filter(term=term, service__merged_into=None).count()


def _form_page(request: Request, space: Space, form: Any, heading: str, submit: str, **more: Any) -> HttpResponse:
    context = {"space": space, "form": form, "heading": heading, "submit": submit, "back": _page_of(space), **more}
    return render(request, "services/theme.html", context, status=422 if form.errors else 200)
