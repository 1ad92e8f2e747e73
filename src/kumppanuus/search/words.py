"""Pages of the everyday words: the list that all may read, and for editors adding, changing and what found nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.core.requests import Request, attempt, posted, see_other
from kumppanuus.search import actions
from kumppanuus.search.forms import WordForm
from kumppanuus.search.models import Language, Saying, Silent, SilentDay
from kumppanuus.search.permissions import edits_words
from kumppanuus.spaces.models import Space, SpaceRoleKind, space_roles_of

PAGE = 50
SHOWN_DAYS = 30


def _edited(request: Request) -> list[Space]:
    """Return the spaces in whose name the reader keeps words."""
    roles = space_roles_of(request.actor)
    mine = [pk for pk, kinds in roles.items() if SpaceRoleKind.EDITOR in kinds]
    return list(Space.objects.filter(pk__in=mine)) if mine else []


@require_safe
def words(request: Request) -> HttpResponse:
    """List what people say and what it means here; find in it by a piece of either."""
    rows = Saying.objects.visible_to(request.actor).select_related("space")
    q = " ".join(request.GET.get("q", "").replace("\x00", "").lower().split())[:60]
    language = request.GET.get("language", "")
    if q:
        rows = rows.filter(Q(saying__contains=q) | Q(meaning__icontains=q))
    if language in Language.values:
        rows = rows.filter(language=language)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    roles, edits = space_roles_of(request.actor), edits_words(request.actor)

    def able(one: Saying) -> dict[str, Any]:
        """As `permissions.change_word`: a shipped one is any editor's, another its own space's."""
        own = SpaceRoleKind.EDITOR in roles.get(one.space_id or 0, set())
        return {"word": one, "can": edits if one.space_id is None else own}

    context = {
        "page": page, "rows": [able(one) for one in page], "q": q, "language": language,
        "languages": Language.choices, "edits": edits,
    }  # fmt: skip
    return render(request, "search/words.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_word(request: Request) -> HttpResponse:
    """Say what something means here; the saying may come from the list of what found nothing."""
    spaces = _edited(request)
    if not spaces:
        raise PermissionDenied("search.add_word")
    given = {name: request.GET[name][:120] for name in ("saying", "language") if request.GET.get(name)}
    form = WordForm(posted(request), initial=given, spaces=spaces)

    def add(data: dict[str, Any]) -> Saying:
        return actions.add_word(request.actor, data.pop("space", spaces[0]), **data)

    if made := attempt(form, add):
        messages.success(request, _("It is in the list, and the search knows it now."))
        return see_other(f"{reverse('search:words')}?q={made.saying}")
    return render(request, "search/add_word.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_word(request: Request, pk: int) -> HttpResponse:
    """Change a saying or what it means."""
    word = _to_change(request, pk)
    form = WordForm(posted(request), instance=word)
    if attempt(form, lambda data: actions.change_word(request.actor, word, **data)):
        messages.success(request, _("It is changed, and the search knows it now."))
        return see_other(reverse("search:words"))
    return render(request, "search/change_word.html", {"form": form, "word": word}, status=422 if form.errors else 200)


def _to_change(request: Request, pk: int) -> Saying:
    word = get_object_or_404(Saying.objects.visible_to(request.actor).select_related("space"), pk=pk)
    if not request.actor.may("search.change_word", word):
        raise PermissionDenied("search.change_word")
    return word


@login_required
@require_POST
def remove_word(request: Request, pk: int) -> HttpResponse:
    """Take a saying out of the list."""
    actions.remove_word(request.actor, _to_change(request, pk))
    messages.success(request, _("It is taken out of the list."))
    return see_other(reverse("search:words"))


@login_required
@require_safe
def silent(request: Request) -> HttpResponse:
    """List what was asked and found nothing, the most asked first, with a way to give it words."""
    if not edits_words(request.actor):
        raise PermissionDenied("search.view_silent")
    page = Paginator(Silent.objects.visible_to(request.actor), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "least": Silent.SHOWN_FROM, "days": _days(), "shown_days": SHOWN_DAYS}
    return render(request, "search/silent.html", context)


def _days() -> list[dict[str, Any]]:
    """Return how many searches found nothing on each of the last days, the newest first, with a bar's length."""
    since = timezone.localdate() - dt.timedelta(days=SHOWN_DAYS - 1)
    rows = SilentDay.objects.filter(day__gte=since).order_by().values("day").annotate(number=Sum("times"))
    by_day = {row["day"]: row["number"] for row in rows}
    most = max(by_day.values(), default=0)
    days = [since + dt.timedelta(days=n) for n in reversed(range(SHOWN_DAYS))] if most else []
    return [{"day": day, "number": by_day.get(day, 0), "width": 100 * by_day.get(day, 0) // most} for day in days]


@login_required
@require_POST
def drop_silent(request: Request, pk: int) -> HttpResponse:
    """Take words off the list of what found nothing."""
    actions.drop_silent(request.actor, get_object_or_404(Silent.objects.visible_to(request.actor), pk=pk))
    messages.success(request, _("It is off the list."))
    return see_other(reverse("search:silent"))
