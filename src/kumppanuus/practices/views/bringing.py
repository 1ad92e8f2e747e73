"""Bringing in a description written elsewhere, what was left over, and files of a draft."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kumppanuus.core.actions import Refused
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.core.texts import Text
from kumppanuus.practices import actions
from kumppanuus.practices.bringing import Brought, from_text, from_upload, split
from kumppanuus.practices.forms import AttachForm, BringForm, BroughtForm
from kumppanuus.practices.models import Attachment, PracticeVersion
from kumppanuus.practices.views.common import form_page, get_draft
from kumppanuus.ui.languages import NAMES


def _languages(version: PracticeVersion) -> list[str]:
    return [
        code for code in dict.fromkeys([*version.practice.languages, *version.name, "fi", "sv", "en"]) if code in NAMES
    ]


@login_required
@require_http_methods(["GET", "POST"])
def bring_in(request: Request, slug: str) -> HttpResponse:
    """Read a document or a text and show what stands under which heading, before anything is put in its place."""
    version = get_draft(request, slug, "bring_in")
    if "apply" in request.POST:
        return _apply(request, version)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = BringForm(data, files, languages=_languages(version))
    brought: Brought | None = None
    if form.is_valid():
        given = form.cleaned_data
        try:
            brought = from_upload(given["file"]) if given["file"] else from_text(given["text"])
        except Refused as refusal:
            form.add_error("file" if given["file"] else "text", str(refusal.message))
        if brought is not None and not brought.blocks:
            form.add_error(None, _("There are no words in it. Nothing was brought in."))
    if brought is None or form.errors:
        return form_page(
            *(request, form, version.practice, _("Bring in a text"), _("Look what is in it")),
            lead=_(
                "A description that you have already is split under the headings. You see it before anything is kept."
            ),
            name=version.name,
            draft=True,
        )
    return _preview(request, version, brought, form.cleaned_data["language"])


def _preview(request: Request, version: PracticeVersion, brought: Brought, language: str) -> HttpResponse:
    fields = list(version.template.fields.all())
    found = split(brought.blocks, fields)
    initial = {f"part_{code}": words for code, words in found.texts.items()}
    shown = [one for one in fields if one.code in found.texts]
    form = BroughtForm(fields=shown, initial={**initial, "leftover": found.leftover, "language": language})
    return _preview_page(request, version, form, brought.remarks, len(found.texts))


def _preview_page(
    request: Request, version: PracticeVersion, form: BroughtForm, remarks: list[str], found: int
) -> HttpResponse:
    context = {"form": form, "version": version, "practice": version.practice, "remarks": remarks, "found": found}
    return render(request, "practices/brought.html", context, status=422 if form.errors else 200)


def _apply(request: Request, version: PracticeVersion) -> HttpResponse:
    fields = [one for one in version.template.fields.all() if f"part_{one.code}" in request.POST]
    form = BroughtForm(request.POST, fields=fields)
    language = request.POST.get("language", "")
    if language not in NAMES:
        raise Http404

    def bring(data: dict[str, str]) -> PracticeVersion:
        words = {"texts": form.texts(), "leftover": data["leftover"].replace("\r\n", "\n")}
        return actions.bring_in(request.actor, version, language=language, **words)  # type: ignore[arg-type]

    if attempt(form, bring):
        messages.success(request, _("Brought in. Look it through heading by heading."))
        return see_other(reverse("practices:edit", args=[version.practice.slug]))
    return _preview_page(request, version, form, [], len(fields))


@login_required
@require_POST
def leftover(request: Request, slug: str) -> HttpResponse:
    """Put what is left over under a heading, change it or remove it."""
    version = get_draft(request, slug, "keep_leftover")
    codes = [name.removeprefix("text_") for name in request.POST if name.startswith("text_")]
    text = {code: request.POST[f"text_{code}"].replace("\r\n", "\n") for code in codes if code in NAMES}
    seen = {code: request.POST.get(f"seen_{code}", "").replace("\r\n", "\n") for code in text}
    wanted = request.POST.get("heading", "")
    field = version.template.fields.filter(code=wanted).first() if wanted else None
    actions.keep_leftover(request.actor, version, text=text, seen=seen, field=field)
    messages.success(request, _("Saved."))
    return see_other(f"{reverse('practices:edit', args=[slug])}#{field.code if field else 'leftover'}")


@login_required
@require_http_methods(["GET", "POST"])
def attach(request: Request, slug: str, code: str) -> HttpResponse:
    """Add a file under a heading."""
    version = get_draft(request, slug, "attach")
    field = get_object_or_404(version.template.fields, code=code)
    files = request.FILES if request.method == "POST" else None
    form = AttachForm(posted(request), files)

    def add(data: dict[str, object]) -> Attachment:
        title = data["title"] if isinstance(data["title"], Text) else Text()
        words = data["alternative_text"] if isinstance(data["alternative_text"], Text) else None
        return actions.attach(
            request.actor, version, file=data["file"], title=title, alternative_text=words, field=field
        )

    if made := attempt(form, add, field="file"):
        if made.file.accessibility_warning:
            messages.warning(
                request,
                _(
                    "The PDF has no structure: a screen reader finds no headings in it. If you can, "
                    "save it anew as an accessible PDF."
                ),
            )
        return see_other(reverse("practices:section", args=[slug, code]))
    return form_page(
        request, form, version.practice, _("Add a file or a picture"), _("Add"), name=version.name, draft=True
    )


@login_required
@require_POST
def detach(request: Request, pk: int) -> HttpResponse:
    """Take a file away from a draft."""
    found = get_object_or_404(Attachment.objects.select_related("version__practice__owner", "field"), pk=pk)
    get_draft(request, found.version.practice.slug, "attach")
    demand(request, "practices.detach", found)
    slug, code = found.version.practice.slug, found.field.code if found.field else "head"
    actions.detach(request.actor, found)
    messages.success(request, _("The file was taken away."))
    return see_other(reverse("practices:section", args=[slug, code]))
