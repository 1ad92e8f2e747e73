"""Own versions: making one, keeping up with the original heading by heading, offering back, and the family."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor
from kumppanuus.core.pieces import kept
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.practices import actions
from kumppanuus.practices.comparing import as_html, compare
from kumppanuus.practices.family import family_of, has_drafts, sees_drafts
from kumppanuus.practices.fork_forms import OF_OFFER, OF_ORIGINAL, ForkForm, JoinForm, OfferForm, ReasonForm
from kumppanuus.practices.forking import Beside, Difference, behind, beside, newest, own_versions
from kumppanuus.practices.joining import plain
from kumppanuus.practices.models import NAME, Contribution, Outcome, Practice, PracticeVersion
from kumppanuus.practices.views import shown
from kumppanuus.practices.views.common import form_page, get_practice, may
from kumppanuus.ui.languages import language_name


@login_required
@require_http_methods(["GET", "POST"])
def fork(request: Request, slug: str) -> HttpResponse:
    """Make an own version in the name of the organisation one acts for."""
    found = get_practice(request, slug)
    if found.current is None:
        raise Http404
    demand(request, "practices.fork", found.current)
    version = found.current
    owner = Organisation.objects.get(pk=request.actor.organisation_id or 0)
    name = Text({code: f"{words} ({owner.name.get(code) or owner})"[:NAME] for code, words in version.name.items()})
    own = own_versions(found, owner.pk)
    form = ForkForm(posted(request), initial={"name": name}, has_one=bool(own))
    if made := attempt(form, lambda data: actions.fork(request.actor, version, **data)):
        messages.success(
            request, _("Your own version is begun as a copy. Adapt it heading by heading; publish it when it is ready.")
        )
        return see_other(reverse("practices:edit", args=[made.slug]))
    lead: Any = _(
        "You get a copy that is yours to change. It goes on knowing where it comes from: you are told when the "
        "original changes, and choose then what to take over. That you consider the original is told on its page."
    )
    if own:
        links = format_html_join(", ", '<a href="{}">{}</a>', ((one.get_absolute_url(), one) for one in own))
        lead = format_html("{} {}. {}", _("You have one already:"), links, lead)
    return form_page(request, form, found, _("Make our own version"), _("Make our own version"), lead=lead)


def _fork(request: Request, slug: str) -> tuple[Practice, PracticeVersion, PracticeVersion]:
    """Return a fork, its draft or version in force, and the original's version in force; 404 for strangers."""
    found = get_practice(request, slug)
    above = found.forked_from
    if (
        above is None
        or above.practice.current is None
        or not Practice.objects.written_by(request.actor).filter(pk=found.pk)
    ):
        raise Http404
    version = newest(found)
    version.practice = found
    return found, version, above.practice.current


@login_required
@require_http_methods(["GET", "POST"])
def original(request: Request, slug: str) -> HttpResponse:
    """Show what the original changed since it was looked at, what was changed here, and what is settled already."""
    found, version, above = _fork(request, slug)
    if request.method == "POST":
        return _rest(request, found, version, above)
    context = {
        "practice": found,
        "version": version,
        "above": above,
        "now": beside(version, above),
        "behind": behind(found, version.upstream),
        "offers": list(
            Contribution.objects.visible_to(request.actor)
            .filter(source__practice=found)
            .select_related("practice")
            .distinct()
        ),
        "may": may(request, version, "settle") | may(request, found, "draft"),
    }
    return render(request, "practices/original.html", context)


def _rest(request: Request, found: Practice, version: PracticeVersion, above: PracticeVersion) -> HttpResponse:
    outcome = Outcome.TAKEN if request.POST.get("outcome") == "taken" else Outcome.LEFT
    n = actions.settle_rest(request.actor, version, original=above, outcome=outcome)
    if outcome == Outcome.TAKEN:
        words = ngettext("%(n)d heading was taken over.", "%(n)d headings were taken over.", n)
    else:
        words = ngettext("%(n)d heading stays as it was here.", "%(n)d headings stay as they were here.", n)
    messages.success(request, words % {"n": n})
    return see_other(reverse("practices:original", args=[found.slug]))


