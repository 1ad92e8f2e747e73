"""What runs at start, on events and by the clock."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.activity.models import Event, EventTarget, hides
from kumppanuus.activity.recorder import subscribe
from kumppanuus.assessments import actions, redaction
from kumppanuus.assessments.actions.rounds import ANSWER_PURPOSE, JOIN_PURPOSE, language_of, words_for
from kumppanuus.assessments.models import Assessment, Participation, Release, Round
from kumppanuus.assessments.models.rounds import assessed, keeps
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.clock import every
from kumppanuus.links import purposes
from kumppanuus.notices import actions as notices
from kumppanuus.notices import topics
from kumppanuus.organisations.models import organisations_of

__all__ = ["redaction"]  # read at start, as this file is

topics.register("rounds", _("Assessment rounds"))
purposes.register(ANSWER_PURPOSE, "assessments:begin")
purposes.register(JOIN_PURPOSE, "assessments:claim")


@hides
def from_assessed_keepers(actor: Actor) -> Q | None:
    """A keeper who belongs to the assessed party does not learn which NGOs joined, answered or were refused."""
    if not keeps(actor):
        return None
    theirs = Participation.objects.filter(assessment__in=Assessment.objects.filter(assessed(actor)).values("pk"))
    others = theirs.exclude(organisation__in=organisations_of(actor)).values("pk")
    targets = EventTarget.objects.filter(model=Participation._meta.label_lower, object_id__in=others)
    return Q(pk__in=targets.values("event")) & ~Q(person_id=actor.person_id)


@subscribe("assessments.release")
def tell_of_release(event: Event) -> None:
    """Thank those who answered and the municipality, with the address of the mirror."""
    released = [t.object_id for t in event.targets.all() if t.model == Release._meta.label_lower]
    rows = Release.objects.filter(pk__in=released).select_related(
        "assessment__round__keeper", "assessment__area", "assessment__organisation", "assessment__post"
    )
    for release in rows:
        assessment = release.assessment
        told = [
            (str(p), language_of(p.organisation), p.address)
            for p in assessment.participations.counted().select_related("organisation")
        ]
        own = assessment.organisation
        told.append((str(own), language_of(own), (assessment.post and assessment.post.email) or own.email))
        path = f"rounds/{assessment.round_id}/{assessment.area.slug}/"
        for name, language, address in told:
            notices.post(
                system("assessments"),
                assessment,
                key=f"release:{release.pk}:{name}"[:120],
                topic="rounds",
                template="assessments/mail/released",
                context=words_for(assessment, language, name, path),
                address=address,
                language=language,
            )


@every("day")
def remind_before_closing() -> int:
    """Remind the silent five days before a round closes; run daily by the clock."""
    day = timezone.localdate() + dt.timedelta(days=5)
    sent = 0
    for round_ in Round.objects.open().filter(closes=day):
        try:
            sent += actions.remind(system("clock"), round_)
        except Refused:
            continue
    return sent
