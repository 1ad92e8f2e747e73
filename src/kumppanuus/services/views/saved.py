"""Saving the directory's filter, and one's saved searches: signed in, or by the link from a mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kumppanuus.core.actors import Actor
from kumppanuus.core.merged import everything
from kumppanuus.core.requests import Request, attempt, posted, see_other
from kumppanuus.links.limits import limited
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import LinkProblem, actor_for, follow, problem_page, stand_in
from kumppanuus.services import actions
from kumppanuus.services.actions.saved import KEEP
from kumppanuus.services.filters import DirectoryFilter
from kumppanuus.services.models import SavedSearch, Service
from kumppanuus.services.permissions.saved import CONFIRM
from kumppanuus.services.saved import address_of, filter_of, in_words, merged_organisations, names_of
from kumppanuus.services.saved_forms import RhythmForm, SaveForm
from kumppanuus.services.views.reading import ROW

NAMED = 3  # entries of what came last, in the list
LONGEST_NAME = 60
DOES = {
    "pause": (actions.pause_search, gettext_lazy("It is on a break. No mail comes until you resume it.")),
    "resume": (actions.resume_search, gettext_lazy("It goes on. What came during the break is in the next mail.")),
    "go_on": (actions.go_on, gettext_lazy("It goes on for a year.")),
}
TRIES = {"most": 240, "seconds": 600, "methods": ("GET", "POST")}


@require_http_methods(["GET", "HEAD", "POST"])
@limited("services.save_search", most=20, seconds=3600)
def save_search(request: Request) -> HttpResponse:
    """Save the filter of the address under a name."""
    query = DirectoryFilter(request.GET).lasting_query()
    said = in_words(filter_of(query), names_of([query]))
    initial = {"name": (" · ".join(said) or _("The whole directory"))[:LONGEST_NAME]}
    form = SaveForm(posted(request), known=bool(request.actor.person_id), initial=initial)
    if request.method == "POST" and form.is_machine:
        return see_other(reverse("services:search_sent"))

    def save(given: dict[str, Any]) -> bool:
        actions.save_search(request.actor, None, query=query, **given)
        return True

    if attempt(form, save):
        if not request.actor.person_id:
            return see_other(reverse("services:search_sent"))
        messages.success(request, _("The search is saved. You get a mail when there is something new."))
        return see_other(reverse("services:saved"))
    context = {"form": form, "said": said, "list": address_of(query)}
    return render(request, "services/save_search.html", context, status=422 if form.errors else 200)


@require_safe
def search_sent(request: Request) -> HttpResponse:
    """Say that a mail is on its way; the same to whoever comes."""
    return render(request, "services/search_sent.html")


def shown(searches: list[SavedSearch]) -> list[dict[str, Any]]:
    """Return what a page says of saved searches. Three queries, however many there are."""
    moved, names = merged_organisations(searches), names_of([one.query for one in searches])
    ids = {pk for one in searches for pk in one.last_ids[:NAMED]}
    entries = _entries(ids)
    return [_shown(one, moved, names, entries) for one in searches]


def _entries(ids: set[int]) -> dict[int, Service]:
    """Return entries that came, by the id that they had then: one that was merged leads to what it is now."""
    rows = everything(Service).filter(pk__in=ids).select_related("merged_into__organisation", "organisation")
    now: dict[int, Any] = {row.pk: row.merged_into or row for row in rows}
    return {pk: row for pk, row in now.items() if row.is_public}


def _shown(
    one: SavedSearch, moved: Mapping[str, str], names: Mapping[str, str], entries: Mapping[int, Service]
) -> dict[str, Any]:
    wanted = filter_of(one.query, moved)
    return {
        "search": one,
        "said": in_words(wanted, names),
        "list": address_of(wanted.query()),
        "last": list(dict.fromkeys(entries[pk] for pk in one.last_ids[:NAMED] if pk in entries)),
    }


@login_required
@require_safe
def saved(request: Request) -> HttpResponse:
    """List my saved searches: what they look for, how often, and what came last."""
    mine = list(SavedSearch.objects.visible_to(request.actor).order_by("paused", "name", "pk"))
    return render(request, "services/saved.html", {"rows": shown(mine)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_search(request: Request, pk: int) -> HttpResponse:
    """Show one of mine, and change, pause, resume, end it, or look now."""
    search = get_object_or_404(SavedSearch.objects.visible_to(request.actor), pk=pk)
    return _keep(request, request.actor, search, reverse("services:saved"))


@require_http_methods(["GET", "HEAD", "POST"])
@limited("services.saved", **TRIES)  # type: ignore[arg-type]
def search_by_link(request: Request, token: str) -> HttpResponse:
    """The same by the link from a mail, without signing in."""
    found = _by_link(token)
    if isinstance(found, LinkProblem):
        return problem_page(request, found)
    return _keep(request, found[0], found[1], "")


def _by_link(token: str) -> tuple[Actor, SavedSearch] | LinkProblem:
    link = follow(token, KEEP)
    if not isinstance(link, Link):
        return link
    search = SavedSearch.objects.visible_to(actor_for(link)).filter(pk=link.target_id).first()
    return (actor_for(link), search) if search else LinkProblem.REVOKED


def _keep(request: Request, actor: Actor, search: SavedSearch, back: str) -> HttpResponse:
    """Do what was pressed, or show the page; `back` is the list of all of them, for those who have one."""
    here, pressed = request.path, request.POST.get("do", "")
    if pressed == "look":
        return _look(request, actor, search)
    if pressed == "end":
        actions.end_search(actor, search)
        messages.success(request, _("The saved search is ended. Nothing of it is kept."))
        return see_other(back or reverse("services:services"))
    if pressed in DOES:
        do, told = DOES[pressed]
        do(actor, search)
        messages.success(request, told)
        return see_other(back or here)
    form = RhythmForm(posted(request), initial={"name": search.name, "how_often": search.how_often})
    if attempt(form, lambda given: actions.change_search(actor, search, **given)):
        messages.success(request, _("Saved."))
        return see_other(back or here)
    context = shown([search])[0] | {"form": form, "back": back, "found": _last(search)}
    return render(request, "services/saved_search.html", context, status=422 if form.errors else 200)


def _look(request: Request, actor: Actor, search: SavedSearch) -> HttpResponse:
    news = actions.look_now(actor, search)
    if number := len(news.rows):
        said = ngettext("%(n)d entry has come since last time.", "%(n)d entries have come since last time.", number)
        messages.success(request, said % {"n": number})
    else:
        messages.info(request, _("Nothing new has come since last time."))
    return see_other(request.path)


def _last(search: SavedSearch) -> list[Any]:
    """Return the entries that came last, as they are now, as rows of a list. Two queries."""
    found = _entries(set(search.last_ids))
    now = list(dict.fromkeys(found[pk].pk for pk in search.last_ids if pk in found))
    rows = {row.pk: row for row in Service.objects.filter(pk__in=now).values_list(*ROW, named=True)}
    return [rows[pk] for pk in now if pk in rows]


@require_http_methods(["GET", "HEAD", "POST"])
@limited("services.saved", **TRIES)  # type: ignore[arg-type]
def confirm_search(request: Request, token: str) -> HttpResponse:
    """Say yes to a search that was saved for an address: a page with one button."""
    link = follow(token, CONFIRM)
    if not isinstance(link, Link):
        return problem_page(request, link)
    search = SavedSearch.objects.filter(pk=link.target_id, confirmed_at=None).first()
    if search is None:
        return problem_page(request, LinkProblem.EXPIRED)
    if request.method == "POST":
        made = actions.confirm_search(actor_for(link), search)
        messages.success(request, _("The search is saved. You get a mail when there is something new."))
        return see_other(reverse("services:search_by_link", args=[stand_in(Link(pk=made.link_id))]))
    return render(request, "services/confirm_search.html", shown([search])[0])


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@limited("services.saved", **TRIES)  # type: ignore[arg-type]
def stop_search(request: Request, token: str) -> HttpResponse:
    """End a saved search from a mail: the page shows a button; a mail program may post at once (RFC 8058)."""
    found = _by_link(token)
    if isinstance(found, LinkProblem):
        return problem_page(request, found)
    actor, search = found
    if request.method == "POST":
        actions.end_search(actor, search)
    return render(request, "services/stop_search.html", {"search": search, "stopped": request.method == "POST"})
