"""The list of practices, its files and feed, and the reader's own."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kumppanuus.activity.conditional import same_until_anything_happens
from kumppanuus.core.actors import Actor
from kumppanuus.core.paging import Counted
from kumppanuus.core.pieces import kept
from kumppanuus.core.requests import Request
from kumppanuus.interop import feeds
from kumppanuus.interop.export import Column, offered, rows_response
from kumppanuus.organisations.models import Role, acts_for
from kumppanuus.practices.finding import FACETS, filters, narrow
from kumppanuus.practices.models import Practice, PracticeQuerySet
from kumppanuus.ui.languages import language_name

PER_PAGE, IN_FEED, LONGEST = 30, 50, 100
VISITOR = Actor()  # what leaves the page is what everybody may see


def chosen_in(request: Request) -> dict[str, str]:
    """Return the choices of an address; words that cannot be a choice are left out."""
    given = {name: request.GET.get(name, "")[:LONGEST].replace("\x00", "") for name in (*FACETS, "q")}
    return {name: value for name, value in given.items() if value.strip()}


def _listed() -> PracticeQuerySet:
    """Return what is published and stands: the same for every reader."""
    found: PracticeQuerySet = Practice.objects.visible_to(VISITOR).listed()
    return found


@require_safe
def practices(request: Request) -> HttpResponse:
    """List what is published, the last published first, with filters that count. One query, five after any event."""
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "list": kept(f"practices:{quote(request.GET.urlencode())}", lambda: _list(request)),
        "query": query.urlencode(),
        "may_create": acts_for(request.actor, request.actor.organisation_id, Role.EDITOR),
    }
    return render(request, "practices/practices.html", context)


def _list(request: Request) -> SafeString:
    """Render the filters and one page of what they leave: the same for every reader."""
    chosen, rows = chosen_in(request), _listed()
    found, (shown, number) = narrow(rows, chosen).select_related("owner", "current"), filters(rows, chosen)
    context = {
        "page_obj": Counted(found, PER_PAGE, number).get_page(request.GET.get("page")),
        "filters": shown,
        "q": chosen.get("q", ""),
        "filtered": bool(chosen),
        "files": offered(request, _("These operating models"), "practices:export", "practices:atom"),
    }
    return render_to_string("practices/_list.html", context, request=request)


@require_safe
def export(request: Request, fmt: str) -> HttpResponse:
    """Give the same practices as a file."""
    rows = narrow(_listed(), chosen_in(request)).select_related("owner", "current")
    rows = rows.prefetch_related("terms", "places")
    plain = fmt == "json"
    columns: list[Column[Practice]] = [
        Column(_("Name"), lambda p: p.current and p.current.name, "name"),
        Column(_("Short description"), lambda p: p.current and p.current.short, "short"),
        Column(_("Owner"), lambda p: p.owner.name, "owner"),
        Column(_("Stage of development"), lambda p: p.stage if plain else p.get_stage_display(), "stage"),
        Column(_("Version"), lambda p: p.current and p.current.number, "version"),
        Column(_("Published"), lambda p: p.published_at and p.published_at.date(), "published"),
        Column(_("Languages"), lambda p: _languages(p, plain), "languages"),
        Column(_("Where it has been carried out"), lambda p: ", ".join(str(a.name) for a in p.places.all()), "places"),
        Column(_("Topics and target groups"), lambda p: ", ".join(str(t.name) for t in p.terms.all()), "terms"),
        Column(_("Made from another"), lambda p: p.forked_from_id is not None, "is_fork"),
        Column(_("Address"), lambda p: request.build_absolute_uri(p.get_absolute_url()), "address"),
    ]
    return rows_response(request, _("operating-models"), columns, rows, fmt)


def _languages(practice: Practice, plain: bool) -> str:
    codes = practice.find_languages.split()
    return " ".join(codes) if plain else ", ".join(language_name(code) for code in codes)


def feed_of(request: Request, title: str, page: str, rows: PracticeQuerySet) -> HttpResponse:
    """Return practices as an Atom feed, the last published first: an entry for each version in force."""
    feed = feeds.begin(request, title, page)
    for row in rows.select_related("owner", "current").order_by("-published_at", "-pk")[:IN_FEED]:
        version = row.current
        if version is None:
            continue
        feed.add_item(
            title=str(version.name),
            link=f"{settings.SITE_URL}{row.get_absolute_url()}",
            description=str(version.note or version.short),
            author_name=str(row.owner),
            pubdate=row.published_at,
            updateddate=row.published_at,
            unique_id=f"{settings.SITE_URL}/practices/{row.pk}/v{version.number}",
            categories=[row.stage],
        )
    return feeds.answer(feed)


@same_until_anything_happens
@require_safe
def atom(request: Request) -> HttpResponse:
    """Give a filtered list of practices as an Atom feed."""
    page = feeds.page_of(request, "practices:practices")
    return feed_of(request, _("Operating models"), page, narrow(_listed(), chosen_in(request)))


@login_required
@require_safe
def mine(request: Request) -> HttpResponse:
    """List what the reader's organisations write: drafts first."""
    rows = Practice.objects.written_by(request.actor).select_related("owner", "current").prefetch_related("versions")
    found = [(one, next((v for v in one.versions.all() if v.is_draft), None)) for one in rows.distinct()]
    found.sort(key=lambda pair: pair[1] is None)
    return render(request, "practices/mine.html", {"rows": found})
