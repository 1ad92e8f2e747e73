"""Running a round: preparing, announcing, inviting, reminding, extending, closing, publishing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kumppanuus.consultations import actions, targets
from kumppanuus.consultations.forms import (
    AnnounceForm,
    CloseForm,
    ExtendForm,
    InviteForm,
    RoundForm,
    SummaryForm,
    as_lines,
)
from kumppanuus.consultations.models import Openness
from kumppanuus.consultations.views.common import form_page, get_round
from kumppanuus.core.actions import Refused
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.organisations.models import Organisation


def _target(request: Request) -> Any:
    """Return what `?on=model:id` names, or None. 404 where the reader may not open a round on it."""
    model, _sep, pk = request.GET.get("on", "").partition(":")
    if not model:
        return None
    thing = targets.target_of(model, int(pk)) if pk.isdigit() and len(pk) < 16 else None
    if thing is None or not targets.may_consult(request.actor, thing):
        raise Http404
    return thing


@login_required
@require_http_methods(["GET", "POST"])
def prepare(request: Request) -> HttpResponse:
    """Prepare a round in the name of one's organisation, on a thing or on questions."""
    own = get_object_or_404(Organisation, pk=request.actor.organisation_id or 0)
    demand(request, "consultations.prepare", own)
    target = _target(request)
    title = targets.register[target._meta.label_lower].title(target) if target is not None else None
    initial = {"openness": Openness.OPEN, "title": title}
    form = RoundForm(posted(request), organisation=own, initial=initial)
    made = attempt(form, lambda data: actions.prepare(request.actor, own, target=target, **data))
    if made:
        messages.success(request, _("Prepared. Nobody else sees it yet: invite those you want to hear, then announce."))
        return see_other(made.get_absolute_url())
    return form_page(request, form, None, _("Ask for comments"), _("Prepare"), about=title, lead=str(own))


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, slug: str) -> HttpResponse:
    """Change a round that has not been announced."""
    found = get_round(request, slug, "change")
    questions = [part.heading for part in found.parts.all() if part.is_question]
    names = ("title", "introduction", "openness", "late_allowed")
    initial: dict[str, Any] = {name: getattr(found, name) for name in names}
    initial |= {"questions": as_lines(questions), "closes_at": timezone.localdate(found.closes_at)}
    form = RoundForm(posted(request), organisation=found.organisation, initial=initial)
    form.fields.pop("posts", None)
    if found.opens_at:
        for name in form.fields.keys() - {"title", "introduction"}:
            del form.fields[name]
    if attempt(form, lambda data: actions.change(request.actor, found, **data)):
        messages.success(request, _("Saved."))
        return see_other(found.get_absolute_url())
    return form_page(request, form, found, _("Change the comment round"), _("Save"))


@login_required
@require_http_methods(["GET", "POST"])
def announce(request: Request, slug: str) -> HttpResponse:
    """Announce it: now or on a day."""
    found = get_round(request, slug, "announce")
    form = AnnounceForm(posted(request))
    if attempt(form, lambda _data: actions.announce(request.actor, found, at=form.moment())):
        messages.success(request, _("Announced. The invited are told by mail when it opens."))
        return see_other(found.get_absolute_url())
    lead = _("The text is taken as it stands now and does not change during the round.")
    return form_page(request, form, found, _("Announce the comment round"), _("Announce"), lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: Request, slug: str) -> HttpResponse:
    """Invite by name, by body, by area, by address."""
    found = get_round(request, slug, "invite")
    form = InviteForm(posted(request), actor=request.actor, area=found.area)

    def act(_data: dict[str, Any]) -> tuple[int]:
        parts = form.wanted()
        return (sum(actions.invite(request.actor, found, why=why, **whom) for why, whom in parts),)

    if done := attempt(form, act):
        words = ngettext("%(count)d was invited.", "%(count)d were invited.", done[0])
        messages.success(request, words % {"count": done[0]})
        return see_other(found.get_absolute_url())
    lead = _("Each gets a personal link by mail when it opens. Who is invited is public, except addresses alone.")
    return form_page(request, form, found, _("Invite to comment"), _("Invite"), lead=lead)


@login_required
@require_POST
def remind(request: Request, slug: str) -> HttpResponse:
    """Remind the silent."""
    found = get_round(request, slug, "remind")
    try:
        count = actions.remind(request.actor, found)
        words = ngettext("%(count)d was reminded.", "%(count)d were reminded.", count)
        messages.success(request, words % {"count": count})
    except Refused as refusal:
        messages.info(request, refusal.message)
    return see_other(found.get_absolute_url())


def _simple(  # noqa: PLR0917 - what the three pages differ in
    request: Request, slug: str, name: str, form_of: Callable[[Any], Any], heading: str, submit: str, done: str
) -> HttpResponse:
    found = get_round(request, slug, name)
    form = form_of(posted(request))
    if attempt(form, lambda data: getattr(actions, name)(request.actor, found, **data)):
        messages.success(request, done)
        return see_other(found.get_absolute_url())
    return form_page(request, form, found, heading, submit)


@login_required
@require_http_methods(["GET", "POST"])
def extend(request: Request, slug: str) -> HttpResponse:
    """Give more time."""
    done = _("The period was extended and the invited are told.")
    return _simple(request, slug, "extend", ExtendForm, _("Give more time"), _("Extend"), done)


@login_required
@require_http_methods(["GET", "POST"])
def close(request: Request, slug: str) -> HttpResponse:
    """Close it before its last day."""
    done = _("Closed. What was said stands as it is; group and answer it now.")
    return _simple(request, slug, "close", CloseForm, _("Close the comment round"), _("Close"), done)


@login_required
@require_http_methods(["GET", "POST"])
def publish(request: Request, slug: str) -> HttpResponse:
    """Publish the summary with the answers."""
    done = _("Published. Each who commented is told what became of it.")
    return _simple(request, slug, "publish_summary", SummaryForm, _("Publish the summary"), _("Publish"), done)