def _difference(now: Beside, code: str) -> Difference:
    found = now.of(code)
    if found is None:
        raise Http404
    return found


def _other_one(form: JoinForm, version: int, revision: int) -> str:
    """Return what is to be said when the page was made of something that does not stand any more."""
    if form.cleaned_data["version"] != version:
        return _("The text was published anew meanwhile. Nothing was saved: this is the newest. Choose again.")
    if form.cleaned_data["revision"] != revision:
        return _("Somebody wrote under this heading meanwhile. Nothing was saved: this is the newest. Choose again.")
    return ""


@login_required
@require_http_methods(["GET", "POST"])
def settle(request: Request, slug: str, code: str) -> HttpResponse:
    """Take, leave or join what the original changed under a heading."""
    found, version, above = _fork(request, slug)
    demand(request, "practices.settle", version)
    difference = _difference(beside(version, above), code)
    if not difference.is_open:
        messages.info(request, _("Under this heading there is nothing to look at any more."))
        return see_other(reverse("practices:original", args=[slug]))
    seen = {"revision": actions.revision_of(version, code), "version": above.pk}
    form = JoinForm(posted(request), difference=difference, labels=OF_ORIGINAL, initial=seen)
    changed = ""
    if request.method == "POST" and form.is_valid():
        changed = _other_one(form, above.pk, seen["revision"])
        told: dict[str, Any] = {"original": above, "code": code, "revision": seen["revision"]}
        if not changed and _done(
            form, lambda: actions.settle(request.actor, version, outcome=form.outcome(), text=form.texts(), **told)
        ):
            messages.success(request, _("Saved in the draft."))
            return see_other(f"{reverse('practices:original', args=[slug])}#open")
    context = {"practice": found, "version": version, "above": above, "code": code, "one": difference}
    return _join_page(request, "practices/settle.html", form, changed, seen, OF_ORIGINAL, context)


