"""What everybody reads: rounds and mirrors; and from an item to a measure."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumppanuus.assessments import actions
from kumppanuus.assessments.forms import MeasureForm
from kumppanuus.assessments.mirror import read_mirror, source_line
from kumppanuus.assessments.models import Assessment, Cell, Participation, ParticipationState, Release, Round
from kumppanuus.assessments.views.doors import OWN
from kumppanuus.core import asking
from kumppanuus.core.alphabet import alphabet
from kumppanuus.core.pieces import kept
from kumppanuus.core.requests import Request, addresses, attempt, see_other
from kumppanuus.organisations.models import acts_for
from kumppanuus.questionnaires.models import Item, ResponseStatus
from kumppanuus.spaces.context import dress

# Long texts that no page of an assessment shows; each takes time to take apart.
UNSHOWN = (
    *("round__rule_text", "round__greeting", "round__thanks", "round__space__intro", "area__border"),
    *("round__keeper__description", "organisation__description"),
    *("round__version__questionnaire__description", "round__version__questionnaire__source"),
)
SORTS = ("theme", "gap", "weakest")


def assessment_or_404(request: Request, pk: int, area: str) -> Assessment:
    """Return the assessment of an area in a round, if the reader may see it."""
    rows = Assessment.objects.visible_to(request.actor).select_related(
        "round__space", "round__keeper", "round__version__questionnaire", "area", "organisation", "response"
    )
    found = get_object_or_404(rows.defer(*UNSHOWN), round=pk, area__slug=area)
    dress(request, found.round.space_id)
    return found


def round_list(request: Request) -> HttpResponse:
    """Rounds, the open ones first."""
    rounds = Round.objects.visible_to(request.actor).select_related("space", "area", "keeper", "version__questionnaire")
    rounds = rounds.annotate(municipalities=Count("assessments")).order_by("-closes", "-pk")
    page = Paginator(rounds, 25).get_page(request.GET.get("page"))
    return render(request, "assessments/rounds.html", {"page_obj": page, "section": "rounds"})


def counts(state: str) -> Count:
    """Count participations in a state."""
    return Count("participations", filter=Q(participations__state=state))


def states_of(round_: Round) -> dict[int, Counter[str]]:
    """Return how many participations are in each state, by assessment; in one narrow query, as there are thousands."""
    rows = Participation.objects.filter(assessment__round=round_).values_list("assessment", "state")
    found: dict[int, Counter[str]] = {}
    for assessment, state, number in rows.annotate(number=Count("pk")).order_by():
        found.setdefault(assessment, Counter())[state] = number
    return found


def round_page(request: Request, pk: int) -> HttpResponse:
    """A round: who asks whom by what rule, how many have answered, and where the results are."""
    rows = Round.objects.visible_to(request.actor).select_related(
        "area", "keeper", "keeper_post", "version__questionnaire"
    )
    rows = rows.defer("area__border", "keeper__description", "version__questionnaire__description")
    round_ = get_object_or_404(rows, pk=pk)
    dress(request, round_.space_id)
    # A municipality begins its answer without an event, so the newest response is part of the name.
    begun = asking.rows("SELECT MAX(id) FROM questionnaires_response")[0][0]
    answers = kept(f"round:{pk}:{begun}", lambda: _answers(round_))
    context = {"round": round_, **answers, "own": _own_participations(request, round_), "section": "rounds"}
    return render(request, "assessments/round.html", context)


def _answers(round_: Round) -> dict[str, Any]:
    """Return how many have answered, why some were refused, and the rendered table of municipalities; the same for
    every reader. Three narrow queries: a round of the whole country has hundreds of rows and thousands of answers.
    """
    by_state = states_of(round_)
    address = addresses("assessments:mirror", round_.pk)
    columns = ("pk", "area__slug", "area__name", "response__status", "response__based_on")
    lines, totals = [], Counter[str]()
    for pk, slug, name, status, based_on in round_.assessments.order_by().values_list(*columns):
        states = by_state.get(pk, Counter())
        totals += states
        invited = states.total() - states[ParticipationState.REFUSED]
        answered, pending = states[ParticipationState.ANSWERED], states[ParticipationState.PENDING]
        lines.append((name, address(slug), answer_in_words(status, based_on), invited, answered, pending))
    lines.sort(key=lambda line: alphabet(str(line[0])))
    refused = totals[ParticipationState.REFUSED]
    reasons = Participation.objects.filter(assessment__round=round_, state=ParticipationState.REFUSED)
    return {
        "totals": {
            "invited": totals.total() - refused,
            "answered": totals[ParticipationState.ANSWERED],
            "pending": totals[ParticipationState.PENDING],
            "refused": refused,
        },
        "reasons": list(reasons.values_list("reason", flat=True).distinct()[:20]) if refused else [],
        "table": render_to_string("assessments/round_table.html", {"lines": lines}),
    }


def answer_in_words(status: str | None, based_on: int | None) -> str:
    """Say how far a municipality's own answer has come."""
    if status is None:
        return _("Not begun")
    if status != ResponseStatus.DRAFT:
        return _("Signed")
    return _("Being corrected") if based_on else _("Being prepared")


