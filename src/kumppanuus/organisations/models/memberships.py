"""Who belongs to an organisation in which role, and what follows for an actor."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core import asking
from kumppanuus.core.actors import Actor, token_source
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models.organisations import Organisation, current


class Role(models.TextChoices):
    """What a member may do in the organisation's name."""

    ADMIN = "admin", _("Administrator")
    EDITOR = "editor", _("Editor")
    ANSWERER = "answerer", _("Answerer")
    SIGNATORY = "signatory", _("Signatory")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: dt.date | None = None) -> MembershipQuerySet:
        """Return memberships in force on the day."""
        return self.filter(current(on=on))

    def visible_to(self, actor: Actor) -> MembershipQuerySet:
        """A person sees her own, ended ones too; members of an organisation see each other."""
        if not actor.person_id:
            return self.none()
        return self.filter(Q(person=actor.person_id) | Q(organisation__in=organisations_of(actor)))


class Membership(models.Model):
    """A person's role in an organisation from one day to another. Ended ones stay readable."""

    retention: ClassVar[Retention] = Retention.PERSONAL

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(_("Role"), max_length=12, choices=Role)
    title = TextField(_("Title"), max_length=120, blank=True)
    start = models.DateField(_("From"), default=timezone.localdate)
    end = models.DateField(_("Until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("organisation", "start", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start") - dt.timedelta(days=1)),
                name="membership_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            ),
            models.UniqueConstraint(
                fields=("person", "organisation", "role"), condition=Q(end=None), name="open_membership_once"
            ),
        )

    def audience(self) -> set[str]:
        """Who may see events about the membership: the person and the organisation's members."""
        return {f"person:{self.person_id}", f"organisation:{self.organisation_id}"}


# As `Membership.objects.current()`, asked in every request of a signed-in reader; beside them the organisations that
# were merged into hers.
IN_FORCE = """m.person_id = %s AND m.start <= %s AND (m."end" IS NULL OR m."end" >= %s)"""
ROLES = f"""SELECT m.organisation_id AS one, m.role, NULL AS old FROM organisations_membership m WHERE {IN_FORCE}
UNION ALL SELECT o.merged_into_id, '', o.id FROM organisations_membership m
JOIN organisations_organisation o ON o.merged_into_id = m.organisation_id AND o.merged_into_id IS NOT NULL
WHERE {IN_FORCE} ORDER BY 1, 3"""  # noqa: S608


def _belongings(actor: Actor) -> tuple[dict[int, set[str]], dict[int, int]]:
    """Return {organisation: roles in force} and {merged organisation: the one it became}; one query per actor."""

    def load() -> tuple[dict[int, set[str]], dict[int, int]]:
        roles: dict[int, set[str]] = {}
        merged: dict[int, int] = {}
        if actor.person_id:
            day = timezone.localdate().isoformat()
            values = (actor.person_id, day, day)
            for organisation_id, role, old in asking.rows(ROLES, *values, *values):
                if old is None:
                    roles.setdefault(organisation_id, set()).add(role)
                else:
                    merged[old] = organisation_id
        return roles, merged

    return actor.remember("organisations.roles", load)


def roles_of(actor: Actor) -> dict[int, set[str]]:
    """Return {organisation id: roles in force today} for a signed-in actor; one query per actor."""
    return _belongings(actor)[0]


def merged_of(actor: Actor) -> dict[int, int]:
    """Return {id of a merged organisation: the organisation of the actor's that it was merged into}."""
    return _belongings(actor)[1]


def organisations_of(actor: Actor) -> list[int]:
    """Return ids of the organisations whose things the actor reads as a member: those in which she has a role today,
    and those that were merged into them. Nobody acts for the latter.
    """
    roles, merged = _belongings(actor)
    return [*roles, *merged]


def acts_for(actor: Actor, organisation_id: int | None, *roles: str) -> bool:
    """Say whether the actor acts for the organisation now and has one of the roles in it (any role if none named).

    An administrator may do whatever a member may. Acting for A never gives what only B's members may do.
    """
    if organisation_id is None or actor.organisation_id != organisation_id:
        return False
    held = roles_of(actor).get(organisation_id, set())
    return bool(held) and (not roles or Role.ADMIN in held or bool(held & set(roles)))


def administers(actor: Actor) -> bool:
    """Say whether the actor acts now for an organisation that she administers."""
    return acts_for(actor, actor.organisation_id, Role.ADMIN)


@token_source
def organisation_tokens(actor: Actor) -> set[str]:
    """Audience tokens from memberships in force."""
    return {f"organisation:{pk}" for pk in organisations_of(actor)} if actor.person_id else set()
