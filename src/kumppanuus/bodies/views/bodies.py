"""The list of bodies and its files, a body's page on any day, setting one up, rules of procedure."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumppanuus.activity.conditional import same_until_anything_happens
from kumppanuus.bodies import actions, choices, panels
from kumppanuus.bodies.forms import BodyForm, FilterForm, LastDayForm, RulesForm, day_of
from kumppanuus.bodies.models import Body, BodyQuerySet
from kumppanuus.bodies.reading import SeatLine, Sitting, turning_days, vacancies, who_sits
from kumppanuus.core.pieces import kept
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.interop import feeds
from kumppanuus.interop.export import Column, offered, rows_response
from kumppanuus.organisations.models import Organisation, organisations_of
from kumppanuus.spaces.models import Space
from kumppanuus.ui.languages import language_name

PER_PAGE, IN_FEED = 40, 50


def _visible(request: Request) -> BodyQuerySet:
    found: BodyQuerySet = Body.objects.visible_to(request.actor).select_related("kind", "area", "convener")
    return found


@require_safe
def bodies(request: Request) -> HttpResponse:
    """List bodies with a filter. One query, four anew."""
    shown = kept(f"bodies:{quote(request.GET.urlencode())}", lambda: _list(request))
    context = {"list": shown, "spaces": _own_spaces(request), "query": feeds.query_of(request)}
    return render(request, "bodies/bodies.html", context)


def _list(request: Request) -> SafeString:
    """Render the filter and one page of the bodies that it lets through: the same for every reader."""
    form = FilterForm(request.GET)
    page = Paginator(form.narrow(_visible(request)), PER_PAGE).get_page(request.GET.get("page"))
    found = list(page.object_list)
    seats = vacancies(found)
    context = {
        "form": form,
        "filtered": any(request.GET.get(name) for name in form.fields),
        "kinds": choices.kinds(),
        "areas": choices.areas(),
        "page_obj": page,
        "rows": [(one, *seats.get(one.pk, (0, 0))) for one in found],
        "files": offered(request, _("These bodies"), "bodies:export", "bodies:atom"),
    }
    return render_to_string("bodies/_list.html", context, request=request)


def _own_spaces(request: Request) -> list[Space]:
    """Return the networks in which the reader may set up a body, in the name of the organisation she acts for."""
    actor, own = request.actor, request.actor.organisation_id

    def find() -> list[Space]:
        convener = Organisation.objects.filter(pk=own or 0).first()
        if convener is None or not actor.may("bodies.create", convener):
            return []
        return list(Space.objects.visible_to(actor))

    return kept(f"bodies:spaces:{actor.person_id}:{own}", find) if own else []


@require_safe
def export(request: Request, fmt: str) -> HttpResponse:
    """Give the same bodies as a file."""
    found = list(FilterForm(request.GET).narrow(_visible(request).select_related("parent")))
    seats = vacancies(found)
    columns: list[Column[Body]] = [
        Column(_("Name"), lambda b: b.name, "name"),
        Column(_("Kind"), lambda b: b.kind.code if fmt == "json" else b.kind.name, "kind"),
        Column(_("Area"), lambda b: b.area.name, "area"),
        Column(_("Convener"), lambda b: b.convener.name, "convener"),
        Column(_("Under"), lambda b: b.parent.name if b.parent else None, "parent"),
        Column(_("Term begins"), lambda b: b.starts, "starts"),
        Column(_("Term ends"), lambda b: b.ends, "ends"),
        Column(_("Meetings a year"), lambda b: b.meetings_a_year, "meetings_a_year"),
        Column(_("Seats"), lambda b: seats.get(b.pk, (0, 0))[0], "seats"),
        Column(_("Vacant seats"), lambda b: seats.get(b.pk, (0, 0))[1], "vacant"),
        Column(_("Meetings and papers"), lambda b: b.open_to if fmt == "json" else b.get_open_to_display(), "open_to"),
        Column(_("Address"), lambda b: request.build_absolute_uri(b.get_absolute_url()), "address"),
    ]
    return rows_response(request, _("bodies"), columns, found, fmt)


@same_until_anything_happens
@require_safe
def atom(request: Request) -> HttpResponse:
    """Give what of a filtered list of bodies was last set up or changed as an Atom feed."""
    page = feeds.page_of(request, "bodies:bodies")
    feed = feeds.begin(request, _("Bodies"), page, _("Bodies of co-operation, the last changed first"))
    for row in FilterForm(request.GET).narrow(_visible(request)).order_by("-changed_at", "-pk")[:IN_FEED]:
        feed.add_item(
            title=str(row),
            link=f"{settings.SITE_URL}{row.get_absolute_url()}",
            description=" · ".join(filter(None, (str(row.kind), str(row.area.name), str(row.about)))),
            author_name=str(row.convener),
            pubdate=row.created_at,
            updateddate=row.changed_at,
            unique_id=f"{settings.SITE_URL}/bodies/{row.pk}",
            categories=[row.kind.code],
        )
    return feeds.answer(feed)


def get_body(request: Request, slug: str) -> Body:
    """Return the body of the address, or raise Http404."""
    return get_object_or_404(_visible(request).select_related("space", "parent"), slug=slug)


@require_safe
def body(request: Request, slug: str) -> HttpResponse:
    """Show a body: what it is for, who sits in it today or on a past day, its rules, what other apps add."""
    found = get_body(request, slug)
    day, actor = day_of(request.GET.get("on", "")), request.actor
    names, may_run = actor.may("bodies.read_inside", found), actor.may("bodies.adopt_rules", found)
    own = f"{actor.person_id}{sorted(organisations_of(actor))}" if actor.person_id else ""
    context = {
        "body": found,
        "inside": kept(
            f"body:{found.pk}:{day}:{names}:{may_run}:{own}", lambda: _inside(request, found, day, names, may_run)
        ),
        "languages": ", ".join(str(language_name(code)) for code in found.languages),
        "sections": panels.rendered(request, found),
        "announced": panels.announced(found),
        "may_change": request.actor.may("bodies.change", found),
        "may_end": request.actor.may("bodies.end", found),
        "not_found": bool(request.GET.get("on")) and day is None,
    }
    return render(request, "bodies/body.html", context)


def _inside(request: Request, found: Body, day: dt.date | None, names: bool, may_run: bool) -> SafeString:
    """Render who sits in a body or sat on a day, its rules and the bodies under it. Five queries."""
    lines = who_sits(found, request.actor, on=day, inside=names)
    context = {
        "body": found,
        "lines": lines,
        "vacant": sum(line.is_vacant for line in lines),
        "day": day,
        "today": timezone.localdate(),
        "days": turning_days(found)[:12],
        "rules": found.rules.first(),
        "children": list(found.children.select_related("kind")),
        "may_run": may_run,
    }
    return render_to_string("bodies/_inside.html", context, request=request)


@require_safe
def seats_export(request: Request, slug: str, fmt: str) -> HttpResponse:
    """Give who sits, or sat on a day, as a file; names as the reader may see them."""
    found = get_body(request, slug)
    day = day_of(request.GET.get("on", "")) or timezone.localdate()
    lines = who_sits(found, request.actor, on=day, inside=request.actor.may("bodies.read_inside", found))
    plain = fmt == "json"
    columns: list[Column[SeatLine]] = [
        Column(_("Role"), lambda x: x.seat.role if plain else x.seat.get_role_display(), "role"),
        Column(_("What the seat stands for"), lambda x: x.seat.stands_for, "stands_for"),
        Column(_("In whose name"), lambda x: _organisations(x.holders), "organisation"),
        Column(_("Name"), lambda x: _names(x.holders), "name"),
        Column(_("Since"), lambda x: x.holders[0].mandate.start if x.holders else None, "since"),
        Column(_("Deputy in whose name"), lambda x: _organisations(x.deputies), "deputy_organisation"),
        Column(_("Deputy"), lambda x: _names(x.deputies), "deputy"),
        Column(_("Vacant"), lambda x: x.is_vacant if plain else (_("vacant") if x.is_vacant else None), "vacant"),
    ]
    return rows_response(request, f"{found.slug} {day.isoformat()}", columns, lines, fmt)


def _organisations(sittings: list[Sitting]) -> str:
    return ", ".join(str(one.mandate.organisation) for one in sittings if one.mandate.organisation)


def _names(sittings: list[Sitting]) -> str:
    return ", ".join(one.name for one in sittings if one.name)


@require_safe
def rules(request: Request, slug: str, number: int) -> HttpResponse:
    """Show one version of the rules of procedure, and which others there are."""
    found = get_body(request, slug)
    versions = list(found.rules.all())
    version = next((one for one in versions if one.number == number), None)
    if version is None:
        return render(request, "404.html", status=404)
    return render(request, "bodies/rules.html", {"body": found, "version": version, "versions": versions})


@login_required
@require_http_methods(["GET", "POST"])
def create(request: Request, space: str) -> HttpResponse:
    """Set up a body in a network, convened by the organisation one acts for."""
    network = get_object_or_404(Space.objects.visible_to(request.actor).select_related("area"), slug=space)
    convener = get_object_or_404(Organisation, pk=request.actor.organisation_id or 0)
    demand(request, "bodies.create", convener)
    form = BodyForm(posted(request), space=network)
    if made := attempt(form, lambda data: actions.create(request.actor, convener, space=network, **data)):
        messages.success(request, _("The body is there. Next: its seats, and its rules of procedure."))
        return see_other(made.get_absolute_url())
    context = {"form": form, "space": network, "convener": convener}
    return render(request, "bodies/create.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, slug: str) -> HttpResponse:
    """Change what is told of a body."""
    found = get_body(request, slug)
    demand(request, "bodies.change", found)
    initial = {name: getattr(found, name) for name in BodyForm.base_fields}
    form = BodyForm(posted(request), space=found.space, body=found, initial=initial)
    if attempt(form, lambda data: actions.change(request.actor, found, **data)):
        messages.success(request, _("The changes are saved."))
        return see_other(found.get_absolute_url())
    return form_page(request, form, found, _("Change the body"), _("Save the changes"))


@login_required
@require_http_methods(["GET", "POST"])
def end(request: Request, slug: str) -> HttpResponse:
    """End a body's term."""
    found = get_body(request, slug)
    demand(request, "bodies.end", found)
    form = LastDayForm(posted(request))
    if attempt(form, lambda data: actions.end(request.actor, found, **data)):
        messages.success(request, _("The term is ended. All of it stays readable."))
        return see_other(found.get_absolute_url())
    why = _("Its seats and mandates end on the same day. Nothing is removed: all of it stays readable.")
    return form_page(request, form, found, _("End the body's term"), _("End the term"), why)


@login_required
@require_http_methods(["GET", "POST"])
def adopt_rules(request: Request, slug: str) -> HttpResponse:
    """Put rules of procedure into force."""
    found = get_body(request, slug)
    demand(request, "bodies.adopt_rules", found)
    form = RulesForm(posted(request), body=found)
    if attempt(form, lambda data: actions.adopt_rules(request.actor, found, **data)):
        messages.success(request, _("The rules of procedure are in force. Earlier ones stay readable."))
        return see_other(found.get_absolute_url())
    why = _("What was in force until now stays readable as it was.")
    return form_page(request, form, found, _("Rules of procedure"), _("Put into force"), why)


def form_page(  # noqa: PLR0917 - what such a page is made of
    request: Request, form: Any, found: Body, heading: str, submit: str, lead: str = ""
) -> HttpResponse:
    """Show a form about a body."""
    context = {"form": form, "body": found, "heading": heading, "submit": submit, "lead": lead}
    return render(request, "bodies/form.html", context, status=422 if form.errors else 200)
