"""The list of projects and its files and feed, a project's page, and the forms about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.activity.conditional import same_until_anything_happens
from kumppanuus.calendars.filters import area_choices
from kumppanuus.core.actors import Actor
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.interop import feeds
from kumppanuus.interop.export import Column, offered, rows_response
from kumppanuus.organisations.models import Organisation, Role, acts_for
from kumppanuus.projects import actions
from kumppanuus.projects.forms import (
    FilterForm,
    HeirForm,
    LegacyForm,
    PartyForm,
    ProjectForm,
    ReasonForm,
    ReportForm,
    StopForm,
    initial_of,
)
from kumppanuus.projects.models import Legacy, Party, PartyState, Project, ProjectQuerySet

PER_PAGE, IN_FEED = 30, 50
VISITOR = Actor()  # what leaves the page is what everybody may see
VERBS = ("change", "stop", "report", "ask_party", "add_legacy")


def _visible(request: Request) -> ProjectQuerySet:
    found: ProjectQuerySet = Project.objects.visible_to(request.actor).select_related("owner", "area", "post")
    return found


def _get(request: Request, slug: str, permission: str = "") -> Project:
    found = get_object_or_404(_visible(request), slug=slug)
    if permission:
        demand(request, permission, found)
    return found


@require_safe
def projects(request: Request) -> HttpResponse:
    """List projects with a filter, those that end last first. Two queries."""
    form = FilterForm(request.GET)
    page = Paginator(form.narrow(_visible(request)), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page_obj": page,
        "areas": area_choices(),
        "files": offered(request, _("These projects"), "projects:export", "projects:atom"),
        "filtered": form.is_narrowed,
        "query": query.urlencode(),
        "may_create": acts_for(request.actor, request.actor.organisation_id, Role.EDITOR),
    }
    return render(request, "projects/projects.html", context)


@require_safe
def export(request: Request, fmt: str) -> HttpResponse:
    """Give the same projects as a file."""
    found = FilterForm(request.GET).narrow(_visible(request))
    plain = fmt == "json"
    columns: list[Column[Project]] = [
        Column(_("Name"), lambda p: p.name, "name"),
        Column(_("Kind"), lambda p: p.kind if plain else p.get_kind_display(), "kind"),
        Column(_("Owner"), lambda p: p.owner.name, "owner"),
        Column(_("Area"), lambda p: p.area.name, "area"),
        Column(_("State"), lambda p: p.stage.value if plain else p.stage.label, "stage"),
        Column(_("Begins"), lambda p: p.starts, "starts"),
        Column(_("Ends"), lambda p: p.last_day, "ends"),
        Column(_("Who pays"), lambda p: p.funder, "funder"),
        Column(_("Money altogether, in euros"), lambda p: p.budget, "budget"),
        Column(_("What came of it"), lambda p: p.results, "results"),
        Column(_("Address"), lambda p: request.build_absolute_uri(p.get_absolute_url()), "address"),
    ]
    return rows_response(request, _("projects"), columns, found, fmt)


@same_until_anything_happens
@require_safe
def atom(request: Request) -> HttpResponse:
    """Give what of a filtered list of projects was last changed as an Atom feed."""
    page = feeds.page_of(request, "projects:projects")
    feed = feeds.begin(request, _("Projects and pilots"), page, _("Projects and pilots, the last changed first"))
    rows = FilterForm(request.GET).narrow(Project.objects.visible_to(VISITOR)).select_related("owner")
    for row in rows.order_by("-changed_at", "-pk")[:IN_FEED]:
        feed.add_item(
            title=f"{row} ({row.stage.label})",
            link=f"{settings.SITE_URL}{row.get_absolute_url()}",
            description=str(row.results or row.about),
            author_name=str(row.owner),
            pubdate=row.created_at,
            updateddate=row.changed_at,
            unique_id=f"{settings.SITE_URL}/projects/{row.pk}",
            categories=[row.kind],
        )
    return feeds.answer(feed)


@require_safe
def project(request: Request, slug: str) -> HttpResponse:
    """Show a project: who pays and takes part, when it ends, what came of it and what goes on. Four queries."""
    found = _get(request, slug)
    actor = request.actor
    parties = list(Party.objects.visible_to(actor).filter(project=found).select_related("organisation"))
    legacies = list(found.legacies.select_related("heir"))
    for party in parties:
        party.project = found
    for legacy in legacies:
        legacy.project = found
    context = {
        "project": found,
        "stage": found.stage,
        "parties": [(one, _may(request, one, "join", "leave")) for one in parties],
        "shown_parties": any(one.state != PartyState.DECLINED for one in parties),
        "legacies": [(one, _may(request, one, "ask_heir", "take_over", "drop_legacy")) for one in legacies],
        "may": _may(request, found, *VERBS),
        "may_redact": actor.person_id is not None and actor.may("activity.redact", found),
    }
    return render(request, "projects/project.html", context)


def _may(request: Request, obj: Any, *verbs: str) -> dict[str, bool]:
    return {verb: request.actor.may(f"projects.{verb}", obj) for verb in verbs}


def _form_page(  # noqa: PLR0917 - what such a page is made of
    request: Request, form: Any, of: Project | None, heading: str, submit: str, lead: str = ""
) -> HttpResponse:
    back = of.get_absolute_url() if of else reverse("projects:projects")
    context = {"form": form, "project": of, "back": back, "heading": heading, "submit": submit, "lead": lead}
    return render(request, "projects/form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """Put a project on record in the name of the organisation one acts for."""
    owner = get_object_or_404(Organisation, pk=request.actor.organisation_id or 0)
    demand(request, "projects.create", owner)
    form = ProjectForm(posted(request), owner=owner, initial={"area": owner.governs_id or owner.home_id})
    if made := attempt(form, lambda data: actions.create(request.actor, owner, **data)):
        messages.success(request, _("The project is on record. Next: who takes part, and what should go on."))
        return see_other(made.get_absolute_url())
    lead = _("In the name of: %(organisation)s") % {"organisation": owner}
    return _form_page(request, form, None, _("Put a project on record"), _("Put it on record"), lead)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, slug: str) -> HttpResponse:
    """Change what is told of a project."""
    found = _get(request, slug, "projects.change")
    form = ProjectForm(posted(request), owner=found.owner, initial=initial_of(found))
    if attempt(form, lambda data: actions.change(request.actor, found, **data)):
        return see_other(found.get_absolute_url())
    return _form_page(request, form, found, _("Change the project"), _("Save the changes"))


@login_required
@require_http_methods(["GET", "POST"])
def stop(request: Request, slug: str) -> HttpResponse:
    """End a project before its time."""
    found = _get(request, slug, "projects.stop")
    form = StopForm(posted(request))
    if attempt(form, lambda data: actions.stop(request.actor, found, **data)):
        messages.success(request, _("The project is stopped. Tell next what came of it."))
        return see_other(found.get_absolute_url())
    lead = _("It stays readable with the reason. What should go on stays open until it is settled.")
    return _form_page(request, form, found, _("Stop the project"), _("Stop the project"), lead)


@login_required
@require_http_methods(["GET", "POST"])
def report(request: Request, slug: str) -> HttpResponse:
    """Tell what came of a project."""
    found = _get(request, slug, "projects.report")
    form = ReportForm(posted(request), initial={"results": found.results})
    if attempt(form, lambda data: actions.report(request.actor, found, **data)):
        messages.success(request, _("What came of it stands on the page."))
        return see_other(found.get_absolute_url())
    return _form_page(request, form, found, _("What came of it"), _("Publish"))


@login_required
@require_http_methods(["GET", "POST"])
def ask_party(request: Request, slug: str) -> HttpResponse:
    """Ask an organisation to take part."""
    found = _get(request, slug, "projects.ask_party")
    form = PartyForm(posted(request))
    if attempt(form, lambda data: actions.ask_party(request.actor, found, **data)):
        messages.success(request, _("The organisation is asked. It is shown as a party once it has said yes."))
        return see_other(found.get_absolute_url())
    return _form_page(request, form, found, _("Ask an organisation to take part"), _("Ask"))


@login_required
@require_http_methods(["GET", "POST"])
def add_legacy(request: Request, slug: str) -> HttpResponse:
    """Write down what should go on."""
    found = _get(request, slug, "projects.add_legacy")
    form = LegacyForm(posted(request))
    if attempt(form, lambda data: actions.add_legacy(request.actor, found, **data)):
        return see_other(f"{found.get_absolute_url()}#legacies")
    return _form_page(request, form, found, _("What should go on"), _("Write it down"))


def _party(request: Request, pk: int) -> Party:
    rows = Party.objects.visible_to(request.actor).select_related("project__owner", "organisation")
    return get_object_or_404(rows, pk=pk)


def _legacy(request: Request, pk: int, permission: str = "") -> Legacy:
    rows = Legacy.objects.visible_to(request.actor).select_related("project__owner", "heir")
    found = get_object_or_404(rows, pk=pk)
    if permission:
        demand(request, permission, found)
    return found


def _answer(request: Request, act: Callable[[Actor, Any], Any], of: Any, words: str) -> HttpResponse:
    act(request.actor, of)
    messages.success(request, words)
    return see_other(of.project.get_absolute_url())


@login_required
@require_POST
def join(request: Request, pk: int) -> HttpResponse:
    """Say that one's organisation takes part."""
    return _answer(request, actions.join, _party(request, pk), _("Your organisation takes part."))


