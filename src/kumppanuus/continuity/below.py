"""What of the apps below is handed over, and what of them nobody answers for: posts, roles, organisations."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kumppanuus.continuity.providers import Leaving, Sought, Thing, finds_ownerless, hands_over
from kumppanuus.organisations.models import Holding, Membership, Organisation, Part, Post, Role, current
from kumppanuus.spaces.models import SpaceRole


@hands_over
def roles(leaving: Leaving) -> Iterator[Thing]:
    """Give the roles and other posts that who leaves has in the organisation, and in the networks that it runs."""
    if leaving.person_id is None:
        return
    organisation = leaving.post.organisation
    for row in Membership.objects.current().filter(person=leaving.person_id, organisation=organisation):
        url = reverse("organisations:members", args=[organisation.slug])
        label = f"{organisation.name}: {row.get_role_display()}"
        yield Thing("organisations.membership", row.pk, _("Roles and other posts"), label, url)
    others = Holding.objects.current().filter(person=leaving.person_id, post__organisation=organisation)
    for held in others.exclude(post=leaving.post).select_related("post"):
        url, kind = held.post.get_absolute_url(), _("Roles and other posts")
        yield Thing("organisations.holding", held.pk, kind, f"{held.post}: {held.get_part_display()}", url)
    own = SpaceRole.objects.filter(current(), person=leaving.person_id, space__operator=organisation)
    for role in own.select_related("space"):
        label = f"{role.space}: {role.get_role_display()}"
        yield Thing("spaces.spacerole", role.pk, _("Roles and other posts"), label, role.space.get_absolute_url())


@finds_ownerless
def posts(sought: Sought) -> Iterator[Thing]:
    """Give the posts in force that nobody holds and nobody deputises."""
    held = Holding.objects.current().filter(post=OuterRef("pk"))
    rows = Post.objects.in_force().exclude(Exists(held)).select_related("organisation")
    if sought.area:
        rows = rows.serving(sought.area)
    for row in rows.order_by("organisation__sort_name", "pk")[: sought.most]:
        yield _of_post(row, _("Posts that nobody holds, without a deputy"))


@finds_ownerless
def deputised(sought: Sought) -> Iterator[Thing]:
    """Give the posts in force that only a deputy carries."""
    now = Holding.objects.current().filter(post=OuterRef("pk"))
    rows = Post.objects.in_force().filter(Exists(now.filter(part=Part.DEPUTY)))
    rows = rows.exclude(Exists(now.filter(part=Part.HOLDER))).select_related("organisation")
    if sought.area:
        rows = rows.serving(sought.area)
    for row in rows.order_by("organisation__sort_name", "pk")[: sought.most]:
        yield _of_post(row, _("Posts that only a deputy carries"))


def _of_post(row: Post, kind: str) -> Thing:
    label = f"{row.organisation}: {row}" + (f", {row.unit or row.field}" if row.unit or row.field else "")
    return Thing("organisations.post", row.pk, kind, label, row.get_absolute_url())


@finds_ownerless
def organisations(sought: Sought) -> Iterator[Thing]:
    """Give public bodies that have members but no administrator: nobody can name a holder there."""
    rows = Organisation.objects.filter(governs__isnull=False)
    if sought.area:
        rows = rows.filter(Q(governs=sought.area) | Q(governs__in=sought.areas))
    members = Membership.objects.filter(organisation=OuterRef("pk"))
    admins = members.filter(current(), role=Role.ADMIN)
    for row in rows.filter(Exists(members)).exclude(Exists(admins)).order_by("sort_name")[: sought.most]:
        kind = _("Municipalities and counties without an administrator here")
        yield Thing("organisations.organisation", row.pk, kind, str(row), row.get_absolute_url())
