"""Writing: the start, the headings of a draft one by one, publishing, and taking back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.organisations.models import Organisation
from kumppanuus.practices import actions
from kumppanuus.practices.actions.writing import template_for
from kumppanuus.practices.forms import (
    HeadForm,
    PublishForm,
    RecordForm,
    SectionForm,
    StartForm,
    WhyForm,
    WrittenForm,
    initial_of,
)
from kumppanuus.practices.models import PracticeVersion, Section, TemplateField
from kumppanuus.practices.reading import read
from kumppanuus.practices.views.common import form_page, get_draft, get_practice, may

HEAD = "head"  # in addresses: name and short description


@login_required
@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """Begin a practice in the name of the organisation one acts for."""
    owner = get_object_or_404(Organisation, pk=request.actor.organisation_id or 0)
    demand(request, "practices.create", owner)
    form = StartForm(posted(request))
    if made := attempt(form, lambda data: actions.create(request.actor, owner, **data)):
        messages.success(request, _("Begun. Write under one heading at a time; nobody else sees the draft yet."))
        return see_other(reverse("practices:edit", args=[made.slug]))
    context = {"form": form, "owner": owner}
    return render(request, "practices/start.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def edit(request: Request, slug: str) -> HttpResponse:
    """Show a draft: its headings with what is written, what is still needed, and who is writing where."""
    version = get_draft(request, slug)
    reading = read(version)
    context = {
        "version": version,
        "practice": version.practice,
        "reading": reading,
        "completeness": reading.completeness,
        "versions_before": version.practice.current and version.practice.current.number,
        "here": list(version.writings.exclude(person=request.actor.person_id).select_related("person", "field")),
        "older_headings": template_for(version.practice.space).pk != version.template_id,
        "may": may(request, version, "publish", "discard", "take_template")
        | may(request, version.practice, "describe", "invite"),
    }
    return render(request, "practices/edit.html", context)


def _written(version: PracticeVersion, code: str) -> tuple[TemplateField | None, Section | None]:
    """Return the field of an address and its section; (None, None) for name and short description."""
    if code == HEAD:
        return None, None
    field = version.template.fields.filter(code=code).first()
    if field is None or not field.is_written:
        raise Http404
    return field, version.sections.filter(field=field).first()


def _form(version: PracticeVersion, field: TemplateField | None, section: Section | None, data: Any) -> WrittenForm:
    languages = list(dict.fromkeys([*version.practice.languages, *version.name]))
    if field is None:
        return HeadForm(
            data,
            languages=languages,
            name=version.name,
            short=version.short,
            initial={"revision": version.revision},
            auto_id="head_%s",
        )
    section = section or Section(version=version, field=field)
    languages = list(dict.fromkeys([*languages, *section.text]))
    initial = {"revision": section.revision}
    return SectionForm(
        data, languages=languages, field=field, text=section.text, initial=initial, auto_id=f"{field.code}_%s"
    )


@require_http_methods(["GET", "POST"])
def section(request: Request, slug: str, code: str) -> HttpResponse:
    """Write under one heading. On an older revision nothing is overwritten: both texts are shown and can be joined.

    Who has been signed out meanwhile is told so (401) and not led away from what she wrote.
    """
    if request.headers.get("HX-Request") and request.actor.is_visitor:
        return HttpResponse(status=401)
    return _section(request, slug, code)


@login_required
def _section(request: Request, slug: str, code: str) -> HttpResponse:
    version = get_draft(request, slug)
    field, stands = _written(version, code)
    form = _form(version, field, stands, posted(request))
    if request.method != "POST":
        return _section_page(request, version, field, form, stands)
    if not form.is_valid():
        return _section_page(request, version, field, form, stands)
    numbers = {"revision": form.cleaned_data["revision"], "joined": form.cleaned_data["joined"]}
    try:
        if field is None:
            name, short = form.by_language("name"), form.by_language("short")
            saved: Any = actions.write_head(request.actor, version, name=name, short=short, **numbers)
        else:
            saved = actions.write(request.actor, version, field=field, text=form.by_language(), **numbers)
    except actions.WrittenMeanwhile as refusal:
        return _section_page(request, version, field, form, stands, conflict=refusal)
    if request.headers.get("HX-Request"):
        context = {"saved": saved, "revision": saved.revision}
        return render(request, "practices/_section_state.html", context)
    messages.success(request, _("Saved."))
    return see_other(f"{reverse('practices:edit', args=[slug])}#{code}")


def _section_page(  # noqa: PLR0917 - what the page is made of
    request: Request,
    version: PracticeVersion,
    field: TemplateField | None,
    form: WrittenForm,
    stands: Section | None,
    conflict: actions.WrittenMeanwhile | None = None,
) -> HttpResponse:
    texts = []
    if conflict is not None:
        for name, text in conflict.stands.items():
            texts += [(name, code, words) for code, words in text.items()]
    context = {
        "version": version,
        "practice": version.practice,
        "field": field,
        "form": form,
        "section": stands,
        "revision": form["revision"].value(),
        "conflict": conflict,
        "theirs": texts,
    }
    if request.headers.get("HX-Request"):
        return render(request, "practices/_section_state.html", context)
    fields = [one for one in version.template.fields.all() if one.is_written]
    codes = [HEAD, *(one.code for one in fields)]
    place = codes.index(field.code) if field else 0
    context["next"] = fields[place] if place < len(fields) else None
    context["attachments"] = version.attachments.filter(field=field).select_related("file") if field else []
    return render(request, "practices/section.html", context, status=409 if conflict else 422 if form.errors else 200)


@login_required
@require_POST
def here(request: Request, slug: str, code: str) -> HttpResponse:
    """Say that one has a heading open, and answer with who else is writing now."""
    version = get_draft(request, slug)
    field, _section = _written(version, code)
    if field is None:
        raise Http404
    others = actions.be_here(request.actor, version, field=field)
    return render(request, "practices/_here.html", {"here": others, "field": field})


@login_required
@require_http_methods(["GET", "POST"])
def describe(request: Request, slug: str) -> HttpResponse:
    """Change stage, topics, places, languages and post."""
    found = get_practice(request, slug, "describe")
    form = RecordForm(posted(request), owner=found.owner, initial=initial_of(found))

    if attempt(form, lambda data: actions.describe(request.actor, found, **data)):
        messages.success(request, _("Saved."))
        return see_other(found.get_absolute_url())
    return form_page(request, form, found, _("Basic information"), _("Save"))


@login_required
@require_POST
def draft(request: Request, slug: str) -> HttpResponse:
    """Begin the next version."""
    actions.draft(request.actor, get_practice(request, slug))
    messages.success(request, _("A draft of the next version is ready. What is published stays as it is until then."))
    return see_other(reverse("practices:edit", args=[slug]))


@login_required
@require_http_methods(["GET", "POST"])
def publish(request: Request, slug: str) -> HttpResponse:
    """Publish the draft."""
    version = get_draft(request, slug, "publish")
    form = PublishForm(posted(request))
    if made := attempt(form, lambda data: actions.publish(request.actor, version, **data)):
        messages.success(
            request, _("Version %(number)d is published and does not change any more.") % {"number": made.number}
        )
        return see_other(version.practice.get_absolute_url())
    reading = read(version)
    more = {"completeness": reading.completeness, "publishing": version}
    return form_page(request, form, version.practice, _("Publish"), _("Publish"), **more)


@login_required
@require_POST
def discard(request: Request, slug: str) -> HttpResponse:
    """Delete the draft for good."""
    practice = actions.discard(request.actor, get_draft(request, slug, "discard"))
    messages.success(request, _("The draft was deleted."))
    return see_other(practice.get_absolute_url() if practice.current_id else reverse("practices:mine"))


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: Request, slug: str) -> HttpResponse:
    """Take a practice out of lists and search."""
    found = get_practice(request, slug, "withdraw")
    form = WhyForm(posted(request))
    if attempt(form, lambda data: actions.withdraw(request.actor, found, **data)):
        messages.success(request, _("It is withdrawn. Its versions stay readable at their addresses."))
        return see_other(found.get_absolute_url())
    lead = _("It leaves lists and search, and its page says why. Its versions stay readable at their addresses.")
    return form_page(request, form, found, _("Withdraw"), _("Withdraw"), lead=lead)


@login_required
@require_POST
def reopen(request: Request, slug: str) -> HttpResponse:
    """Put a withdrawn practice back."""
    found = actions.reopen(request.actor, get_practice(request, slug))
    messages.success(request, _("It stands in lists and search again."))
    return see_other(found.get_absolute_url())
