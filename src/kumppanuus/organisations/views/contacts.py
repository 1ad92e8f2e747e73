"""Contact persons: the list by place and theme, its files, and the page of a post."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kumppanuus.core.languages import NAMES, language_name
from kumppanuus.core.paging import Counted
from kumppanuus.core.pieces import held, kept
from kumppanuus.core.requests import Request
from kumppanuus.interop import feeds
from kumppanuus.interop.export import Column, offered, rows_response
from kumppanuus.organisations import panels
from kumppanuus.organisations.forms import ContactsForm
from kumppanuus.organisations.models import Holding, Part, Post, PostQuerySet, organisations_of, with_holders
from kumppanuus.places.models import Area
from kumppanuus.places.order import in_reading_order
from kumppanuus.taxonomy.models import Term

PAGE, IN_FEED = 40, 50
KEEP_CHOICES = 600  # seconds
NOT_ASKED = ("border", "lon", "lat", "tile_x", "tile_y")


def found_by(request: Request) -> tuple[dict[str, Any], Area | None, PostQuerySet]:
    """Return the filter, its area and the posts it lets through. Raises Http404 for an area that is not there."""
    form = ContactsForm(request.GET)
    form.is_valid()
    wanted = form.cleaned_data
    rows = Post.objects.visible_to(request.actor).contacts().select_related("organisation")
    area = get_object_or_404(Area.objects.defer(*NOT_ASKED), slug=wanted["area"]) if wanted.get("area") else None
    if area:
        rows = rows.serving(area)
    if wanted.get("theme"):
        rows = rows.for_theme(wanted["theme"])
    if wanted.get("vacant"):
        held_now = Holding.objects.current().filter(post=OuterRef("pk"), part=Part.HOLDER)
        rows = rows.exclude(Exists(held_now))
    if wanted.get("language"):
        rows = rows.filter(find_languages__contains=f" {wanted['language']} ")
    return wanted, area, rows


def in_order(rows: PostQuerySet) -> PostQuerySet:
    """Order posts by the names of their organisations, with what a list of them shows. Two queries more."""
    shown = Area.objects.only("pk", "slug", "name", "kind").order_by("sort_name")
    ordered = rows.order_by("organisation__sort_name", "organisation", "pk")
    return ordered.prefetch_related(Prefetch("areas", shown, to_attr="served"))


@require_safe
def contacts(request: Request) -> HttpResponse:
    """List to whom one turns in a place, by theme and language; vacancies show. Two queries, nine anew."""
    wanted, area, rows = found_by(request)
    asked = f"contacts:{quote(request.GET.urlencode())}:{sorted(organisations_of(request.actor))}"
    context = {
        "list": kept(asked, lambda: _list(request, rows)),
        "wanted": wanted,
        "area": area,
        "filtered": any(wanted.values()),
        "query": feeds.query_of(request),
        "sections": kept(f"beside:{area.pk}", lambda: panels.beside(request, panels.of_areas, area)) if area else [],
        **_choices(),
    }
    return render(request, "organisations/contacts.html", context)


def _list(request: Request, rows: PostQuerySet) -> SafeString:
    """Render one page of posts by organisation, with the names that the reader may see; empty if there are none."""
    page = Counted(in_order(rows), PAGE, rows.count()).get_page(request.GET.get("page"))
    lines = with_holders(page.object_list, organisations_of(request.actor))
    if not lines:
        return SafeString("")
    groups = [(organisation, list(posts)) for organisation, posts in groupby(lines, lambda p: p.organisation)]
    files = offered(request, _("These contact persons"), "organisations:contacts_export", "organisations:contacts_atom")
    context = {"page_obj": page, "groups": groups, "files": files}
    return render_to_string("organisations/_contacts.html", context, request=request)


def _choices() -> dict[str, Any]:
    """Return areas, themes and languages to filter by, kept per process for some minutes."""

    def load() -> dict[str, Any]:
        areas = Area.objects.filter(kind__in=("county", "municipality")).only("slug", "name", "kind")
        themes = Term.objects.offered().filter(scheme="theme")
        return {
            "areas": [(one.slug, str(one)) for one in in_reading_order(areas)],
            "themes": [(one.code, str(one), one.name.language_for()) for one in themes],
            "languages": [(code, str(name)) for code, name in NAMES.items()],
        }

    return held(f"organisations.contacts.{get_language()}", load, KEEP_CHOICES)


@require_safe
def export(request: Request, fmt: str) -> HttpResponse:
    """Give the same posts as a file; a name only where its bearer agreed."""
    _wanted, _area, rows = found_by(request)
    found = with_holders(in_order(rows).prefetch_related("themes"), [])

    def named(post: Any, part: str) -> str:
        return ", ".join(str(one.person) for one in post.named if one.part == part)

    columns: list[Column[Any]] = [
        Column(_("Post"), lambda p: p.title, "title"),
        Column(_("Organisation"), lambda p: p.organisation.name, "organisation"),
        Column(_("Unit"), lambda p: p.unit, "unit"),
        Column(_("Field"), lambda p: p.field, "field"),
        Column(_("Themes"), lambda p: ", ".join(t.code if fmt == "json" else str(t) for t in p.themes.all()), "themes"),
        Column(_("Municipalities that it serves"), lambda p: ", ".join(str(a) for a in p.served), "areas"),
        Column(_("Languages"), lambda p: ", ".join(p.languages), "languages"),
        Column(_("Share of working time, %"), lambda p: p.share, "share"),
        Column(_("Vacant"), lambda p: not p.has_holder, "vacant"),
        Column(_("Holder"), lambda p: named(p, Part.HOLDER), "holder"),
        Column(_("Deputy"), lambda p: named(p, Part.DEPUTY), "deputy"),
        Column(_("Role's e-mail address"), lambda p: p.email, "email"),
        Column(_("Role's telephone"), lambda p: p.phone, "phone"),
        Column(_("Funding ends"), lambda p: p.funding_end, "funding_end"),
        Column(_("Address"), lambda p: request.build_absolute_uri(p.get_absolute_url()), "address"),
    ]
    return rows_response(request, _("contact persons"), columns, found, fmt)


@require_safe
def atom(request: Request) -> HttpResponse:
    """Give what of a filtered list of contact persons last changed as an Atom feed; names only where agreed."""
    _wanted, area, rows = found_by(request)
    page = feeds.page_of(request, "organisations:contacts")
    title = _("Contact persons: %(area)s") % {"area": area.name} if area else _("Contact persons")
    feed = feeds.begin(request, title, page, _("Contact persons and vacancies, the last changed first"))
    for row in with_holders(rows.order_by("-changed_at", "-pk")[:IN_FEED], []):
        named: list[Holding] = row.named  # type: ignore[attr-defined]
        who = ", ".join(str(one.person) for one in named) if row.has_holder else _("vacant")
        feed.add_item(
            title=f"{row.label}, {row.organisation}",
            link=f"{settings.SITE_URL}{row.get_absolute_url()}",
            description=" · ".join(filter(None, (who, str(row.field), row.email, row.phone))),
            author_name=str(row.organisation),
            updateddate=row.changed_at,
            unique_id=f"{settings.SITE_URL}/posts/{row.pk}",
            categories=[row.kind],
        )
    return feeds.answer(feed)


@require_safe
def post(request: Request, pk: int) -> HttpResponse:
    """Show a post: what it answers for, who holds it or that nobody does, who held it before, what it owns."""
    rows = Post.objects.visible_to(request.actor).filter(organisation__merged_into=None)
    found = get_object_or_404(rows.select_related("organisation"), pk=pk)
    actor = request.actor
    own = found.organisation_id in organisations_of(actor)
    holdings = list(found.holdings.select_related("person").order_by("-start", "-pk")[:50])
    today = timezone.localdate()
    now = [one for one in holdings if one.start <= today and (one.end is None or one.end >= today)]
    now.sort(key=lambda one: one.part != Part.HOLDER)
    found.filled = now  # type: ignore[attr-defined]
    context = {
        "post": found,
        "now": [(one, own or one.name_public) for one in now],
        "coming": [(one, own or one.name_public) for one in holdings if one.start > today],
        "past": [(one, own or one.name_public) for one in holdings if one.end is not None and one.end < today],
        "deputised": any(one.part == Part.DEPUTY for one in now),
        "vacant_since": found.vacant_since,
        "languages": ", ".join(str(language_name(code)) for code in found.languages),
        "is_member": own,
        "person_id": actor.person_id,
        "can_change": actor.may("organisations.change_post", found),
        "sections": panels.beside(request, panels.of_posts, found),
    }
    return render(request, "organisations/post_page.html", context)
