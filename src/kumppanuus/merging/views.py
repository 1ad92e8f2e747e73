"""The list of likely duplicates, two side by side, and a merge with its undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.core.actions import Refused
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.merging import actions
from kumppanuus.merging.choosing import differences, keep_of, mark_of, parts_of
from kumppanuus.merging.forms import ChoiceForm, SuggestEntryForm, SuggestForm
from kumppanuus.merging.models import Merge, Pair, PairState, What
from kumppanuus.merging.moving import Trail
from kumppanuus.merging.wording import changed_lines, left_lines, moved_lines, reasons
from kumppanuus.organisations.models import Organisation
from kumppanuus.services.models import Service

PAGE = 30


@login_required
@require_safe
def pairs(request: Request) -> HttpResponse:
    """List likely duplicates that the reader looks after, with why; the dismissed ones too when asked."""
    state = PairState.DISMISSED if request.GET.get("state") == PairState.DISMISSED else PairState.OPEN
    rows = Pair.objects.visible_to(request.actor).filter(state=state)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    asked = list(page.object_list)
    held = {What.ORGANISATION: _held(Organisation, asked), What.ENTRY: _held(Service, asked)}
    lines = [
        (pair, [held[What(pair.what)].get(pk) for pk in (pair.one_id, pair.other_id)], reasons(pair.reasons))
        for pair in asked
    ]
    context = {"page": page, "lines": [line for line in lines if None not in line[1]], "state": state}
    return render(request, "merging/pairs.html", context)


def _held(model: Any, asked: list[Pair]) -> dict[int, Any]:
    what = What.ENTRY if model is Service else What.ORGANISATION
    pks = {pk for pair in asked if pair.what == what for pk in (pair.one_id, pair.other_id)}
    rows = model.objects.select_related("organisation") if model is Service else model.objects.select_related("home")
    return {row.pk: row for row in rows.filter(pk__in=pks)}


def _found(request: Request, pk: int) -> Pair:
    return get_object_or_404(Pair.objects.visible_to(request.actor), pk=pk)


@login_required
@require_safe
def pair(request: Request, pk: int) -> HttpResponse:
    """Show the two side by side, choose what stays, and say what would move."""
    found = _found(request, pk)
    both = found.both()
    if len(both) < 2:
        made = found.merges.filter(undone_at=None).first()
        return see_other(made.get_absolute_url()) if made else render(request, "merging/gone.html", status=404)
    wanted = request.GET.get("keep", "")
    kept = next((row for row in both if str(row.pk) == wanted), keep_of(*both))
    other = next(row for row in both if row.pk != kept.pk)
    context = {
        "pair": found,
        "kept": kept,
        "other": other,
        "reasons": reasons(found.reasons),
        "form": ChoiceForm(lines=differences(kept, other), parts=parts_of(kept, other)),
        "mark": mark_of(kept, other),
        **_preview(other, kept),
    }
    return render(request, "merging/pair.html", context)


def _preview(old: Any, new: Any) -> dict[str, Any]:
    trail = Trail()
    try:
        actions.carry_out(trail, old, new, {})
    except Refused as refusal:
        return {"refusal": refusal.message}
    return {"moved": moved_lines(trail.moved), "stayed": moved_lines(trail.stayed)}


@login_required
@require_POST
def dismiss(request: Request, pk: int) -> HttpResponse:
    """Say that the two are not the same."""
    actions.dismiss(request.actor, _found(request, pk))
    messages.success(request, _("They are kept apart and not offered again."))
    return see_other(reverse("merging:pairs"))


@login_required
@require_POST
def consent(request: Request, pk: int) -> HttpResponse:
    """Agree to the merge for one's own organisation."""
    found = actions.consent(request.actor, _found(request, pk))
    messages.success(request, _("You have agreed. The other organisation can now merge the two."))
    return see_other(found.get_absolute_url())


@login_required
@require_POST
def merge(request: Request, pk: int) -> HttpResponse:
    """Merge the two as chosen."""
    found = _found(request, pk)
    demand(request, "merging.merge", found)
    both = {str(row.pk): row for row in found.both()}
    kept = both.pop(request.POST.get("keep", ""), None)
    if kept is None or not both:
        raise Refused(_("One of the two has been merged or removed meanwhile. Nothing was changed."))
    (other,) = both.values()
    form = ChoiceForm(request.POST, lines=differences(kept, other), parts=parts_of(kept, other))
    chosen = form.cleaned_data if form.is_valid() else {}
    made = actions.merge(
        request.actor, found, keep=kept.pk, choices=chosen, seen=request.POST.get("seen", "") or "unseen"
    )
    messages.success(request, _("They are one now. Old addresses lead to the one that was kept."))
    return see_other(made.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def suggest(request: Request, slug: str) -> HttpResponse:
    """Say which other organisation is the same as this one."""
    own = get_object_or_404(Organisation.objects.visible_to(request.actor), slug=slug)
    demand(request, "merging.suggest", own)
    form = SuggestForm(posted(request), initial={"other": request.GET.get("other", "")})
    made = attempt(form, lambda data: actions.suggest(request.actor, own, other=data["other"]), field="other")
    if made:
        return see_other(made.get_absolute_url())
    context = {"form": form, "own": own, "heading": _("The same organisation twice")}
    return render(request, "merging/suggest.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def suggest_entry(request: Request, slug: str) -> HttpResponse:
    """Say which other entry is the same as this one."""
    own = get_object_or_404(Service.objects.visible_to(request.actor), slug=slug)
    demand(request, "merging.suggest", own)
    form = SuggestEntryForm(posted(request), actor=request.actor, entry=own)
    made = attempt(form, lambda data: actions.suggest(request.actor, own, other=data["other"]), field="other")
    if made:
        return see_other(made.get_absolute_url())
    context = {"form": form, "own": own, "heading": _("The same entry twice")}
    return render(request, "merging/suggest.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def merge_made(request: Request, pk: int) -> HttpResponse:
    """Show a merge: what it changed, and until when it can be undone."""
    found = get_object_or_404(Merge.objects.visible_to(request.actor), pk=pk)
    old, new = found.old, found.new
    context = {"merge": found, "old": old, "new": new, "changed": changed_lines(found), "left": left_lines(found.left)}
    return render(request, "merging/merge.html", context)


@login_required
@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take a merge back; its page then says which lines had changed and were left."""
    found = get_object_or_404(Merge.objects.visible_to(request.actor), pk=pk)
    actions.undo(request.actor, found)
    messages.success(request, _("The merge was undone. The two stand apart again."))
    return see_other(found.get_absolute_url())
