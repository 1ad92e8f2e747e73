"""The keeper makes, opens, closes and releases rounds."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kumppanuus.assessments import actions
from kumppanuus.assessments.forms import ExtendForm, RoundForm
from kumppanuus.assessments.models import Round
from kumppanuus.core.requests import Request, attempt, see_other
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.spaces.context import dress
from kumppanuus.spaces.models import Space


@require_http_methods(["GET", "POST"])
def create(request: Request, space: str) -> HttpResponse:
    """Make a round."""
    found = get_object_or_404(Space.objects.visible_to(request.actor), slug=space)
    dress(request, found.pk)
    if not request.actor.may("assessments.create", found):
        raise PermissionDenied
    form = RoundForm(request.POST or None, space=found, initial={"area": found.area_id, "keeper": found.operator_id})
    if round_ := attempt(form, lambda data: actions.create(request.actor, found, **data)):
        return see_other(round_.get_absolute_url())
    context = {"form": form, "space": found, "title": _("New round")}
    return render(request, "assessments/round_form.html", context, status=422 if form.errors else 200)


def _round(request: Request, pk: int, permission: str) -> Round:
    round_ = get_object_or_404(Round.objects.visible_to(request.actor).select_related("space", "keeper"), pk=pk)
    dress(request, round_.space_id)
    if not request.actor.may(f"assessments.{permission}", round_):
        raise PermissionDenied
    return round_


def _is_shared(round_: Round) -> bool:
    return round_.assessments.filter(area__kind=AreaKind.SET).exists()


def _members(round_: Round) -> list[int]:
    """Return ids of the municipalities assessed, those of a shared assessment one by one."""
    areas = Area.objects.filter(assessments__round=round_)
    return [one.pk for area in areas for one in Area.objects.within(area)]


@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Change a round that is not open yet."""
    round_ = _round(request, pk, "change")
    names = ("title", "year", "version", "area", "keeper", "keeper_post", "opens", "closes", "rule", "rule_text",
             "greeting", "thanks")  # fmt: skip
    initial = {name: getattr(round_, name) for name in names}
    initial |= {"themes": round_.themes.all(), "areas": _members(round_), "shared": _is_shared(round_)}
    form = RoundForm(request.POST or None, space=round_.space, initial=initial)
    if attempt(form, lambda data: actions.change(request.actor, round_, **data)):
        return see_other(round_.get_absolute_url())
    context = {"form": form, "space": round_.space, "round": round_, "title": _("Change the round")}
    return render(request, "assessments/round_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST"])
def open_round(request: Request, pk: int) -> HttpResponse:
    """Open the round; invitations leave."""
    round_ = actions.open(request.actor, _round(request, pk, "open"))
    messages.success(request, _("The round is open. The invitations are on their way."))
    return see_other(reverse("assessments:keep", args=[round_.pk]))


@require_http_methods(["POST"])
def close(request: Request, pk: int) -> HttpResponse:
    """Close before the closing day."""
    actions.close(request.actor, _round(request, pk, "close"))
    messages.success(request, _("The round is closed."))
    return see_other(reverse("assessments:keep", args=[pk]))


@require_http_methods(["GET", "POST"])
def extend(request: Request, pk: int) -> HttpResponse:
    """Give more time; after release late answers wait for a supplement."""
    round_ = _round(request, pk, "extend")
    form = ExtendForm(request.POST or None)
    if attempt(form, lambda data: actions.extend(request.actor, round_, closes=data["closes"]), field="closes"):
        messages.success(request, _("Answers are taken until the new day."))
        return see_other(reverse("assessments:keep", args=[pk]))
    return render(
        request, "assessments/keep/extend.html", {"form": form, "round": round_}, status=422 if form.errors else 200
    )


@require_http_methods(["POST"])
def remind(request: Request, pk: int) -> HttpResponse:
    """Remind the silent."""
    sent = actions.remind(request.actor, _round(request, pk, "remind"))
    messages.success(
        request, ngettext("%(n)d organisation was reminded.", "%(n)d organisations were reminded.", sent) % {"n": sent}
    )
    return see_other(reverse("assessments:keep", args=[pk]))


@require_http_methods(["POST"])
def release(request: Request, pk: int) -> HttpResponse:
    """Release the results."""
    made = actions.release(request.actor, _round(request, pk, "release"))
    words = ngettext(
        "The result of %(n)d municipality was published.",
        "The results of %(n)d municipalities were published.",
        len(made),
    )
    messages.success(request, words % {"n": len(made)})
    return see_other(reverse("assessments:round", args=[pk]))