def _own_participations(request: Request, round_: Round) -> list[tuple[Participation, str]]:
    """Return the participations of the organisation the reader acts for, with the way to answer."""
    actor = request.actor
    if not actor.person_id or not acts_for(actor, actor.organisation_id, "editor", "answerer", "signatory"):
        return []
    rows = Participation.objects.filter(assessment__round=round_, organisation=actor.organisation_id)
    rows = rows.exclude(state=ParticipationState.REFUSED).select_related("assessment__area", "organisation")
    return [(p, reverse("assessments:begin", args=[f"{OWN}{p.pk}"])) for p in rows]


def latest(request: Request, area: str) -> HttpResponse:
    """Lead to the newest mirror of an area."""
    newest = (
        Release.objects.visible_to(request.actor)
        .filter(assessment__area__slug=area)
        .select_related("assessment__area")
        .order_by("-assessment__round__closes", "-number")
        .first()
    )
    if newest is None:
        raise Http404
    return redirect(newest.assessment)


def mirror_page(request: Request, pk: int, area: str) -> HttpResponse:
    """The mirror: both views side by side, item by item; before release, how the answering goes."""
    assessment = assessment_or_404(request, pk, area)
    asked = request.GET.get("release", "")
    number = int(asked) if asked.isdecimal() else None
    sort = request.GET.get("sort", "theme")
    sort = sort if sort in SORTS else "theme"
    rights = _rights(request, assessment)
    may = ",".join(name for name, held in rights.items() if held)
    shown = kept(
        f"mirror:{assessment.pk}:{number}:{sort}:{may}",
        lambda: _mirror(request, assessment, number, sort, rights),
    )
    if not shown["body"]:
        if asked:
            raise Http404
        return _before_release(request, assessment, rights)
    context = {"assessment": assessment, "round": assessment.round, "section": "rounds", **shown}
    return render(request, "assessments/mirror.html", context)


def _rights(request: Request, assessment: Assessment) -> dict[str, bool]:
    """Return the reader's rights that show on a mirror."""
    actor = request.actor
    return {
        "can_agree": actor.may("assessments.agree", assessment),
        "can_redact": actor.may("activity.redact", assessment),
        "can_prepare": actor.may("assessments.prepare", assessment),
        "can_keep": actor.may("assessments.keep", assessment.round),
    }


def _mirror(
    request: Request, assessment: Assessment, number: int | None, sort: str, rights: dict[str, bool]
) -> dict[str, str]:
    """Return the mirror's finding and its rendered body; empty before release."""
    mirror = read_mirror(assessment, number)
    if mirror is None:
        return {"finding": "", "body": ""}
    context = {
        "assessment": assessment,
        "round": assessment.round,
        "mirror": mirror,
        "sort": sort,
        "sorts": [
            (_("By theme"), "?", "theme"),
            (_("Widest gap first"), "?sort=gap", "gap"),
            (_("Weakest first"), "?sort=weakest", "weakest"),
        ],
        "rows": mirror.sorted_rows(sort) if sort != "theme" else mirror.rows,
        "source": source_line(mirror),
        **rights,
        "files": download_links(assessment, mirror.release),
    }
    return {"finding": mirror.finding, "body": render_to_string("assessments/mirror_body.html", context, request)}


def _before_release(request: Request, assessment: Assessment, rights: dict[str, bool]) -> HttpResponse:
    states = list(assessment.participations.values_list("state", flat=True))
    context = {
        "assessment": assessment,
        "round": assessment.round,
        "invited": len(states) - states.count(ParticipationState.REFUSED),
        "answered": states.count(ParticipationState.ANSWERED),
        "pending": states.count(ParticipationState.PENDING),
        "refused": states.count(ParticipationState.REFUSED),
        "section": "rounds",
        **rights,
    }
    return render(request, "assessments/not_released.html", context)


def download_links(assessment: Assessment, release: Release) -> list[tuple[str, str, str]]:
    """Return (label, address, kind) of the other forms of a result."""

    def to(fmt: str) -> str:
        address = reverse("assessments:download", args=[assessment.round_id, assessment.area.slug, fmt])
        return f"{address}?release={release.number}"

    return [
        (_("One page for decision-makers"), to("pdf"), "PDF"),
        (_("To edit"), to("docx"), "DOCX"),
        (_("Figures"), to("xlsx"), "XLSX"),
        (_("Figures"), to("csv"), "CSV"),
        (_("Picture"), to("svg"), "SVG"),
        (_("Data"), to("json"), "JSON"),
    ]


@require_http_methods(["GET", "POST"])
def agree(request: Request, pk: int, area: str, code: str) -> HttpResponse:
    """Agree on a measure from an item, beside what both sides said and the first steps that help."""
    assessment = assessment_or_404(request, pk, area)
    if not request.actor.may("assessments.agree", assessment):
        raise PermissionDenied
    item = get_object_or_404(Item.objects.prefetch_related("levels"), version=assessment.round.version_id, code=code)
    form = MeasureForm(request.POST or None, assessment=assessment, acting_for=request.actor.organisation_id)
    if measure := attempt(form, lambda data: actions.agree(request.actor, assessment, item=item, **data)):
        return see_other(measure.get_absolute_url())
    cell = Cell.objects.filter(release__assessment=assessment, item=item).order_by("-release__number").first()
    context = {"assessment": assessment, "item": item, "form": form, "cell": cell}
    return render(request, "assessments/agree.html", context, status=422 if form.errors else 200)