def _done(form: JoinForm, act: Any) -> bool:
    """Do something; say on the form if it is refused, as when somebody wrote there in this moment."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _join_page(  # noqa: PLR0917 - what the page is made of
    request: Request,
    template: str,
    form: JoinForm,
    changed: str,
    seen: dict[str, int],
    labels: Any,
    context: dict[str, Any],
) -> HttpResponse:
    typed = form.typed if changed else []
    if changed:
        form = JoinForm(difference=form.difference, labels=labels, initial=seen)
    status = 409 if changed else 422 if form.errors else 200
    return render(request, template, {**context, "form": form, "changed": changed, "typed": typed}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def contribute(request: Request, slug: str, code: str) -> HttpResponse:
    """Offer to the original what the version in force says under a heading."""
    found, _version, above = _fork(request, slug)
    if found.current is None:
        raise Http404
    version = found.current
    demand(request, "practices.contribute", version)
    one = _difference(beside(version, above), code)
    form = OfferForm(posted(request))
    if made := attempt(form, lambda data: actions.contribute(request.actor, version, code=code, **data)):
        messages.success(request, _("Offered. You are told by e-mail what the owner of the original answers."))
        return see_other(made.get_absolute_url())
    lead = _("The owner of the original sees your published text beside its own and takes it in, or says why not.")
    heading = f"{_('Offer to the original')}: {one.heading or _('Short description')}"
    texts = _shown(one.theirs, one.own)
    return form_page(request, form, found, heading, _("Offer"), lead=lead, texts=texts)


def _contribution(request: Request, slug: str, pk: int) -> Contribution:
    rows = Contribution.objects.visible_to(request.actor).select_related(
        *("source__practice__owner", "source__upstream", "practice__owner", "practice__current", "taken_into")
    )
    return get_object_or_404(rows.distinct(), pk=pk, practice__slug=slug)


@login_required
@require_http_methods(["GET", "POST"])
def contribution(request: Request, slug: str, pk: int) -> HttpResponse:
    """Show what a fork offers; those who write the original take it in place by place."""
    found = _contribution(request, slug, pk)
    allowed = may(request, found, "accept_contribution", "decline_contribution", "withdraw_contribution")
    version = newest(found.practice)
    one = _difference(beside(version, found.source, found.source.upstream_id), found.code)
    context = {
        "of": found,
        "practice": found.practice,
        "version": version,
        "one": one,
        "may": allowed,
        "texts": _shown(one.base, one.theirs),
    }
    if not allowed["accept_contribution"]:
        if request.method == "POST":
            demand(request, "practices.accept_contribution", found)
        return render(request, "practices/contribution.html", context)
    seen = {"revision": actions.revision_of(version, found.code) if version.is_draft else 0, "version": version.pk}
    form = JoinForm(posted(request), difference=one, labels=OF_OFFER, initial=seen)
    changed = ""
    if request.method == "POST" and form.is_valid():
        changed = _other_one(form, version.pk, seen["revision"])
        told: dict[str, Any] = {"text": form.texts(), "revision": seen["revision"]}
        if not changed and _done(form, lambda: actions.accept_contribution(request.actor, found, **told)):
            messages.success(request, _("Taken into the draft. Who wrote it is credited once it is published."))
            return see_other(reverse("practices:edit", args=[slug]))
    return _join_page(request, "practices/contribution.html", form, changed, seen, OF_OFFER, context)


def _shown(old: Text, new: Text) -> list[tuple[str, Any]]:
    """Return (language, what is new beside what was) of each language in which something differs."""
    found = []
    several = len(old) > 1 or len(new) > 1
    for language in dict.fromkeys([*new, *old]):
        before, after = plain(old.get(language, "")), plain(new.get(language, ""))
        if before != after:
            found.append((language_name(language) if several else "", as_html(compare(before, after))))
    return found


@login_required
@require_http_methods(["GET", "POST"])
def decline_contribution(request: Request, slug: str, pk: int) -> HttpResponse:
    """Say why something is not taken in."""
    found = _contribution(request, slug, pk)
    demand(request, "practices.decline_contribution", found)
    form = ReasonForm(posted(request))
    if attempt(form, lambda data: actions.decline_contribution(request.actor, found, **data)):
        messages.success(request, _("Answered. Who offered it is told the reason."))
        return see_other(found.get_absolute_url())
    lead = _("In their own version nothing changes. A reason helps them to offer something better the next time.")
    return form_page(request, form, found.practice, _("Do not take it in"), _("Send the answer"), lead=lead)


@login_required
@require_POST
def withdraw_contribution(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take back what was offered."""
    found = _contribution(request, slug, pk)
    actions.withdraw_contribution(request.actor, found)
    messages.success(request, _("Taken back."))
    return see_other(found.get_absolute_url())


@require_safe
def family(request: Request, slug: str) -> HttpResponse:
    """Show the first of a family and all that were made from it. Two queries signed out, five after any event."""
    found = get_practice(request, slug)
    kin = kept(f"family:{found.pk}", lambda: _kin(found)) if found.is_public else None
    if kin is None or (kin.has_drafts and sees_drafts(request.actor, found)):
        tree, n = _tree(request.actor, found)
    else:
        tree, n = kin.tree, kin.number
    offers: list[Contribution] = []
    if kin is None or kin.has_offers:
        rows = Contribution.objects.visible_to(request.actor).filter(practice=found)
        offers = list(rows.select_related("practice", "source__practice__owner").distinct()[:200])
    return render(request, "practices/family.html", {"practice": found, "tree": tree, "n": n, "offers": offers})


class Kin(NamedTuple):
    """A family as strangers see it, and whether there is more in it for those who write."""

    tree: SafeString
    number: int
    has_drafts: bool
    has_offers: bool


def _kin(found: Practice) -> Kin:
    return Kin(*_tree(shown.VISITOR, found), has_drafts(found), found.contributions.exists())


def _tree(actor: Actor, practice: Practice) -> tuple[SafeString, int]:
    first, n = family_of(actor, practice)
    return shown.tree(first, practice), n
