from __future__ import annotations

from typing import ClassVar

from django.db import models

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField


class TermQuerySet(models.QuerySet["Term"]):
    def visible_to(self, actor: Actor) -> TermQuerySet:
        """Classifications are public."""
        return self.all()


class Term(models.Model):
    """A term of a classification scheme (HSDS: taxonomy term)."""

    retention: ClassVar[Retention] = Retention.LASTING

    scheme = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    name = TextField(max_length=300)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    uri = models.URLField(blank=True)  # of the official code list, where there is one
    source = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

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
