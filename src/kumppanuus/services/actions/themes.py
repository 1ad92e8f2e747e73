"""A space's own classification: its themes are added, changed, merged, ended and taken back. What is used is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.services.models import Service, ServiceTerm, ThemeChange, ThemeVerb
from kumppanuus.services.themes import forget
from kumppanuus.spaces.models import Space
from kumppanuus.taxonomy.models import Term, scheme_of

MOST = 200
CLASSES = "service_class"


@action
def add_theme(
    actor: Actor,
    space: Space,
    /,
    *,
    name: Text,
    description: Text | None = None,
    parent: Term | None = None,
    after: Term | None = None,
    means: Term | None = None,
) -> Term:
    """Add a theme to the space's classification, as the first of its siblings or `after` one of them.

    Refused, with nothing saved, for a name that another theme has, and when there are too many.
    """
    _hold(space.slug)
    scheme = scheme_of(space.slug)
    rows = Term.objects.filter(scheme=scheme)
    if rows.offered().count() >= MOST:
        raise Refused(_("A classification holds at most %(most)d themes. End some first.") % {"most": MOST})
    term = Term(scheme=scheme, code=_free_code(scheme, name))
    _fill(term, name=name, description=description or Text(), parent=parent, means=means)
    term.save()
    _arrange(scheme, term, after)
    return _written(actor, space, term, ThemeVerb.ADD)


@action
def change_theme(
    actor: Actor,
    term: Term,
    /,
    *,
    name: Text,
    description: Text | None = None,
    parent: Term | None = None,
    after: Term | None = None,
    means: Term | None = None,
) -> Term:
    """Change a theme's texts, where it stands and what it means. Entries keep it. Refused as for adding."""
    space = _hold(term.space_slug)
    fresh = _fresh(term)
    before = _state(fresh)
    _fill(fresh, name=name, description=description or Text(), parent=parent, means=means)
    fresh.save()
    _arrange(fresh.scheme, fresh, after)
    return _written(actor, space, fresh, ThemeVerb.CHANGE, before=before)


@action
def merge_theme(actor: Actor, term: Term, *, into: Term) -> Term:
    """Let a theme become part of another of the same space: entries and subthemes go over, old addresses lead there.

    Refused, with nothing changed, where the other is not offered, is the theme itself, or stands under it.
    """
    space = _hold(term.space_slug)
    old, new = _fresh(term), _fresh(into)
    children = list(old.children.standing())
    if new.pk == old.pk or new.scheme != old.scheme or new.ended_at is not None:
        raise Refused(_("Choose another theme of this space that is in use. Nothing was merged."))
    if children and (new.parent_id is not None):
        raise Refused(_("It has subthemes, which cannot stand under a subtheme. Move them first; nothing was merged."))
    moving = set(ServiceTerm.objects.filter(term=old).values_list("service_id", flat=True))
    gained = moving - set(ServiceTerm.objects.filter(term=new).values_list("service_id", flat=True))
    before = _state(old) | {"merged": list(old.merged.values_list("pk", flat=True)), "into": new.pk}
    ServiceTerm.objects.filter(term=old, service__in=gained).update(term=new)
    ServiceTerm.objects.filter(term=old).delete()
    _touch(moving)
    Term.objects.filter(pk__in=[one.pk for one in children]).update(parent=new)
    Term.objects.filter(merged_into=old).update(merged_into=new)
    old.merged_into = new
    old.save(update_fields=["merged_into"])
    _arrange(old.scheme)
    facts = {"entries": sorted(moving), "gained": sorted(gained), "children": [one.pk for one in children]}
    return _written(actor, space, old, ThemeVerb.MERGE, before=before, into=new, **facts)


@action
def end_theme(actor: Actor, term: Term) -> Term:
    """Offer a theme no more; what has it keeps it, and lists can still be filtered by it. Refused above subthemes."""
    space = _hold(term.space_slug)
    fresh = _fresh(term)
    if fresh.children.offered().exists():
        raise Refused(_("It has subthemes. End or move them first; nothing was changed."))
    fresh.ended_at = timezone.now()
    fresh.save(update_fields=["ended_at"])
    return _written(actor, space, fresh, ThemeVerb.END)


