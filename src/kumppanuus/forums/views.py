"""The list of forums with its files and feed, a forum's page, who comes, and the forms of the organiser."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.accounts.actions import look
from kumppanuus.activity.conditional import same_until_anything_happens
from kumppanuus.calendars.filters import area_choices
from kumppanuus.core.actors import Actor
from kumppanuus.core.languages import language_name
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.forums import actions
from kumppanuus.forums.calendar import CONTENT_TYPE, entry
from kumppanuus.forums.forms import AttendanceForm, CancelForm, FileForm, FilterForm, ForumForm, OutcomeForm, initial_of
from kumppanuus.forums.models import Attachment, Forum, ForumQuerySet, Part, Signup, SignupState
from kumppanuus.interop import feeds
from kumppanuus.interop.export import Column, offered, rows_response
from kumppanuus.organisations.models import Organisation, Role, acts_for

PER_PAGE, IN_FEED = 30, 50
VISITOR = Actor()  # what leaves the page is what everybody may see
VERBS = ("change", "cancel", "tell_outcome", "see_coming", "attach")


def _visible(request: Request) -> ForumQuerySet:
    found: ForumQuerySet = Forum.objects.visible_to(request.actor).select_related("organiser", "area")
    return found


def _get(request: Request, slug: str, permission: str = "") -> Forum:
    found = get_object_or_404(_visible(request), slug=slug)
    if permission:
        demand(request, permission, found)
    return found


@require_safe
def forums(request: Request) -> HttpResponse:
    """List forums with a filter: where no state is asked for, the coming ones first, then the newest. Three queries."""
    form = FilterForm(request.GET)
    rows = form.narrow(_visible(request))
    chosen = form.cleaned_data.get("stage")
    page = Paginator(rows if chosen else rows.behind(), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "coming": [] if chosen or page.number > 1 else rows.ahead()[:PER_PAGE],
        "chosen": chosen,
        "page_obj": page,
        "areas": area_choices(),
        "files": offered(request, _("These events"), "forums:export", "forums:atom"),
        "filtered": form.is_narrowed,
        "query": query.urlencode(),
        "may_create": acts_for(request.actor, request.actor.organisation_id, Role.EDITOR),
    }
    return render(request, "forums/forums.html", context)


@require_safe
def export(request: Request, fmt: str) -> HttpResponse:
    """Give the same forums as a file."""
    found = FilterForm(request.GET).narrow(_visible(request))
    plain = fmt == "json"
    columns: list[Column[Forum]] = [
        Column(_("Name"), lambda f: f.name, "name"),
        Column(_("Organiser"), lambda f: f.organiser.name, "organiser"),
        Column(_("Area"), lambda f: f.area.name, "area"),
        Column(_("State"), lambda f: f.stage.value if plain else f.stage.label, "stage"),
        Column(_("Begins"), lambda f: f.starts_at, "starts_at"),
        Column(_("Ends"), lambda f: f.ends_at, "ends_at"),
        Column(_("Place"), lambda f: f.place, "place"),
        Column(_("Street address"), lambda f: f.address, "street_address"),
        Column(_("Registration until"), lambda f: f.register_until, "register_until"),
        Column(_("How many came"), lambda f: f.attended, "attended"),
        Column(_("What came of it"), lambda f: f.outcome, "outcome"),
        Column(_("Address"), lambda f: request.build_absolute_uri(f.get_absolute_url()), "address"),
    ]
    return rows_response(request, _("forums"), columns, found, fmt)


@same_until_anything_happens
@require_safe
def atom(request: Request) -> HttpResponse:
    """Give what of a filtered list of forums was last changed as an Atom feed."""
    page = feeds.page_of(request, "forums:forums")
    feed = feeds.begin(
        request,
        _("Forums and association evenings"),
        page,
        _("Forums and association evenings, the last changed first"),
    )
    rows = FilterForm(request.GET).narrow(Forum.objects.visible_to(VISITOR)).select_related("organiser")
    for row in rows.order_by("-changed_at", "-pk")[:IN_FEED]:
        feed.add_item(
            title=f"{row} ({row.stage.label})",
            link=f"{settings.SITE_URL}{row.get_absolute_url()}",
            description=str(row.outcome or row.about),
            author_name=str(row.organiser),
            pubdate=row.created_at,
            updateddate=row.changed_at,
            unique_id=f"{settings.SITE_URL}/forums/{row.pk}",
        )
    return feeds.answer(feed)


@require_safe
def forum(request: Request, slug: str) -> HttpResponse:
    """Show a forum: when, where, programme, materials, how to register, what came of it. Three queries."""
    found = _get(request, slug)
    person = request.actor.person_id
    attachments = list(found.attachments.select_related("file"))
    context = {
        "forum": found,
        "material_files": [one for one in attachments if one.part == Part.MATERIAL],
        "outcome_files": [one for one in attachments if one.part == Part.OUTCOME],
        "one_untagged": any(one.file.accessibility_warning for one in attachments),
        "stage": found.stage,
        "taken": found.signups.filter(state=SignupState.COMING, way="on_site").count() if found.places else 0,
        "own": found.signups.filter(person=person).first() if person else None,
        "languages": [language_name(code) for code in found.languages],
        "may": {verb: request.actor.may(f"forums.{verb}", found) for verb in VERBS},
        "may_redact": person is not None and request.actor.may("activity.redact", found),
    }
    return render(request, "forums/forum.html", context)


@require_safe
def ics(request: Request, slug: str) -> HttpResponse:
    """Give the calendar entry of a forum."""
    response = HttpResponse(entry(_get(request, slug)), content_type=f"{CONTENT_TYPE}; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="event.ics"'
    return response


def _form_page(  # noqa: PLR0917 - what such a page is made of
    request: Request, form: Any, of: Forum | None, heading: str, submit: str, lead: str = ""
) -> HttpResponse:
    back = of.get_absolute_url() if of else reverse("forums:forums")
    context = {"form": form, "forum": of, "back": back, "heading": heading, "submit": submit, "lead": lead}
    return render(request, "forums/form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """Call a forum in the name of the organisation one acts for."""
    organiser = get_object_or_404(Organisation, pk=request.actor.organisation_id or 0)
    demand(request, "forums.create", organiser)
    initial = {"area": organiser.governs_id or organiser.home_id, "languages": ["fi"]}
    form = ForumForm(posted(request), initial=initial)
    if made := attempt(form, lambda _data: actions.create(request.actor, organiser, **form.given())):
        messages.success(request, _("The event is called. Anybody can register now."))
        return see_other(made.get_absolute_url())
    lead = _("In the name of: %(organisation)s") % {"organisation": organiser}
    return _form_page(request, form, None, _("Call a forum or an association evening"), _("Publish"), lead)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, slug: str) -> HttpResponse:
    """Change a forum."""
    found = _get(request, slug, "forums.change")
    form = ForumForm(posted(request), initial=initial_of(found))
    if attempt(form, lambda _data: actions.change(request.actor, found, **form.given())):
        return see_other(found.get_absolute_url())
    lead = _("If the time or the place changes, those who have registered are told by mail.")
    return _form_page(request, form, found, _("Change the event"), _("Save the changes"), lead)


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: Request, slug: str) -> HttpResponse:
    """Cancel a forum."""
    found = _get(request, slug, "forums.cancel")
    form = CancelForm(posted(request))
    if attempt(form, lambda data: actions.cancel(request.actor, found, **data)):
        messages.success(request, _("The event is cancelled. Those who had registered are told."))
        return see_other(found.get_absolute_url())
    return _form_page(request, form, found, _("Cancel the event"), _("Cancel the event"))


@login_required
@require_http_methods(["GET", "POST"])
def tell_outcome(request: Request, slug: str) -> HttpResponse:
    """Tell what came of a forum."""
    found = _get(request, slug, "forums.tell_outcome")
    form = OutcomeForm(posted(request), initial={"outcome": found.outcome, "outcome_links": found.outcome_links})
    if attempt(form, lambda data: actions.tell_outcome(request.actor, found, **data)):
        messages.success(request, _("What came of it stands on the page, and those who came are told."))
        return see_other(found.get_absolute_url())
    return _form_page(request, form, found, _("What came of the event"), _("Publish"))


def _signups(request: Request, found: Forum) -> list[Signup]:
    """Return who comes and who waits, for the organiser. That persons with an account were seen is recorded."""
    rows = Signup.objects.visible_to(request.actor).filter(forum=found, state__in=actions.IN)
    signups = list(rows.select_related("person").order_by("state", "since", "pk"))
    seen = [one.person_id for one in signups if one.person_id is not None]
    if seen:
        look(request.actor, None, subjects=seen, what=f"forums.coming:{found.pk}")
    return signups


@login_required
@require_safe
def coming(request: Request, slug: str) -> HttpResponse:
    """List who comes, for the organiser; it prints."""
    return _coming_page(request, _get(request, slug, "forums.see_coming"))


def _coming_page(request: Request, found: Forum, attendance: AttendanceForm | None = None) -> HttpResponse:
    signups = _signups(request, found)
    ways = Counter(one.way for one in signups if one.state == SignupState.COMING)
    files = [
        (_("Who comes"), reverse("forums:coming_export", args=[found.slug, fmt]), fmt.upper())
        for fmt in ("xlsx", "csv", "json")
    ]
    context = {
        "forum": found,
        "comes": [one for one in signups if one.state == SignupState.COMING],
        "waits": [one for one in signups if one.state == SignupState.WAITING],
        "on_site": ways["on_site"],
        "remote": ways["remote"],
        "files": files,
        "now": timezone.now(),
        "may_mark": request.actor.may("forums.mark_attendance", found),
        "attendance": attendance
        or AttendanceForm(signups=found.signups.none(), initial={"others": found.attended_others}),
        "marked": {int(pk) for pk in request.POST.getlist("came") if pk.isdecimal()}
        if attendance
        else {one.pk for one in signups if one.came},
    }
    return render(request, "forums/coming.html", context, status=422 if attendance else 200)


@login_required
@require_POST
def attendance(request: Request, slug: str) -> HttpResponse:
    """Mark who came."""
    found = _get(request, slug, "forums.mark_attendance")
    rows = Signup.objects.visible_to(request.actor).filter(forum=found, state__in=actions.IN)
    form = AttendanceForm(request.POST, signups=rows)
    if attempt(form, lambda _data: actions.mark_attendance(request.actor, found, **form.given()), field="others"):
        messages.success(request, _("Saved. The event's page tells how many came, and no names."))
        return see_other(reverse("forums:coming", args=[found.slug]))
    return _coming_page(request, found, form)


@login_required
@require_http_methods(["GET", "POST"])
def attach(request: Request, slug: str) -> HttpResponse:
    """Put files to the materials or to what came of it, and take them away."""
    found = _get(request, slug, "forums.attach")
    form = FileForm(posted(request), request.FILES or None)
    if attempt(form, lambda data: actions.attach(request.actor, found, **data)):
        messages.success(request, _("The file is on the event's page."))
        return see_other(reverse("forums:attach", args=[found.slug]))
    context = {
        "form": form,
        "of": found,
        "heading": _("Files of the event"),
        "section_label": _("Forums and association evenings"),
        "section_url": reverse("forums:forums"),
        "attachments": found.attachments.select_related("file"),
        "remove_name": "forums:detach",
    }
    return render(request, "files/attach.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def detach(request: Request, pk: int) -> HttpResponse:
    """Take a file away."""
    found = get_object_or_404(Attachment.objects.select_related("forum__organiser", "file"), pk=pk)
    actions.detach(request.actor, found)
    messages.success(request, _("The file was removed."))
    return see_other(reverse("forums:attach", args=[found.forum.slug]))


@login_required
@require_safe
def coming_export(request: Request, slug: str, fmt: str) -> HttpResponse:
    """Give who comes as a file, for the organiser."""
    found = _get(request, slug, "forums.see_coming")
    columns: list[Column[Signup]] = [
        Column(_("Name"), lambda s: s.full_name, "name"),
        Column(_("Organisation"), lambda s: s.organisation_name, "organisation"),
        Column(_("E-mail address"), lambda s: s.email, "email"),
        Column(_("How you come"), lambda s: s.get_way_display(), "way"),
        Column(_("What we should know"), lambda s: s.needs, "needs"),
        Column(_("State"), lambda s: s.get_state_display(), "state"),
        Column(_("Came"), lambda s: {True: _("yes"), False: _("no"), None: ""}[s.came], "came"),
    ]
    return rows_response(request, _("coming"), columns, _signups(request, found), fmt)
