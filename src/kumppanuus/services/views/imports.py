"""Importing a list: send it, say what its columns are, look at what would change, import, undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.core.numbers import MOST
from kumppanuus.core.requests import Request, demand, posted, see_other
from kumppanuus.interop.export import Column, rows_response
from kumppanuus.interop.sheets import SheetProblem
from kumppanuus.organisations.models import Organisation, organisations_of
from kumppanuus.services import actions, tasks
from kumppanuus.services.columns import READ
from kumppanuus.services.import_forms import ColumnsForm, GuessForm, ListForm
from kumppanuus.services.imports.mapping import suggest
from kumppanuus.services.imports.reading import table_of, what_is_it
from kumppanuus.services.imports.sheets import LOOK_AT
from kumppanuus.services.imports.telling import told_changes
from kumppanuus.services.models import Import, ImportFormat, ImportRow, ImportState, RowState, Source
from kumppanuus.spaces.models import Space, SpaceRoleKind, space_roles_of

PAGE = 25
ALIKE = "alike"  # new rows that look like something that is here
STATES = [*RowState.choices[:1], (ALIKE, _lazy("New, but alike")), *RowState.choices[1:]]
BEFORE_COMPARING = {ImportState.READ, ImportState.FAILED}


@login_required
@require_safe
def imports(request: Request) -> HttpResponse:
    """List the imports of those whose lists the reader keeps."""
    rows = Import.objects.visible_to(request.actor).select_related("source__space", "source__organisation")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "services/imports/list.html", {"page": page, "owners": _owners(request)})


def _owners(request: Request) -> list[tuple[str, str]]:
    """Return for whom the reader may import: (name, address)."""
    mine = [pk for pk, roles in space_roles_of(request.actor).items() if SpaceRoleKind.EDITOR in roles]
    found = [
        (str(space.name), reverse("services:new_import", args=["space", space.slug]))
        for space in Space.objects.filter(pk__in=mine)
    ]
    own = Organisation.objects.filter(pk__in=organisations_of(request.actor), pk=request.actor.organisation_id or 0)
    return found + [
        (str(row.name), reverse("services:new_import", args=["organisation", row.slug]))
        for row in own
        if request.actor.may("services.read_list", Source(organisation=row))
    ]


@login_required
@require_http_methods(["GET", "POST"])
def new_import(request: Request, kind: str, slug: str) -> HttpResponse:
    """Send a list."""
    if kind not in {"space", "organisation"}:
        raise Http404
    owner: Any = get_object_or_404(Space if kind == "space" else Organisation, slug=slug)
    fresh = Source(**{kind: owner})
    demand(request, "services.read_list", fresh)
    sources = Source.objects.visible_to(request.actor).filter(**{kind: owner})
    form = ListForm(posted(request), request.FILES or None, sources=sources)
    if form.is_valid():
        source = form.cleaned_data.get("source") or fresh
        source.name = source.name or form.cleaned_data["name"].strip()
        try:
            return see_other(_taken(request, source, *form.body()).get_absolute_url())
        except SheetProblem as problem:
            form.add_error("file", str(problem))
    context = {"form": form, "owner": owner}
    return render(request, "services/imports/new.html", context, status=422 if form.errors else 200)


def _taken(request: Request, source: Source, body: bytes, filename: str) -> Import:
    fmt = what_is_it(body)
    read: dict[str, Any] = {"options": source.options or {}}
    if fmt == ImportFormat.TABLE:
        table = table_of(body, {}, most=LOOK_AT)
        read |= {"guesses": table.guesses.as_json(), "mapping": _remembered(source, table.header)}
    return actions.read_list(request.actor, source, body=body, filename=filename, fmt=fmt, read=read)


def _remembered(source: Source, header: list[str]) -> dict[str, str]:
    """Return the mapping used last time for columns of the same names, and a guess for the others."""
    before = {name: source.mapping.get(str(place), "") for place, name in enumerate(source.columns)}
    guessed = suggest(header)
    known = {str(place): before[name] for place, name in enumerate(header) if name in before}
    used = set(known.values())
    found = {place: key for place, key in guessed.items() if place not in known and key not in used} | known
    return {place: key for place, key in found.items() if key}


def _batch(request: Request, uuid: str) -> Import:
    rows = Import.objects.visible_to(request.actor).select_related("source__space", "source__organisation")
    return get_object_or_404(rows, uuid=uuid)


@login_required
@require_safe
def one_import(request: Request, uuid: str) -> HttpResponse:
    """Show an import as far as it is: columns to choose, progress, what would change, what was done."""
    batch = _batch(request, uuid)
    if batch.state in BEFORE_COMPARING:
        return see_other(reverse("services:columns", args=[batch.uuid]))
    if batch.is_working:
        return render(request, "services/imports/working.html", {"batch": batch})
    if request.headers.get("HX-Request") == "true":  # the page that asked by itself how far it is: it is done
        return HttpResponse(headers={"HX-Redirect": batch.get_absolute_url()})
    state = request.GET.get("state", "")
    rows = batch.rows.all()
    if state in RowState.values:
        rows = rows.filter(state=state)
    elif state == ALIKE:
        rows = rows.filter(state=RowState.NEW).exclude(candidates=[])
    page = Paginator(rows.order_by("number"), PAGE).get_page(request.GET.get("page"))
    can_choose = request.actor.may("services.choose_rows", batch)
    asked = any(row.candidates or row.state == RowState.CONFLICT for row in page.object_list)
    context = {
        "batch": batch,
        "asks": can_choose and asked,
        "page": page,
        "rows": [told_changes(row) for row in page.object_list],
        "counts": [(value, label, batch.counts.get(value, 0)) for value, label in STATES],
        "state": state,
        "can_choose": can_choose,
        "can_undo": request.actor.may("services.begin_undo", batch),
        "able": sum(batch.counts.get(value, 0) for value in ("new", "changed", "conflict", "same")),
    }
    return render(request, "services/imports/rows.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def columns(request: Request, uuid: str) -> HttpResponse:
    """Say what the columns are and what holds for all rows; correct how the file was read."""
    batch = _batch(request, uuid)
    demand(request, "services.map_columns", batch)
    table, problem = None, batch.message
    if batch.format == ImportFormat.TABLE:
        try:
            table = table_of(bytes(batch.file.body), batch.guesses, most=LOOK_AT)
        except (SheetProblem, Import.file.RelatedObjectDoesNotExist) as exc:
            problem = str(exc) or _("The file has been erased. Send it again.")
    guess = GuessForm(posted(request) if "read_again" in request.POST else None, table=table) if table else None
    if guess is not None and guess.is_bound and guess.is_valid():
        return _read_again(request, batch, guess)
    asked = posted(request) if "read_again" not in request.POST else None
    header, rows = (table.header, [row for _n, row in table.body]) if table else ([], [])
    initial = {f"column_{place}": key for place, key in batch.mapping.items()} | batch.options
    initial["trusted"] = batch.source.trusted
    form = ColumnsForm(asked, space=batch.source.space, header=header, rows=rows, initial=initial)
    if form.is_valid():
        actions.map_columns(
            request.actor,
            batch,
            mapping=form.mapping(),
            options=form.options(),
            columns=header,
            trusted=form.cleaned_data["trusted"],
        )
        tasks.run_import.enqueue(batch.pk)
        return see_other(batch.get_absolute_url())
    wrong = form.errors or (guess is not None and guess.errors)
    context = {"batch": batch, "form": form, "guess": guess, "table": table, "problem": problem}
    return render(request, "services/imports/columns.html", context, status=422 if wrong else 200)


def _read_again(request: Request, batch: Import, guess: GuessForm) -> HttpResponse:
    guesses = {**batch.guesses, **guess.guesses()}
    try:
        table = table_of(bytes(batch.file.body), guesses, most=LOOK_AT)
    except SheetProblem as problem:
        messages.error(request, str(problem))
        return see_other(reverse("services:columns", args=[batch.uuid]))
    mapping, read = _remembered(batch.source, table.header), table.guesses.as_json()
    actions.map_columns(request.actor, batch, mapping=mapping, guesses=read, options=batch.options, compare=False)
    return see_other(reverse("services:columns", args=[batch.uuid]))


@login_required
@require_POST
def choose(request: Request, uuid: str) -> HttpResponse:
    """Keep what was chosen on a page of rows."""
    batch = _batch(request, uuid)
    shown = [int(n) for n in request.POST.getlist("row") if n.isascii() and n.isdigit() and int(n) <= MOST][: PAGE * 2]
    rows = batch.rows.filter(number__in=shown)
    choices = {row.number: _choice(request, row) for row in rows}
    take_all = {"take": True, "keep": False}.get(request.POST.get("all", ""))
    actions.choose_rows(request.actor, batch, choices=choices, take_all=take_all)
    messages.success(request, _("Your choices are kept. Nothing is imported yet."))
    return see_other(f"{batch.get_absolute_url()}?state={request.POST.get('state', '')[:10]}")


def _choice(request: Request, row: ImportRow) -> dict[str, Any]:
    told = request.POST.get(f"match_{row.number}", "")
    if row.candidates:
        nothing = {"owner": None, "match": None}
        known = {f"{one['part']}-{one['id']}": one for one in row.candidates}
        if told in known:
            one = known[told]
            return nothing | {"owner" if one["part"] == "organisation" else "match": one["id"]}
        return nothing | {"match": told} if told in {"new", "skip"} else {}
    slots = {f"{one['part']}.{one['slot']}" for one in row.changes if one["conflict"]}
    return {"take": sorted(slots & set(request.POST.getlist(f"take_{row.number}")))}


@login_required
@require_POST
def begin(request: Request, uuid: str) -> HttpResponse:
    """Import what was compared."""
    batch = actions.begin_import(request.actor, _batch(request, uuid))
    tasks.run_import.enqueue(batch.pk)
    return see_other(batch.get_absolute_url())


@login_required
@require_POST
def undo(request: Request, uuid: str) -> HttpResponse:
    """Undo the whole import."""
    batch = actions.begin_undo(request.actor, _batch(request, uuid))
    tasks.run_import.enqueue(batch.pk)
    return see_other(batch.get_absolute_url())


@login_required
@require_POST
def drop(request: Request, uuid: str) -> HttpResponse:
    """Throw a list away of which nothing has been imported."""
    actions.drop_import(request.actor, _batch(request, uuid))
    messages.success(request, _("The list is gone. Nothing of it is in the directory."))
    return see_other(reverse("services:imports"))


@login_required
@require_safe
def errors(request: Request, uuid: str, fmt: str) -> HttpResponse:
    """Give the refused rows as a file with the reason beside each."""
    if fmt not in {"csv", "xlsx"}:
        raise Http404
    batch = _batch(request, uuid)
    names = (
        batch.source.columns if batch.format == ImportFormat.TABLE else [pgettext("of a thing", "Number"), _("Name")]
    )
    found: list[Column[ImportRow]] = [
        Column(_("Row"), lambda row: row.number, "row"),
        Column(_("Why it was refused"), lambda row: " ".join(row.problems), "why"),
    ]
    for place, name in enumerate(names):

        def cell(row: ImportRow, place: int = place) -> Any:
            return row.raw[place] if place < len(row.raw) else ""

        found.append(Column(name or f"{place + 1}", cell, f"column_{place}"))
    rows = batch.rows.filter(state=RowState.REFUSED).order_by("number").only("number", "problems", "raw")
    return rows_response(request, f"{batch.source}-refused", found, rows, fmt)


@require_safe
def template(request: Request, fmt: str) -> HttpResponse:
    """Give an empty table with the columns that are understood without choosing."""
    if fmt not in {"csv", "xlsx"}:
        raise Http404
    found: list[Column[Any]] = [Column(field.label, lambda _row: "", field.key) for field in READ]
    return rows_response(request, "directory", found, [], fmt)