@action
def resume_theme(actor: Actor, term: Term) -> Term:
    """Offer an ended theme again. Refused while the theme above it has ended, or another has its name now."""
    space = _hold(term.space_slug)
    fresh = _fresh(term)
    if fresh.parent is not None and fresh.parent.ended_at is not None:
        raise Refused(_("The theme above it has ended. Take that back into use first; nothing was changed."))
    _name_is_free(fresh)
    before = _state(fresh)
    fresh.ended_at = None
    fresh.save(update_fields=["ended_at"])
    return _written(actor, space, fresh, ThemeVerb.RESUME, before=before)


@action
def undo_theme(actor: Actor, change: ThemeChange) -> Space:
    """Take back the latest change of a theme. Refused, with nothing changed, when later ones stand in the way."""
    space = _hold(change.space.slug)
    fresh = ThemeChange.objects.select_related("term").get(pk=change.pk)
    if not fresh.can_be_undone:
        raise Refused(_("It has been undone already, or too long ago. Nothing was changed."))
    later = ThemeChange.objects.filter(term=fresh.term_id, undone_at=None, pk__gt=fresh.pk)
    if later.exists():
        raise Refused(_("The theme was changed again since. Undo that first; nothing was changed."))
    term = fresh.term
    note(space, audience={"public"}, theme=term.pk, verb=fresh.verb)
    if fresh.verb == ThemeVerb.ADD:
        _take_away(term)
    else:
        if fresh.verb == ThemeVerb.MERGE:
            _part(term, fresh)
        _set_back(term, fresh)
        fresh.undone_at = timezone.now()
        fresh.save(update_fields=["undone_at"])
    transaction.on_commit(forget)
    return space


@quiet_action
def purge_themes(actor: Actor, target: None, *, before: dt.datetime) -> int:
    """Erase what was kept of changes made before the moment: they can no longer be undone."""
    return ThemeChange.objects.filter(at__lt=before).delete()[0]


def _hold(slug: str) -> Space:
    """Lock the space: changes of one classification come one after another."""
    return Space.objects.select_for_update(of=("self",)).get(slug=slug)


def _fresh(term: Term) -> Term:
    fresh = Term.objects.select_related("parent", "merged_into").get(pk=term.pk)
    if fresh.merged_into_id is not None:
        raise Refused(_("The theme has become part of another meanwhile. Nothing was changed."))
    return fresh


def _free_code(scheme: str, name: Text) -> str:
    base = slugify(name.in_language("fi"))[:34].strip("-") or "theme"
    taken = set(Term.objects.filter(scheme=scheme).values_list("code", flat=True)) | {"new"}
    if base not in taken:
        return base
    return next(code for number in range(2, len(taken) + 3) if (code := f"{base}-{number}") not in taken)


def _fill(term: Term, *, name: Text, description: Text, parent: Term | None, means: Term | None) -> None:
    term.name, term.description, term.parent, term.means = name, description, parent, means
    if parent is not None:
        above = _fresh(parent)
        has_children = term.pk is not None and term.children.standing().exists()
        if above.scheme != term.scheme or above.parent_id or above.pk == term.pk or above.ended_at or has_children:
            raise Refused(_("A theme stands at the top or right under a top one. Nothing was saved."))
    if means is not None and means.scheme != CLASSES:
        raise Refused(_("A theme can mean a service class only. Nothing was saved."))
    _name_is_free(term)
    try:
        term.full_clean(exclude=["parent", "means", "merged_into"])
    except ValidationError as exc:
        raise Refused(_("Nothing was saved. %(why)s") % {"why": " ".join(dict.fromkeys(exc.messages))}) from exc


def _name_is_free(term: Term) -> None:
    for other in Term.objects.filter(scheme=term.scheme).offered().exclude(pk=term.pk):
        same = [code for code, name in term.name.items() if other.name.get(code, "").casefold() == name.casefold()]
        if same:
            raise Refused(_("Another theme is called “%(name)s”. Nothing was saved.") % {"name": term.name[same[0]]})


