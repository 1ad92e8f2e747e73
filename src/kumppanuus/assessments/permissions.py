"""Who may do what in a round. Nobody who is assessed decides which answers count."""

from __future__ import annotations

from kumppanuus.assessments.models import Assessment, Participation, Release, ReleasedComment, Round
from kumppanuus.assessments.models.rounds import assessed
from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.organisations.models import acts_for, organisations_of, roles_of
from kumppanuus.spaces.models import Space, has_space_role


def _keeps(actor: Actor, round_: Round) -> bool:
    return has_space_role(actor, round_.space_id, "keeper")


def _keeps_fairly(actor: Actor, round_: Round) -> bool:
    """A keeper, and no member of an organisation that the round assesses."""
    return _keeps(actor, round_) and not round_.assessments.filter(assessed(actor)).exists()


@permission
def view_round(actor: Actor, round_: Round) -> bool:
    """Anyone, once opened; before that the space's keepers."""
    return round_.opened_at is not None or _keeps(actor, round_)


@permission
def view_assessment(actor: Actor, assessment: Assessment) -> bool:
    """As the round."""
    return view_round(actor, assessment.round)


@permission
def view_release(actor: Actor, release: Release) -> bool:
    """Anyone."""
    return True


@permission
def view_participation(actor: Actor, participation: Participation) -> bool:
    """The NGO itself, the holder of its link, and a keeper who is not of the assessed party."""
    if actor.link_id and participation.link_id == actor.link_id:
        return True
    if actor.person_id and participation.organisation_id in organisations_of(actor):
        return True
    assessment = participation.assessment
    return _keeps(actor, assessment.round) and not assessment.is_assessed(actor)


@permission
def create(actor: Actor, space: Space) -> bool:
    """The space's keepers make rounds."""
    return has_space_role(actor, space.pk, "keeper")


@permission
def change(actor: Actor, round_: Round) -> bool:
    """The space's keepers, until it is opened."""
    return _keeps(actor, round_) and round_.opened_at is None


@permission
def open(actor: Actor, round_: Round) -> bool:  # noqa: A001 - the verb of the field
    """The space's keepers, once."""
    return _keeps_fairly(actor, round_) and round_.opened_at is None


@permission
def close(actor: Actor, round_: Round) -> bool:
    """The space's keepers may close before the closing day."""
    return _keeps_fairly(actor, round_) and round_.takes_answers


@permission
def extend(actor: Actor, round_: Round) -> bool:
    """The space's keepers, once it has been opened."""
    return _keeps_fairly(actor, round_) and round_.opened_at is not None


@permission
def keep(actor: Actor, round_: Round) -> bool:
    """See the keeper's desk of a round: counts, who was invited, texts to check."""
    return _keeps_fairly(actor, round_)


@permission
def remind(actor: Actor, round_: Round) -> bool:
    """The keeper, and the clock, while the round is open."""
    return (_keeps_fairly(actor, round_) or actor.system == "clock") and round_.takes_answers


@permission
def invite(actor: Actor, assessment: Assessment) -> bool:
    """The keeper adds an NGO while the round is open."""
    return _keeps_fairly(actor, assessment.round) and assessment.round.takes_answers


@permission
def print_sheet(actor: Actor, assessment: Assessment) -> bool:
    """The keeper makes the sheet with a code and a QR picture."""
    return invite(actor, assessment)


@permission
def claim(actor: Actor, assessment: Assessment) -> bool:
    """The holder of the open link of this assessment."""
    return bool(actor.link_id) and actor.link_id == assessment.sheet_link_id and assessment.round.takes_answers


@permission
def verify(actor: Actor, participation: Participation) -> bool:
    """A keeper who is not of the assessed party."""
    assessment = participation.assessment
    return _keeps(actor, assessment.round) and not assessment.is_assessed(actor)


@permission
def refuse(actor: Actor, participation: Participation) -> bool:
    """As verifying."""
    return verify(actor, participation)


@permission
def check_comment(actor: Actor, participation: Participation) -> bool:
    """As verifying."""
    return verify(actor, participation)


@permission
def release(actor: Actor, round_: Round) -> bool:
    """A keeper, once the round is closed; after more time was given, once it is closed again."""
    return _keeps_fairly(actor, round_) and round_.stage in ("closed", "released") and not round_.takes_answers


# --- The municipality's side ---


@permission
def view_preparation(actor: Actor, assessment: Assessment) -> bool:
    """Members of the municipality's organisation."""
    return assessment.organisation_id in organisations_of(actor)


@permission
def prepare(actor: Actor, assessment: Assessment) -> bool:
    """Editors, answerers and signatories who act for the municipality's organisation."""
    return assessment.is_prepared_by(actor) and assessment.round.opened_at is not None


@permission
def attach(actor: Actor, assessment: Assessment) -> bool:
    """As preparing."""
    return prepare(actor, assessment)


@permission
def detach(actor: Actor, assessment: Assessment) -> bool:
    """As preparing."""
    return prepare(actor, assessment)


@permission
def assign(actor: Actor, assessment: Assessment) -> bool:
    """As preparing."""
    return prepare(actor, assessment)


@permission
def discuss(actor: Actor, assessment: Assessment) -> bool:
    """As preparing."""
    return prepare(actor, assessment)


@permission
def sign(actor: Actor, assessment: Assessment) -> bool:
    """A signatory (or administrator) who acts for the municipality's organisation."""
    return acts_for(actor, assessment.organisation_id, "signatory") and assessment.round.opened_at is not None


@permission
def countersign(actor: Actor, assessment: Assessment) -> bool:
    """Another signatory than the first one, where the organisation needs two."""
    if not sign(actor, assessment) or assessment.organisation.signatures_needed == 1:
        return False
    draft = assessment.response if assessment.response is not None and assessment.response.is_draft else None
    first = [row.person_id for row in draft.signatures.all()] if draft is not None else []
    return bool(first) and actor.person_id not in first


@permission
def correct(actor: Actor, assessment: Assessment) -> bool:
    """As signing."""
    return sign(actor, assessment)


# --- The NGO's side ---


def _answers(actor: Actor, participation: Participation) -> bool:
    if actor.link_id:
        return participation.link_id == actor.link_id
    return acts_for(actor, participation.organisation_id, "editor", "answerer", "signatory")


@permission
def begin(actor: Actor, participation: Participation) -> bool:
    """Whoever answers for the NGO, or holds its link."""
    return _answers(actor, participation)


@permission
def answer(actor: Actor, participation: Participation) -> bool:
    """Whoever answers for the NGO, or holds its link."""
    return _answers(actor, participation)


@permission
def give(actor: Actor, participation: Participation) -> bool:
    """Whoever answers for the NGO, or holds its link."""
    return _answers(actor, participation)


@permission
def reopen(actor: Actor, participation: Participation) -> bool:
    """Whoever answers for the NGO, or holds its link."""
    return _answers(actor, participation)


# --- What follows ---


@permission
def agree(actor: Actor, assessment: Assessment) -> bool:
    """Editors of any organisation at this table: the municipality, an NGO of the area, the keeper's organisation."""
    roles = roles_of(actor).get(actor.organisation_id or 0, set())
    if not roles & {"admin", "editor"} or not assessment.round.released_at:
        return False
    if actor.organisation_id in (assessment.organisation_id, assessment.round.keeper_id):
        return True
    from kumppanuus.organisations.models import Organisation

    return Organisation.objects.ngos().active_in(assessment.area).filter(pk=actor.organisation_id or 0).exists()


@permission
def view_releasedcomment(actor: Actor, comment: ReleasedComment) -> bool:
    """Anyone."""
    return True
