"""Finding pairs, dismissing them, agreeing, merging, undoing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.core.merged import Mergeable
from kumppanuus.core.turns import turn
from kumppanuus.merging import finding, telling
from kumppanuus.merging.choosing import CONFIRMED, KEPT, OTHER, PARTS, chosen, later, mark_of
from kumppanuus.merging.models import MODELS, Merge, Pair, PairState, Step, What
from kumppanuus.merging.moving import Trail, Undone, before_moving, move_all, take_back
from kumppanuus.merging.permissions import speaks_for
from kumppanuus.organisations.models import Membership, Organisation
from kumppanuus.services.models import Contact, Location, Service

NUMBERS = ("register_number", "business_id")
STEP = 100  # pairs written at once


def find(actor: Actor, target: None, *, what: str, around: Iterable[int] | None = None) -> int:
    """Find likely duplicates of a kind, all or of the rows `around`; return how many pairs there are.

    What was dismissed stays so. Open pairs that are no longer alike, or of which one is gone, go. Reading and comparing
    hold no lock; what is found is written in short steps (`keep_pairs`).
    """
    wanted = set(around) if around is not None else None
    entries = what == What.ENTRY
    only = finding.near(Service if entries else Organisation, wanted) if wanted is not None else None
    records = finding.entry_records(only) if entries else finding.organisation_records(only)
    found = finding.likely(records, entries=entries, around=wanted)
    new, changed, gone = _differences(what, found, wanted)
    for start in range(0, max(len(new), len(changed), len(gone)), STEP):
        part = slice(start, start + STEP)
        with turn():
            keep_pairs(actor, target, new=new[part], changed=changed[part], gone=gone[part])
    return len(found)


@quiet_action
def keep_pairs(
    actor: Actor, target: None, *, new: Sequence[Pair] = (), changed: Sequence[Pair] = (), gone: Sequence[int] = ()
) -> None:
    """Write some of the pairs that were found, changed or are no longer alike."""
    Pair.objects.bulk_create(new, ignore_conflicts=True)
    Pair.objects.bulk_update(changed, ["score", "reasons"])
    Pair.objects.filter(pk__in=gone, state=PairState.OPEN).delete()


def _differences(what: str, found: finding.FOUND, around: set[int] | None) -> tuple[list[Pair], list[Pair], list[int]]:
    rows = Pair.objects.filter(what=what)
    if around is not None:
        rows = rows.filter(Q(one_id__in=around) | Q(other_id__in=around))
    known = {(pair.one_id, pair.other_id): pair for pair in rows}
    new, changed = [], []
    for (one, other), likeness in found.items():
        pair = known.get((one, other))
        if pair is None:
            reasons = list(likeness.reasons)
            new.append(Pair(what=what, one_id=one, other_id=other, score=likeness.score, reasons=reasons))
        elif (pair.score, pair.reasons) != (likeness.score, list(likeness.reasons)) and "said" not in pair.reasons:
            pair.score, pair.reasons = likeness.score, list(likeness.reasons)
            changed.append(pair)
    gone = [
        pair.pk
        for key, pair in known.items()
        if key not in found and pair.state == PairState.OPEN and "said" not in pair.reasons
    ]
    return new, changed, gone


@action
def suggest(actor: Actor, row: Mergeable, *, other: Mergeable) -> Pair:
    """Say that two are the same, to compare and merge them. Whoever keeps the other is told.

    Refused for one and the same.
    """
    if row.pk == other.pk or type(row) is not type(other):
        raise Refused(_("That is the very same one. Choose another; nothing was changed."))
    one, two = sorted((row.pk, other.pk))
    what = What.ENTRY if isinstance(row, Service) else What.ORGANISATION
    pair, made = Pair.objects.get_or_create(
        what=what, one_id=one, other_id=two, defaults={"score": 1, "reasons": ["said"]}
    )
    if not made:
        pair.state, pair.reasons = PairState.OPEN, list(dict.fromkeys([*pair.reasons, "said"]))
        pair.save(update_fields=["state", "reasons"])
    telling.tell_of_suggestion(actor, pair)
    return pair


@action
def dismiss(actor: Actor, pair: Pair) -> Pair:
    """Say that two are not the same. It is kept, so that they are not offered again."""
    pair.state, pair.decided_at = PairState.DISMISSED, timezone.now()
    pair.save(update_fields=["state", "decided_at"])
    return pair


@action
def consent(actor: Actor, pair: Pair) -> Pair:
    """Agree, for the organisations that the actor speaks for, that the two are merged. Those who have not are told."""
    fresh = Pair.objects.select_for_update().get(pk=pair.pk)
    said = {row.pk for row in fresh.both() if speaks_for(actor, row)}
    fresh.consents = sorted({*fresh.consents, *said})
    fresh.save(update_fields=["consents"])
    telling.tell_of_consent(fresh)
    return fresh


@action
def merge(actor: Actor, pair: Pair, *, keep: int, choices: Mapping[str, str] | None = None, seen: str = "") -> Merge:
    """Make the pair one: `keep` is the id of the one that stays, `choices` say which values it takes.

    choices  {field: "old"} takes the other's value; of an entry's parts (schedule, closure, contact,
             servicelocation) also "both"
    seen     `choosing.mark_of` what the preview showed

    Everything that pointed to the other points to the kept one. Refused, with nothing changed, when one of the two has
    been changed or merged since, or an app says that it cannot be done now.
    """
    # The two first, in one order, then the pair: several merges at once wait for each other, not each for the other.
    both = pair.model.objects.select_for_update().filter(pk__in=(pair.one_id, pair.other_id)).order_by("pk")
    rows: dict[int, Any] = {row.pk: row for row in both}
    fresh = Pair.objects.select_for_update().get(pk=pair.pk)
    if fresh.state == PairState.MERGED or len(rows) < 2 or keep not in rows:
        raise Refused(_("One of the two has been merged or removed meanwhile. Nothing was changed."))
    new = rows.pop(keep)
    (old,) = rows.values()
    if seen and seen != mark_of(old, new):
        raise Refused(_("One of the two was changed while you compared them. Nothing was merged; look at them again."))
    if isinstance(old, Organisation) and old.governs_id and new.governs_id:
        raise Refused(_("Each governs an area of its own, so they are two. Nothing was merged."))
    made = Merge.objects.create(what=fresh.what, pair=fresh, old_id=old.pk, new_id=new.pk, person_id=actor.person_id)
    trail = Trail(made)
    carry_out(trail, old, new, choices or {})
    pairs = Pair.objects.filter(what=fresh.what, state=PairState.OPEN)
    touching = [one for one in pairs if old.pk in {one.one_id, one.other_id}]
    trail.write(touching or [fresh], "state", PairState.MERGED)
    trail.save()
    _write_words(new)
    Pair.objects.filter(pk=fresh.pk).update(state=PairState.MERGED, decided_at=timezone.now())
    audience = {"public"} if isinstance(new, Organisation) else new.audience()
    note(made, new, old, audience=audience | made.audience(), kept=new.pk, merged=old.pk, rows=len(trail.steps))
    actor.forget()
    return made


def carry_out(trail: Trail, old: Any, new: Any, choices: Mapping[str, str]) -> None:
    """Change everything that a merge changes; with a trail that has no merge only count it (the preview)."""
    for change in before_moving:
        change(old, new, trail)
    taken = chosen(new, old, choices)
    if isinstance(old, Organisation):
        for name in NUMBERS:  # so that the number stands once, and can be looked for where it now belongs
            trail.write([old], name, "")
        trail.write([old], "governs", None)
    for name, value in taken.items():
        trail.write([new], name, value)
    skipped: set[str] = set()
    if isinstance(new, Service):
        skipped = _swap_parts(trail, old, new, choices)
        if later(old.verified_at, new.verified_at):
            for name in CONFIRMED:
                trail.write([new], name, getattr(old, new._meta.get_field(name).attname))  # type: ignore[union-attr]
        trail.write([new], "edited_at", timezone.now())
    move_all(trail, old, new, but=skipped)
    if isinstance(new, Service):
        _follow_owner(trail, new, taken.get("organisation", new.organisation_id))
    trail.write([old], "merged_into", new.pk)


def _swap_parts(trail: Trail, old: Service, new: Service, choices: Mapping[str, str]) -> set[str]:
    """Let the chosen one's times, contacts and places stand; the others stay with the old entry."""
    skipped = set()
    for label in PARTS:
        model = apps.get_model(label)
        mine, theirs = (
            list(model._base_manager.filter(service=row).values_list("pk", flat=True)) for row in (new, old)
        )
        choice = choices.get(label.rpartition(".")[2], KEPT)
        if choice == "both" or not mine or not theirs:
            continue
        skipped.add(label)
        if choice == OTHER:
            trail.move(model, "service", mine, new.pk, old.pk)
            trail.move(model, "service", theirs, old.pk, new.pk)
    return skipped


