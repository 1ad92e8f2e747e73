"""A space's logo and colour: chosen, looked at, put into use, taken out again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kumppanuus.core.requests import Request, attempt, posted, see_other
from kumppanuus.spaces import actions
from kumppanuus.spaces.context import worn
from kumppanuus.spaces.forms import MarksForm
from kumppanuus.spaces.models import Marks
from kumppanuus.spaces.views.spaces import space_or_404

MOST_EARLIER = 12


@login_required
@require_http_methods(["GET", "POST"])
def marks(request: Request, slug: str) -> HttpResponse:
    """Choose a logo and a colour, see what they look like, and go back to earlier ones."""
    space = space_or_404(request, slug, "spaces.draw_marks")
    rows = list(Marks.objects.visible_to(request.actor).filter(space=space).select_related("logo")[:MOST_EARLIER])
    draft = next((row for row in rows if row.worn_at is None), None)
    now = next((row for row in rows if row.pk == space.marks_id), None)
    base = draft or now or Marks(space=space)
    initial = {"theme": base.theme, "alternative_text": base.alternative_text}
    form = MarksForm(posted(request), request.FILES or None, initial=initial)
    if attempt(form, lambda data: actions.draw_marks(request.actor, space, **data)):
        return see_other(reverse("spaces:marks", args=[slug]) + "#preview")
    context = {
        "space": space,
        "form": form,
        "draft": draft,
        "preview": worn(space.name, draft) if draft else None,
        "now": now,
        "earlier": [(row, worn(space.name, row)) for row in rows if row.worn_at and row.pk != space.marks_id],
    }
    return render(request, "spaces/marks.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def wear(request: Request, pk: int) -> HttpResponse:
    """Put drawn or earlier marks into use."""
    found = get_object_or_404(Marks.objects.visible_to(request.actor).select_related("space", "logo"), pk=pk)
    actions.wear_marks(request.actor, found)
    messages.success(request, _("The logo and the colour are in use. You can go back to the earlier ones below."))
    return see_other(reverse("spaces:marks", args=[found.space.slug]))


@login_required
@require_POST
def drop(request: Request, slug: str) -> HttpResponse:
    """Take the marks out of use."""
    space = space_or_404(request, slug)
    actions.drop_marks(request.actor, space)
    messages.success(request, _("The logo and the colour are out of use. You can take them back below."))
    return see_other(reverse("spaces:marks", args=[slug]))
