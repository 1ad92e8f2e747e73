"""What of practices can be followed, and what followers are told."""

from __future__ import annotations

from collections.abc import Iterator

from kumppanuus.following.things import Key, followed, stands_under, tells
from kumppanuus.practices.models import Adoption, Collection, Inclusion, Practice, PracticeVersion

PRACTICE, COLLECTION = Practice._meta.label_lower, Collection._meta.label_lower
followed(Practice, Practice._meta.verbose_name)
followed(Collection, Collection._meta.verbose_name)
tells(
    *("practices.publish", "practices.withdraw", "practices.reopen", "practices.adopt", "practices.drop"),
    *("practices.include", "practices.approve"),
)


@stands_under(Practice)
def of_practice(practice: Practice) -> Iterator[Key]:
    """Give its owner."""
    yield "organisations.organisation", practice.owner_id


@stands_under(PracticeVersion)
def of_version(version: PracticeVersion) -> Iterator[Key]:
    """Give the practice."""
    yield PRACTICE, version.practice_id


@stands_under(Adoption)
def of_adoption(adoption: Adoption) -> Iterator[Key]:
    """Give the practice, and who uses it."""
    yield PRACTICE, adoption.practice_id
    yield "organisations.organisation", adoption.organisation_id


@stands_under(Inclusion)
def of_inclusion(inclusion: Inclusion) -> Iterator[Key]:
    """Give the collection and the practice."""
    yield COLLECTION, inclusion.collection_id
    yield PRACTICE, inclusion.practice_id