def _follow_owner(trail: Trail, entry: Service, owner: int) -> None:
    """Let an entry's contacts be its organisation's, and places that no other entry uses."""
    trail.write(Contact.objects.filter(service=entry).exclude(organisation=owner), "organisation", owner)
    here = Location.objects.filter(services__service=entry).exclude(organisation=owner)
    alone = [row for row in here if not row.services.exclude(service=entry).exists()]
    trail.write(alone, "organisation", owner)


def _write_words(row: Any) -> None:
    """Write anew by what a row is found and sorted, from what it now is."""
    fresh = type(row)._base_manager.get(pk=row.pk)
    type(row)._base_manager.filter(pk=row.pk).update(**fresh.follow_texts())


def end_double_memberships(old: Any, new: Any, trail: Trail) -> None:
    """End a role that its bearer has in both: it goes on in the kept one."""
    if not isinstance(old, Organisation):
        return
    both = set(Membership.objects.filter(organisation=new, end=None).values_list("person_id", "role"))
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    for row in Membership.objects.filter(organisation=old, end=None):
        if (row.person_id, row.role) in both:
            trail.write([row], "end", max(yesterday, row.start - dt.timedelta(days=1)))


before_moving.append(end_double_memberships)


@action
def undo(actor: Actor, merge: Merge) -> Undone:
    """Take a merge back: every field that is still as the merge left it is set to what it was before.

    Returns what was left, line by line, because it was changed, removed or taken meanwhile. Refused when one of the two
    has since become part of a third: that merge is undone first.
    """
    fresh = Merge.objects.select_for_update().get(pk=merge.pk)
    model = MODELS[fresh.what]
    held = {row.pk: row for row in model._base_manager.select_for_update().filter(pk__in=(fresh.old_id, fresh.new_id))}
    old, new = held[fresh.old_id], held[fresh.new_id]
    if fresh.undone_at is not None:
        raise Refused(_("This merge has been undone already."))
    if not fresh.can_be_undone:
        raise Refused(_("A merge can be undone within 30 days. Nothing was changed."))
    if new.merged_into_id or old.merged_into_id != new.pk:
        raise Refused(_("It has become part of a third one since. Undo that merge first; nothing was changed."))
    result = Undone()
    for step in fresh.steps.order_by("-pk"):
        if why := take_back(step):
            result.left.append((step, why))
        else:
            result.back += 1
    fresh.undone_at = timezone.now()
    fresh.left = [[step.model, step.field, why] for step, why in result.left]
    fresh.save(update_fields=["undone_at", "left"])
    for row in (old, new):
        _write_words(row)
    audience = {"public"} if isinstance(new, Organisation) else new.audience()
    note(fresh, new, old, audience=audience | fresh.audience(), back=result.back, left=len(result.left))
    actor.forget()
    return result


@quiet_action
def purge(actor: Actor, target: None, *, before: dt.datetime) -> int:
    """Erase what merges made before the moment have changed: they can no longer be undone."""
    return Step.objects.filter(merge__at__lt=before).delete()[0]