@login_required
@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    """Say that one's organisation does not take part."""
    return _answer(request, actions.decline, _party(request, pk), _("Your organisation does not take part."))


@login_required
@require_POST
def leave(request: Request, pk: int) -> HttpResponse:
    """Let an organisation leave."""
    return _answer(request, actions.leave, _party(request, pk), _("The organisation takes part no more."))


@login_required
@require_POST
def take_over(request: Request, pk: int) -> HttpResponse:
    """Say that one's organisation goes on with something."""
    return _answer(request, actions.take_over, _legacy(request, pk), _("Your organisation goes on with it."))


def _of_legacy(  # noqa: PLR0917 - what such a page is made of
    request: Request, legacy: Legacy, form: Any, act: Callable[..., Any], heading: str, submit: str
) -> HttpResponse:
    if attempt(form, lambda data: act(request.actor, legacy, **data)):
        return see_other(f"{legacy.project.get_absolute_url()}#legacies")
    return _form_page(request, form, legacy.project, heading, submit, str(legacy))


@login_required
@require_http_methods(["GET", "POST"])
def ask_heir(request: Request, pk: int) -> HttpResponse:
    """Offer something to an organisation."""
    legacy = _legacy(request, pk, "projects.ask_heir")
    form = HeirForm(posted(request), initial={"heir": str(legacy.heir or "")})
    return _of_legacy(request, legacy, form, actions.ask_heir, _("Who goes on with it"), _("Save"))


@login_required
@require_http_methods(["GET", "POST"])
def refuse_legacy(request: Request, pk: int) -> HttpResponse:
    """Say that one's organisation does not go on with something."""
    legacy = _legacy(request, pk, "projects.refuse_legacy")
    form = ReasonForm(posted(request))
    return _of_legacy(request, legacy, form, actions.refuse_legacy, _("Your organisation does not go on"), _("Say so"))


@login_required
@require_http_methods(["GET", "POST"])
def drop_legacy(request: Request, pk: int) -> HttpResponse:
    """Say that something does not go on, and why."""
    legacy = _legacy(request, pk, "projects.drop_legacy")
    form = ReasonForm(posted(request))
    return _of_legacy(request, legacy, form, actions.drop_legacy, _("It does not go on"), _("Say so"))
