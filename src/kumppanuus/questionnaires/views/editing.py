"""Editing drafts: one thing per page, everything by buttons that work without scripts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kumppanuus.core.actions import Refused
from kumppanuus.core.requests import Request, attempt, demand, see_other
from kumppanuus.core.versions import VersionStatus
from kumppanuus.questionnaires import actions
from kumppanuus.questionnaires.content import (
    Content,
    ItemContent,
    LevelContent,
    anchor,
    find_item,
    find_theme,
    fingerprint_of_item,
    read_version,
)
from kumppanuus.questionnaires.forms import AboutForm, BankForm, CreateForm, ItemForm, PublishForm, ThemeForm
from kumppanuus.questionnaires.gaps import Gap, gaps
from kumppanuus.questionnaires.models import Questionnaire, QuestionnaireVersion
from kumppanuus.questionnaires.views.reading import get_version
from kumppanuus.spaces.models import Space, space_roles_of
from kumppanuus.ui.languages import INTERFACE

ABOUT = ("title", "description", "source", "source_url", "source_status", "year", "region")
GONE = "gone"


def edited_spaces(request: Request) -> list[Space]:
    """Return the spaces whose editor the reader is."""
    own = [pk for pk, roles in space_roles_of(request.actor).items() if "editor" in roles]
    return list(Space.objects.visible_to(request.actor).filter(pk__in=own))


def create(request: Request) -> HttpResponse:
    """Make a checklist: empty, or a copy of one that is published."""
    spaces = edited_spaces(request)
    if not spaces:
        raise PermissionDenied("questionnaires.create")
    copies = Questionnaire.objects.visible_to(request.actor).filter(versions__status=VersionStatus.PUBLISHED)
    form = CreateForm(request.POST or None, spaces=spaces, copies=copies, initial={"copy_of": request.GET.get("copy")})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        copy = data.pop("copy_of")
        base = copy.versions.published().first() if copy else None
        try:
            made = actions.create(request.actor, data.pop("space"), copy_of=base, **data)
        except Refused as refusal:
            form.add_error("slug", str(refusal.message))
        else:
            return see_other(reverse("questionnaires:change", args=[made.slug, 1]))
    return render(request, "questionnaires/create.html", {"form": form})


def describe(request: Request, slug: str) -> HttpResponse:
    """Change what is told of a checklist."""
    found = get_object_or_404(Questionnaire.objects.visible_to(request.actor), slug=slug)
    demand(request, "questionnaires.describe", found)
    form = AboutForm(request.POST or None, initial={name: getattr(found, name) for name in ABOUT})
    if request.method == "POST" and form.is_valid():
        actions.describe(request.actor, found, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return see_other(found.get_absolute_url())
    return render(request, "questionnaires/describe.html", {"form": form, "questionnaire": found})


@require_POST
def draft(request: Request, slug: str) -> HttpResponse:
    """Begin a new draft from the newest version."""
    found = get_object_or_404(Questionnaire.objects.visible_to(request.actor), slug=slug)
    made = actions.draft(request.actor, found)
    return see_other(reverse("questionnaires:change", args=[slug, made.number]))


def _draft(request: Request, slug: str, number: int) -> QuestionnaireVersion:
    found = get_version(request, slug, number)
    demand(request, "questionnaires.change", found)
    return found


def _languages(version: QuestionnaireVersion) -> list[str]:
    space = version.questionnaire.space
    return list(space.languages or INTERFACE) if space else list(INTERFACE)


def change(request: Request, slug: str, number: int) -> HttpResponse:
    """Show a draft with what can be done to each part and what is still missing."""
    found = _draft(request, slug, number)
    content = read_version(found)
    return render(
        request,
        "questionnaires/change.html",
        {"version": found, "questionnaire": found.questionnaire, "content": content}
        | _gaps_by_place(gaps(content, _languages(found))),
    )


def _gaps_by_place(found: list[Gap]) -> dict[str, Any]:
    of_items: dict[str, list[Gap]] = {}
    of_themes: dict[str, list[Gap]] = {}
    for gap in found:
        (of_items if gap.item else of_themes).setdefault(gap.item or gap.theme, []).append(gap)
    return {"gaps": found, "item_gaps": of_items, "theme_gaps": of_themes}


@require_POST
def arrange(request: Request, slug: str, number: int) -> HttpResponse:
    """Move an item or theme up or down, or take it away: the button says "up:item:3"."""
    found = _draft(request, slug, number)
    to, _sep, rest = request.POST.get("move", "").partition(":")
    what, _sep, code = rest.partition(":")
    if to not in {"up", "down", "away"} or what not in {"item", "theme"}:
        raise Http404
    actions.arrange(request.actor, found, to=to, **{what: code})
    place = "" if to == "away" else f"#{what}-{anchor(code)}"
    return see_other(reverse("questionnaires:change", args=[slug, number]) + place)


def add_theme(request: Request, slug: str, number: int) -> HttpResponse:
    """Add a theme."""
    found = _draft(request, slug, number)
    taken = {theme.key for theme in read_version(found)}
    free = next((letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter not in taken), "")
    return _theme_page(request, found, "", {"key": free})


def change_theme(request: Request, slug: str, number: int, key: str) -> HttpResponse:
    """Change a theme's letter and title."""
    found = _draft(request, slug, number)
    theme = find_theme(read_version(found), key)
    if theme is None:
        raise Http404
    return _theme_page(request, found, key, {"key": theme.key, "title": theme.title})


