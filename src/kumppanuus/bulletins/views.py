"""The archive of bulletins with its files and feed, a bulletin's page with its preview, and the forms about it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.activity.conditional import same_until_anything_happens
from kumppanuus.bulletins import actions
from kumppanuus.bulletins.forms import BulletinForm, FilterForm, ScheduleForm, initial_of
from kumppanuus.bulletins.models import Attachment, Bulletin, BulletinQuerySet, Sending, Stage
from kumppanuus.bulletins.reaching import mails, narrowed_by, reach
from kumppanuus.calendars.filters import area_choices
from kumppanuus.core.actors import Actor
from kumppanuus.core.languages import language_name
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.files.forms import AttachForm
from kumppanuus.interop import feeds
from kumppanuus.interop.export import Column, offered, rows_response
from kumppanuus.organisations.models import Organisation, Role, acts_for
from kumppanuus.ui.links import as_lines

PER_PAGE, IN_FEED, OWN = 30, 50, 10
VISITOR = Actor()  # what leaves the page is what everybody may see
VERBS = ("change", "correct", "schedule", "call_back", "send", "discard")


def _visible(request: Request) -> BulletinQuerySet:
    found: BulletinQuerySet = Bulletin.objects.visible_to(request.actor).select_related("sender", "area", "corrects")
    return found


def _get(request: Request, slug: str, permission: str = "") -> Bulletin:
    found = get_object_or_404(_visible(request), slug=slug)
    if permission:
        demand(request, permission, found)
    return found


@require_safe
def bulletins(request: Request) -> HttpResponse:
    """List the archive with a filter, the newest first, and one's own that are not sent yet. Three queries."""
    form = FilterForm(request.GET)
    page = Paginator(form.narrow(_visible(request)).sent(), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    writes = acts_for(request.actor, request.actor.organisation_id, Role.EDITOR)
    own = _visible(request).unsent().filter(sender=request.actor.organisation_id)[:OWN] if writes else []
    context = {
        "form": form,
        "page_obj": page,
        "own": own,
        "areas": area_choices(),
        "files": offered(request, _("These bulletins"), "bulletins:export", "bulletins:atom"),
        "filtered": form.is_narrowed,
        "query": query.urlencode(),
        "may_write": writes,
    }
    return render(request, "bulletins/bulletins.html", context)


@require_safe
def export(request: Request, fmt: str) -> HttpResponse:
    """Give the same bulletins as a file."""
    found = FilterForm(request.GET).narrow(_visible(request)).sent().select_related("sending")
    columns: list[Column[Bulletin]] = [
        Column(_("Heading"), lambda b: b.title, "title"),
        Column(_("Sender"), lambda b: b.sender.name, "sender"),
        Column(_("Area"), lambda b: b.area.name, "area"),
        Column(_("Sent"), lambda b: b.sent_at, "sent_at"),
        Column(_("Text"), lambda b: b.body, "body"),
        Column(_("Links"), lambda b: as_lines(b.links), "links"),
        Column(_("Went to organisations"), lambda b: b.sending.reached, "reached"),
        Column(_("Address"), lambda b: request.build_absolute_uri(b.get_absolute_url()), "address"),
    ]
    return rows_response(request, _("bulletins"), columns, found, fmt)


@same_until_anything_happens
@require_safe
def atom(request: Request) -> HttpResponse:
    """Give the newest of a filtered archive as an Atom feed."""
    page = feeds.page_of(request, "bulletins:bulletins")
    feed = feeds.begin(
        request, _("Bulletins to NGOs"), page, _("What municipalities, counties and organisations tell NGOs")
    )
    rows = FilterForm(request.GET).narrow(Bulletin.objects.visible_to(VISITOR)).sent().select_related("sender")
    for row in rows[:IN_FEED]:
        feed.add_item(
            title=str(row),
            link=f"{settings.SITE_URL}{row.get_absolute_url()}",
            description=str(row.body),
            author_name=str(row.sender),
            pubdate=row.sent_at,
            updateddate=row.sent_at,
            unique_id=f"{settings.SITE_URL}/bulletins/{row.pk}",
        )
    return feeds.answer(feed)


@require_safe
def bulletin(request: Request, slug: str) -> HttpResponse:
    """Show a bulletin; to its writers before it is sent, who gets it and the mail itself. Four queries."""
    found = _get(request, slug)
    may = {verb: request.actor.may(f"bulletins.{verb}", found) for verb in VERBS}
    sent = found.stage == Stage.SENT
    there = None if sent else reach(found)
    languages = sorted({*(there.languages if there else ()), *found.title}) if not sent else []
    context = {
        "bulletin": found,
        "stage": found.stage,
        "sending": Sending.objects.filter(bulletin=found).first() if sent else None,
        "corrections": Bulletin.objects.sent().filter(corrects=found) if sent else [],
        "narrowed_by": narrowed_by(found),
        "reach": there,
        "languages": [(language_name(code), n) for code, n in there.languages.items()] if there else [],
        "missing": [language_name(code) for code in languages if code not in found.title or code not in found.body],
        "mails": mails(found, languages),
        "may": may,
        "may_redact": request.actor.person_id is not None and request.actor.may("activity.redact", found),
    }
    attachments = list(found.attachments.select_related("file"))
    context["attachments"] = attachments
    context["one_untagged"] = any(one.file.accessibility_warning for one in attachments)
    return render(request, "bulletins/bulletin.html", context)


def _form_page(  # noqa: PLR0917 - what such a page is made of
    request: Request, form: Any, of: Bulletin | None, heading: str, submit: str, lead: str = ""
) -> HttpResponse:
    back = of.get_absolute_url() if of else reverse("bulletins:bulletins")
    context = {"form": form, "bulletin": of, "back": back, "heading": heading, "submit": submit, "lead": lead}
    return render(request, "bulletins/form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def write(request: Request) -> HttpResponse:
    """Begin a bulletin in the name of the organisation one acts for."""
    sender = get_object_or_404(Organisation, pk=request.actor.organisation_id or 0)
    demand(request, "bulletins.write", sender)
    form = BulletinForm(posted(request), initial={"area": sender.governs_id or sender.home_id})
    if made := attempt(form, lambda data: actions.write(request.actor, sender, **data)):
        messages.success(request, _("The draft is saved. Look at who gets it and at the mail, then send it."))
        return see_other(made.get_absolute_url())
    lead = _("In the name of: %(organisation)s") % {"organisation": sender}
    return _form_page(request, form, None, _("Write a bulletin to NGOs"), _("Save and see the preview"), lead)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, slug: str) -> HttpResponse:
    """Change a draft."""
    found = _get(request, slug, "bulletins.change")
    form = BulletinForm(posted(request), initial=initial_of(found))
    if attempt(form, lambda data: actions.change(request.actor, found, **data)):
        return see_other(found.get_absolute_url())
    return _form_page(request, form, found, _("Change the draft"), _("Save and see the preview"))


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: Request, slug: str) -> HttpResponse:
    """Begin a correction of a sent bulletin: a new one that begins with its text."""
    found = _get(request, slug, "bulletins.correct")
    form = BulletinForm(posted(request), initial=initial_of(found))
    if made := attempt(form, lambda data: actions.write(request.actor, found.sender, corrects=found, **data)):
        return see_other(made.get_absolute_url())
    lead = _("What was sent stays as it was. The correction is a new bulletin, and the old one leads to it.")
    return _form_page(request, form, found, _("Correct the bulletin"), _("Save and see the preview"), lead)


