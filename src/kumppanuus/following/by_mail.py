"""The page behind the link in a mail to an address without an account: confirming, changing and ending its follows."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import system
from kumppanuus.core.requests import Request, posted, see_other
from kumppanuus.following import actions
from kumppanuus.following.forms import MineForm
from kumppanuus.following.models import AddressFollow
from kumppanuus.following.reading import label_of, of_address
from kumppanuus.following.stopping import by_mail_path, opened_by
from kumppanuus.links.limits import limited
from kumppanuus.links.resolve import LinkProblem, problem_page

BY = system("mail link")


@require_http_methods(["GET", "HEAD", "POST"])
@limited("following.by_mail", most=60, seconds=3600)
def by_mail(request: Request, token: str) -> HttpResponse:
    """Confirm, change or end. Only the page's buttons change anything: programs read links, too."""
    row = opened_by(token)
    if isinstance(row, LinkProblem):
        return problem_page(request, row)
    if request.method == "POST" and request.POST.get("do") in DONE:
        return DONE[request.POST["do"]](request, row)
    rows = of_address(row.address)
    form = MineForm(posted(request), follows=[(one.follow, str(one.thing or one.kind)) for one in rows])
    if form.is_valid():
        if stop := request.POST.get("stop", ""):
            return _stop_one(request, row, stop)
        by_id = {one.follow.pk: one.follow for one in rows}
        for pk, rhythm in form.chosen().items():
            actions.change(BY, by_id[pk], rhythm=rhythm)
        messages.success(request, _("Your choices are saved."))
        return see_other(request.path)
    context = {
        "row": row,
        "name": label_of(row),
        "lines": [(one, form[f"rhythm-{one.follow.pk}"]) for one in rows],
        "form": form,
    }
    return render(request, "following/by_mail.html", context, status=422 if form.errors else 200)


def _confirm(request: Request, row: AddressFollow) -> HttpResponse:
    try:
        actions.confirm(BY, row)
        messages.success(request, _("Confirmed. You get mail of what happens there."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return see_other(request.path)


def _leave(request: Request, row: AddressFollow) -> HttpResponse:
    actions.leave(BY, row)
    with translation.override(row.language):
        return render(
            request, "following/stop.html", {"stopped": True, "names": (), "left": True, "has_account": False}
        )


def _stop_one(request: Request, row: AddressFollow, stop: str) -> HttpResponse:
    wanted = int(stop) if stop.isascii() and stop.isdecimal() and len(stop) < 19 else 0
    found = get_object_or_404(AddressFollow, pk=wanted, address=row.address)
    actions.unfollow(BY, found)
    messages.success(request, _("You do not follow it any more."))
    if wanted != row.pk:
        return see_other(request.path)
    other = AddressFollow.objects.filter(address=row.address, confirmed_at__isnull=False).first()
    return see_other(by_mail_path(other.pk)) if other else _leave(request, row)


DONE = {"confirm": _confirm, "leave": _leave}