def _theme_page(request: Request, version: QuestionnaireVersion, was: str, initial: dict[str, Any]) -> HttpResponse:
    form = ThemeForm(request.POST or None, initial=initial)
    back = reverse("questionnaires:change", args=[version.questionnaire.slug, version.number])
    if attempt(form, lambda data: actions.change_theme(request.actor, version, was=was, **data), field="key"):
        return see_other(f"{back}#theme-{anchor(form.cleaned_data['key'])}")
    return render(
        request,
        "questionnaires/theme_form.html",
        {"form": form, "version": version, "questionnaire": version.questionnaire, "was": was, "back": back},
    )


def add_item(request: Request, slug: str, number: int) -> HttpResponse:
    """Add an item; its levels begin as those of the last item."""
    found = _draft(request, slug, number)
    content = read_version(found)
    if not content:
        return see_other(reverse("questionnaires:add_theme", args=[slug, number]))
    items = [item for theme in content for item in theme.items]
    taken = {item.code for item in items}
    free = next(str(code) for code in range(1, len(items) + 2) if str(code) not in taken)
    last = next((item for item in reversed(items) if item.levels), None)
    plain = [LevelContent(level.value, level.label) for level in last.levels] if last else []
    initial = {"code": free, "theme": request.GET.get("theme") or content[-1].key}
    return _item_page(request, found, content, None, initial, plain)


def change_item(request: Request, slug: str, number: int, code: str) -> HttpResponse:
    """Change an item and its levels. Somebody else's change meanwhile is shown, never overwritten unseen."""
    found = _draft(request, slug, number)
    content = read_version(found)
    place = find_item(content, code)
    if place is None and request.method != "POST":
        raise Http404
    if place is None:
        return _item_page(request, found, content, None, {"code": code}, [], code=code)
    theme, item = place
    initial = {name: getattr(item, name) for name in ItemForm.base_fields if name != "theme"} | {"theme": theme.key}
    return _item_page(request, found, content, item, initial, [], code=code)


def _item_page(  # noqa: PLR0917 - the parts of one page
    request: Request,
    version: QuestionnaireVersion,
    content: Content,
    item: ItemContent | None,
    initial: dict[str, Any],
    levels: list[LevelContent],
    code: str = "",
) -> HttpResponse:
    form = ItemForm(request.POST or None, content=content, item=item, levels=levels, initial=initial)
    back = reverse("questionnaires:change", args=[version.questionnaire.slug, version.number])
    page: dict[str, Any] = {
        "form": form,
        "version": version,
        "questionnaire": version.questionnaire,
        "code": code,
        "item": item,
        "back": back,
        "seen": request.POST.get("seen") or (fingerprint_of_item(item) if item else ""),
    }
    status = 200
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            page["preview"] = form.item()
        else:
            try:
                _save_item(request, version, form, code)
            except actions.ItemConflict as conflict:
                form.add_error(None, str(conflict.message))
                page |= {"saved": conflict.saved, "conflict": True}
                page["seen"] = fingerprint_of_item(conflict.saved) if conflict.saved else GONE
                status = 409
            except Refused as refusal:
                form.add_error(None, str(refusal.message))
            else:
                return see_other(f"{back}#item-{anchor(form.cleaned_data['code'])}")
    return render(request, "questionnaires/item_form.html", page, status=status)


def _save_item(request: Request, version: QuestionnaireVersion, form: ItemForm, code: str) -> None:
    seen = request.POST.get("seen", "")
    actions.change_item(
        request.actor,
        version,
        theme=form.cleaned_data["theme"],
        item=form.item(),
        code="" if seen == GONE else code,
        seen="" if seen == GONE else seen,
    )


def publish(request: Request, slug: str, number: int) -> HttpResponse:
    """Publish a draft with a note of what changed, after showing what is still missing."""
    found = _draft(request, slug, number)
    form = PublishForm(request.POST or None)
    form.fields["note"].required = found.number > 1
    missing = gaps(read_version(found), _languages(found))
    if attempt(form, lambda data: actions.publish(request.actor, found, note_text=data["note"])):
        messages.success(request, _("The version is published. It does not change any more."))
        return see_other(found.questionnaire.get_absolute_url())
    return render(
        request,
        "questionnaires/publish.html",
        {"form": form, "version": found, "questionnaire": found.questionnaire, "gaps": missing},
    )


@require_POST
def discard(request: Request, slug: str, number: int) -> HttpResponse:
    """Delete a draft."""
    found = _draft(request, slug, number)
    left = actions.discard(request.actor, found)
    messages.success(request, _("The draft is deleted."))
    kept = left.versions.exists()
    return see_other(left.get_absolute_url() if kept else reverse("questionnaires:list"))


def add_to_bank(request: Request) -> HttpResponse:
    """Add an item to the bank."""
    spaces = edited_spaces(request)
    if not spaces:
        raise PermissionDenied("questionnaires.add_to_bank")
    form = BankForm(request.POST or None)
    if made := attempt(form, lambda data: actions.add_to_bank(request.actor, spaces[0], **data), field="name"):
        return see_other(reverse("questionnaires:bank") + f"#{made.slug}")
    return render(request, "questionnaires/add_to_bank.html", {"form": form}, status=422 if form.errors else 200)