@login_required
@require_http_methods(["GET", "POST"])
def schedule(request: Request, slug: str) -> HttpResponse:
    """Let a draft go out at a time."""
    found = _get(request, slug, "bulletins.schedule")
    form = ScheduleForm(posted(request))
    if attempt(form, lambda _data: actions.schedule(request.actor, found, **form.given())):
        messages.success(request, _("The bulletin goes out at that time. Until then you can call it back."))
        return see_other(found.get_absolute_url())
    return _form_page(request, form, found, _("Send later"), _("Set the time"))


def _act(request: Request, slug: str, verb: str, words: str, *, to_list: bool = False) -> HttpResponse:
    found = _get(request, slug)
    address = reverse("bulletins:bulletins") if to_list else found.get_absolute_url()
    getattr(actions, verb)(request.actor, found)
    messages.success(request, words)
    return see_other(address)


@login_required
@require_POST
def call_back(request: Request, slug: str) -> HttpResponse:
    """Make a draft again of one that goes out later."""
    return _act(request, slug, "call_back", _("The bulletin does not go out. It is a draft again."))


@login_required
@require_POST
def send(request: Request, slug: str) -> HttpResponse:
    """Send a bulletin now."""
    return _act(request, slug, "send", _("The bulletin is sent. The mails leave one after another."))


@login_required
@require_POST
def discard(request: Request, slug: str) -> HttpResponse:
    """Throw a draft away."""
    return _act(request, slug, "discard", _("The draft was thrown away."), to_list=True)


@login_required
@require_http_methods(["GET", "POST"])
def attach(request: Request, slug: str) -> HttpResponse:
    """Put files to a draft, and take them off."""
    found = _get(request, slug, "bulletins.attach")
    form = AttachForm(posted(request), request.FILES or None)
    if attempt(form, lambda data: actions.attach(request.actor, found, **data)):
        messages.success(request, _("The file is there. Everybody can open it once the bulletin is sent."))
        return see_other(reverse("bulletins:attach", args=[found.slug]))
    context = {
        "form": form,
        "of": found,
        "heading": _("Files of the bulletin"),
        "section_label": _("Bulletins to NGOs"),
        "section_url": reverse("bulletins:bulletins"),
        "attachments": found.attachments.select_related("file"),
        "remove_name": "bulletins:detach",
    }
    return render(request, "files/attach.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def detach(request: Request, pk: int) -> HttpResponse:
    """Take a file off a draft."""
    found = get_object_or_404(Attachment.objects.select_related("bulletin__sender", "file"), pk=pk)
    _get(request, found.bulletin.slug)
    actions.detach(request.actor, found)
    messages.success(request, _("The file was removed."))
    return see_other(reverse("bulletins:attach", args=[found.bulletin.slug]))