def _arrange(scheme: str, moved: Term | None = None, after: Term | None = None) -> None:
    """Number the themes in reading order, each with its subthemes; a moved one first or `after` a sibling."""
    rows = list(Term.objects.filter(scheme=scheme).order_by("order", "pk"))
    if moved is not None:
        (mine,) = (row for row in rows if row.pk == moved.pk)
        rows.remove(mine)
        places = [n for n, row in enumerate(rows) if after is not None and row.pk == after.pk]
        rows.insert(places[0] + 1 if places else 0, mine)
    below: dict[int, list[Term]] = {}
    for row in rows:
        below.setdefault(row.parent_id or 0, []).append(row)
    ordered = [row for top in below.get(0, []) for row in (top, *below.get(top.pk, []))]
    for number, row in enumerate(ordered):
        row.order = number
    Term.objects.bulk_update(ordered, ["order"], batch_size=200)


def _state(term: Term) -> dict[str, Any]:
    """Return what undoing sets back."""
    siblings = Term.objects.filter(scheme=term.scheme, parent=term.parent_id, order__lt=term.order)
    last = siblings.order_by("order").last()
    return {
        "name": term.name.as_json(),
        "description": term.description.as_json(),
        "parent": term.parent_id,
        "means": term.means_id,
        "after": last.pk if last else None,
        "ended_at": term.ended_at.isoformat() if term.ended_at else None,
    }


def _written(
    actor: Actor,
    space: Space,
    term: Term,
    verb: ThemeVerb,
    *,
    before: Any = None,
    into: Term | None = None,
    **facts: Any,
) -> Term:
    ThemeChange.objects.create(
        space=space, term=term, verb=verb, before=before or {}, person_id=actor.person_id, **facts
    )
    note(space, audience={"public"}, theme=term.pk)
    if into is not None:
        note(into=into.pk, entries=len(facts["entries"]))
    transaction.on_commit(forget)
    return term


def _touch(entries: Iterable[int]) -> None:
    """Say that the entries changed, so that copies elsewhere and kept pages follow."""
    Service.objects.filter(pk__in=list(entries)).update(edited_at=timezone.now())


def _take_away(term: Term) -> None:
    used = ServiceTerm.objects.filter(term=term).exists() or term.children.exists() or term.merged.exists()
    if used:
        raise Refused(_("The theme is in use by now. End it, or merge it into another; nothing was changed."))
    term.delete()


def _part(term: Term, change: ThemeChange) -> None:
    """Give the entries and subthemes back that went over to the other theme, where they still are."""
    other = term.merged_into
    if other is None or other.pk != change.before["into"]:
        raise Refused(_("The theme that it became part of has itself been merged. Undo that first."))
    still = set(Service.objects.filter(pk__in=change.entries).values_list("pk", flat=True))
    ServiceTerm.objects.filter(term=other, service__in=still & set(change.gained)).delete()
    ServiceTerm.objects.bulk_create(
        [ServiceTerm(service_id=pk, term=term) for pk in sorted(still)], ignore_conflicts=True
    )
    _touch(still)
    Term.objects.filter(pk__in=change.children, parent=other).update(parent=term)
    Term.objects.filter(pk__in=change.before["merged"], merged_into=other).update(merged_into=term)
    term.merged_into = None


def _set_back(term: Term, change: ThemeChange) -> None:
    before = change.before
    if change.verb == ThemeVerb.CHANGE:
        parent = Term.objects.filter(pk=before["parent"] or 0).first()
        means = Term.objects.filter(pk=before["means"] or 0).first()
        texts = {name: Text(before[name]) for name in ("name", "description")}
        _fill(term, parent=parent, means=means, **texts)
    elif change.verb == ThemeVerb.END:
        term.ended_at = None
        _name_is_free(term)
    elif change.verb == ThemeVerb.RESUME:
        term.ended_at = dt.datetime.fromisoformat(before["ended_at"])
    else:
        _name_is_free(term)
    term.save()
    if before.get("after", "") != "":
        _arrange(term.scheme, term, Term.objects.filter(pk=before["after"] or 0).first())
