"""Posts and who holds them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.accounts.models import Person
from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Holding, Membership, Organisation, Part, Post

FIELDS = (
    *("kind", "title", "field", "unit", "languages", "share", "email", "phone", "superior_email"),
    *("funding", "funding_end", "areas", "themes"),
)
MANY = ("areas", "themes")


@action
def add_post(actor: Actor, /, organisation: Organisation, *, kind: str, title: Text, **fields: Any) -> Post:
    """Add a post; until somebody holds it, it is shown as vacant. The other fields are named in FIELDS."""
    if unknown := fields.keys() - set(FIELDS):
        raise TypeError(f"A post has no {', '.join(sorted(unknown))}")
    many = {name: fields.pop(name) for name in MANY if name in fields}
    post = Post.objects.create(organisation=organisation, kind=kind, title=title, **fields)
    for name, rows in many.items():
        getattr(post, name).set(rows)
    note(organisation, kind=kind)
    return post


@action
def change_post(actor: Actor, /, post: Post, **fields: Any) -> Post:
    """Change what a post is, whom it serves, how one reaches it, its funding or the day that ends."""
    if unknown := fields.keys() - set(FIELDS):
        raise TypeError(f"A post has no {', '.join(sorted(unknown))}")
    many = {name: {row.pk for row in fields.pop(name)} for name in MANY if name in fields}
    changed = [name for name, value in fields.items() if getattr(post, name) != value]
    for name in changed:
        setattr(post, name, fields[name])
    post.save()
    for name, rows in many.items():
        if rows != set(getattr(post, name).values_list("pk", flat=True)):
            getattr(post, name).set(rows)
            changed.append(name)
    note(post, post.organisation, changed=changed)
    return post


@action
def end_post(actor: Actor, post: Post, *, last_day: dt.date | None = None) -> Post:
    """End a post and with it who holds it. It stays readable."""
    day = last_day or timezone.localdate()
    post.ended = day
    post.save(update_fields=["ended"])
    for holding in post.holdings.filter(end=None):
        _end(holding, day)
    note(post, post.organisation)
    return post


@action
def set_holder(
    actor: Actor,
    post: Post,
    *,
    person: Person,
    part: str = Part.HOLDER,
    start: dt.date | None = None,
    name_public: bool = False,
) -> Holding:
    """Give a post, or its deputyship, to a member from a day on; who held it until then ends the day before.

    Refused when the person is no member of the organisation, or when the day is before the present holder's first.
    """
    day = start or timezone.localdate()
    if not Membership.objects.current().filter(organisation=post.organisation_id, person=person).exists():
        raise Refused(_("Only a member of the organisation can hold its post. Invite the person first."))
    for earlier in Holding.objects.select_for_update().filter(post=post, part=part, end=None):
        if earlier.person_id == person.pk:
            raise Refused(_("This person holds it already. Nothing was changed."))
        if day < earlier.start:
            raise Refused(_("The new one cannot begin before the present one. Choose a later day."))
        _end(earlier, day - dt.timedelta(days=1))
    holding = Holding.objects.create(post=post, person=person, part=part, start=day, name_public=name_public)
    note(post, post.organisation, audience=holding.audience(), part=str(part))
    return holding


@action
def end_holding(actor: Actor, holding: Holding, *, last_day: dt.date | None = None) -> Holding:
    """End who holds a post; from then on it is shown as vacant."""
    if holding.end is not None:
        raise Refused(_("This has ended already."))
    _end(holding, last_day or timezone.localdate() - dt.timedelta(days=1))
    note(holding.post, holding.post.organisation, audience={"public"}, part=holding.part)
    return holding


@action
def stay(actor: Actor, holding: Holding) -> Holding:
    """Take back the last day of a holding that has not come yet. Refused when it has, or when another has begun."""
    holding.refresh_from_db(from_queryset=Holding.objects.select_for_update())
    if holding.end is None or holding.end < timezone.localdate():
        raise Refused(_("It has ended already. Give the post anew."))
    if holding.post.ended or Holding.objects.filter(post=holding.post_id, part=holding.part, end=None).exists():
        raise Refused(_("Another holds it from then on. Nothing was changed."))
    holding.end = None
    holding.save(update_fields=["end"])
    note(holding.post, holding.post.organisation, part=holding.part)
    return holding


@action
def show_name(actor: Actor, holding: Holding, *, public: bool) -> Holding:
    """Let one's own name be shown with the post, or not."""
    holding.name_public = public
    holding.save(update_fields=["name_public"])
    note(holding.post, audience=holding.audience(), public=public)
    return holding


def _end(holding: Holding, day: dt.date) -> None:
    holding.end = max(day, holding.start - dt.timedelta(days=1))
    holding.save(update_fields=["end"])
