"""Pages: how often I want what, stopping a topic from a mail, and the demo's list of sent mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kumppanuus.accounts.models import Person
from kumppanuus.core.actors import system
from kumppanuus.core.requests import Request, posted, see_other
from kumppanuus.notices import actions, panels
from kumppanuus.notices.forms import PreferencesForm
from kumppanuus.notices.models import Delivery, Preference, State
from kumppanuus.notices.rendering import SALT
from kumppanuus.notices.topics import known


@login_required
@require_http_methods(["GET", "POST"])
def preferences(request: Request) -> HttpResponse:
    """Choose the rhythm of each topic."""
    actor = request.actor
    person = get_object_or_404(Person.objects.visible_to(actor), pk=actor.person_id)
    chosen = dict(Preference.objects.visible_to(actor).values_list("topic", "rhythm"))
    form = PreferencesForm(posted(request), chosen=chosen)
    if form.is_valid():
        actions.choose(actor, person, rhythms=form.rhythms())
        messages.success(request, _("Your choices are saved."))
        return see_other(reverse("notices:preferences"))
    required = [topic for topic in known.values() if topic.required and topic.key != "digest"]
    sections = [one(request) for one in panels.sections]
    return render(request, "notices/preferences.html", {"form": form, "required": required, "sections": sections})


@csrf_exempt
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop a topic from a mail, without sign-in: the page shows a button; a mail program may post at once."""
    try:
        said: dict[str, Any] = signing.Signer(salt=SALT).unsign_object(token)
        topic = known[said["t"]]
    except (signing.BadSignature, KeyError):
        raise Http404 from None
    stopped = request.method == "POST"
    if stopped:
        person = Person.objects.filter(pk=said["p"]).first() if "p" in said else None
        if person is not None or "a" in said:
            actions.stop(system("mail link"), person, topic=topic.key, address=said.get("a", ""))
    return render(request, "notices/stop.html", {"topic": topic, "stopped": stopped, "has_account": "p" in said})


@require_safe
def sent_mail(request: HttpRequest) -> HttpResponse:
    """List the mail that the demo has sent; there is no such page elsewhere."""
    if not settings.DEMO:
        raise Http404
    rows = Delivery.objects.filter(state=State.SENT).exclude(body="").order_by("-sent_at", "-pk")
    if to := request.GET.get("to", ""):
        rows = rows.filter(address__icontains=to)
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    return render(request, "notices/sent_mail.html", {"page": page, "to": to})


@require_safe
def sent_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one mail that the demo has sent."""
    if not settings.DEMO:
        raise Http404
    row = get_object_or_404(Delivery.objects.filter(state=State.SENT).exclude(body=""), pk=pk)
    return render(request, "notices/sent_one.html", {"mail": row})
