"""The headings of a space's own operating models: the page of a draft, and what its editors do there."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.core.versions import VersionStatus
from kumppanuus.practices import actions
from kumppanuus.practices.actions.own_templates import stamp
from kumppanuus.practices.actions.writing import template_for
from kumppanuus.practices.differences import EDITED, differences
from kumppanuus.practices.models import Part, PracticeVersion, TemplateField, TemplateVersion
from kumppanuus.practices.template_forms import HeadingForm, NewHeadingForm
from kumppanuus.practices.views.common import form_page, get_draft
from kumppanuus.spaces.models import Space


def _space(request: Request, slug: str) -> Space:
    """Return the space whose headings the reader may edit. 404 if not there, 403 if not allowed."""
    found = get_object_or_404(Space.objects.visible_to(request.actor), slug=slug)
    demand(request, "practices.begin_template", found)
    return found


def _page(space: Space) -> str:
    return reverse("practices:headings", args=[space.slug])


def _draft(space: Space) -> TemplateVersion | None:
    rows = TemplateVersion.objects.select_related("template__space", "based_on__template")
    return rows.filter(template__space=space, status=VersionStatus.DRAFT).first()


def _demanded(space: Space) -> TemplateVersion:
    found = _draft(space)
    if found is None:
        raise Http404
    return found


def _form_page(request: Request, form: Any, space: Space, heading: str, submit: str, **more: Any) -> HttpResponse:
    above = (_("Headings of operating models"), _page(space))
    return form_page(request, form, space, heading, submit, above=above, **more)


@login_required
@require_safe
def headings(request: Request, space: str) -> HttpResponse:
    """Show under which headings operating models of the space are described, and the draft of new ones."""
    home = _space(request, space)
    draft = _draft(home)
    shown = draft or template_for(home)
    parts = list(Part.values)
    context: dict[str, Any] = {
        "space": home,
        "draft": draft,
        "version": shown,
        "fields": sorted(shown.fields.all(), key=lambda one: parts.index(one.part)),
        "shipped": shown.template.space_id is None,
    }
    if draft is not None and draft.based_on is not None:
        context |= differences(cast("TemplateVersion", draft.based_on), draft)
    return render(request, "practices/headings.html", context)


@login_required
@require_POST
def begin(request: Request, space: str) -> HttpResponse:
    """Begin a draft of the space's own headings."""
    home = _space(request, space)
    actions.begin_template(request.actor, home)
    messages.success(request, _("A draft is begun. Nobody else sees it before you publish it."))
    return see_other(_page(home))


@login_required
@require_http_methods(["GET", "POST"])
def add(request: Request, space: str) -> HttpResponse:
    """Add a heading."""
    home = _space(request, space)
    draft = _demanded(home)
    form = NewHeadingForm(posted(request))
    if made := attempt(form, lambda data: actions.add_heading(request.actor, draft, **data)):
        messages.success(request, _("Added: %(heading)s") % {"heading": made.heading})
        return see_other(f"{_page(home)}#{made.code}")
    return _form_page(request, form, home, _("Add a heading"), _("Add"))


def _field(space: Space, code: str) -> tuple[TemplateVersion, TemplateField]:
    draft = _demanded(space)
    return draft, get_object_or_404(draft.fields, code=code)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, space: str, code: str) -> HttpResponse:
    """Change what a heading says."""
    home = _space(request, space)
    draft = _demanded(home)
    field = draft.fields.filter(code=code).first()
    if field is None and request.method != "POST":
        raise Http404
    initial = {name: getattr(field, name) for name in EDITED} | {"stood": stamp(field)} if field else {}
    form = HeadingForm(posted(request), initial=initial)
    if made := attempt(form, lambda data: actions.change_heading(request.actor, draft, code=code, **data)):
        messages.success(request, _("Saved."))
        return see_other(f"{_page(home)}#{made.code}")
    if request.method == "POST" and field is not None:  # what stands has been told: saved again, it is replaced
        typed = request.POST.copy()
        typed["stood"] = stamp(field)
        form.data = typed
    return _form_page(request, form, home, str(field.heading) if field else _("Heading"), _("Save"))


@login_required
@require_POST
def move(request: Request, space: str, code: str) -> HttpResponse:
    """Move a heading up or down in its part."""
    home = _space(request, space)
    draft, field = _field(home, code)
    actions.move_heading(request.actor, draft, code=field.code, down="down" in request.POST)
    return see_other(f"{_page(home)}#{field.code}")


@login_required
@require_POST
def remove(request: Request, space: str, code: str) -> HttpResponse:
    """Remove a heading; the page offers to put it back."""
    home = _space(request, space)
    draft, field = _field(home, code)
    actions.remove_heading(request.actor, draft, code=field.code)
    messages.success(request, _("Removed: %(heading)s") % {"heading": field.heading})
    return see_other(_page(home))


@login_required
@require_POST
def put_back(request: Request, space: str, code: str) -> HttpResponse:
    """Put back a heading that was removed from the draft."""
    home = _space(request, space)
    made = actions.put_back_heading(request.actor, _demanded(home), code=code)
    return see_other(f"{_page(home)}#{made.code}")


@login_required
@require_POST
def publish(request: Request, space: str) -> HttpResponse:
    """Publish the draft."""
    home = _space(request, space)
    made = actions.publish_template(request.actor, _demanded(home))
    messages.success(request, _("Published. New operating models are described under these headings."))
    return see_other(made.get_absolute_url())


@login_required
@require_POST
def discard(request: Request, space: str) -> HttpResponse:
    """Throw the draft away."""
    home = _space(request, space)
    actions.discard_template(request.actor, _demanded(home))
    messages.success(request, _("The draft is gone. The headings in force stay as they were."))
    return see_other(_page(home))


@login_required
@require_POST
def take(request: Request, slug: str) -> HttpResponse:
    """Write a draft under the newest headings of its space."""
    version = get_draft(request, slug)
    made: PracticeVersion = actions.take_template(request.actor, version)
    messages.success(
        request,
        _("The draft stands under the newest headings. What has no place under them stands at the top.")
        if made.leftover
        else _("The draft stands under the newest headings."),
    )
    return see_other(reverse("practices:edit", args=[made.practice.slug]))
