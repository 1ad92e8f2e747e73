"""What of rounds can be followed, and what followers are told."""

from __future__ import annotations

from collections.abc import Iterator

from kumppanuus.consultations.models import Consultation, Remark, Reply, Theme
from kumppanuus.following.things import Key, followed, stands_under, tells

followed(Consultation, Consultation._meta.verbose_name)
tells(
    *("consultations.announce", "consultations.extend", "consultations.close"),
    *("consultations.publish_summary", "consultations.take_in"),
)


@stands_under(Consultation)
def of_round(consultation: Consultation) -> Iterator[Key]:
    """Give who runs it, its area, and what is commented."""
    yield "organisations.organisation", consultation.organisation_id
    if consultation.area_id:
        yield "places.area", consultation.area_id
    if consultation.target_id:
        yield consultation.target_model, consultation.target_id


@stands_under(Remark)
@stands_under(Theme)
@stands_under(Reply)
def of_part(part: Remark | Theme | Reply) -> Iterator[Key]:
    """Give the round."""
    yield Consultation._meta.label_lower, part.consultation_id
