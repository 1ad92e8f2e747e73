"""Terms of classifications: those that ship with the product, and those of a space's own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField

OWN = "space-"  # a space's own classification is the scheme "space-" and the space's slug


def scheme_of(slug: str) -> str:
    """Return the scheme of the own classification of the space with this slug."""
    return f"{OWN}{slug}"


class TermQuerySet(models.QuerySet["Term"]):
    def visible_to(self, actor: Actor) -> TermQuerySet:
        """Classifications are public."""
        return self.all()

    def standing(self) -> TermQuerySet:
        """Return the terms that have not become part of another."""
        return self.filter(merged_into=None)

    def offered(self) -> TermQuerySet:
        """Return the terms that one can choose: an ended one stays only where it is."""
        return self.standing().filter(ended_at=None)


class Term(models.Model):
    """A term of a classification scheme (HSDS: taxonomy term).

    means        the service class that a space's own theme stands for in records of the Finnish Service Catalogue
    merged_into  the theme that it has become part of: always the last of a chain
    ended_at     since when it is not offered any more; what has it keeps it
    """

    retention: ClassVar[Retention] = Retention.LASTING

    scheme = models.CharField(max_length=100)
    code = models.CharField(max_length=40)
    name = TextField(max_length=300)
    description = TextField(max_length=500, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    uri = models.URLField(blank=True)  # of the official code list, where there is one
    source = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    means = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="meant_by")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ("scheme", "order", "code")
        constraints = (models.UniqueConstraint(fields=("scheme", "code"), name="term_once_per_scheme"),)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def key(self) -> str:
        """Return the term's name in addresses and files: "target_group:KR1.1"."""
        return f"{self.scheme}:{self.code}"

    @property
    def is_own(self) -> bool:
        """Say whether it belongs to a space's own classification."""
        return self.scheme.startswith(OWN)

    @property
    def space_slug(self) -> str:
        """Return the slug of the space whose own theme it is; empty for what ships with the product."""
        return self.scheme.removeprefix(OWN) if self.is_own else ""
