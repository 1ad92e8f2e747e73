"""Items of an agenda and their papers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.files.views import give
from kumppanuus.meetings import actions
from kumppanuus.meetings.forms.agendas import ItemForm, PaperForm, WhyForm
from kumppanuus.meetings.models import AgendaItem, Paper
from kumppanuus.meetings.views.meetings import form_page, get_meeting, show

READ = ("meeting__body__convener", "meeting__body__space")


@login_required
@require_http_methods(["GET", "POST"])
def add_item(request: Request, pk: int) -> HttpResponse:
    """Put an item onto the agenda."""
    found = get_meeting(request, pk)
    demand(request, "meetings.add_item", found)
    form = ItemForm(posted(request), body=found.body)
    if made := attempt(form, lambda data: actions.add_item(request.actor, found, **data)):
        messages.success(request, _("The item is on the agenda."))
        return see_other(made.get_absolute_url())
    return form_page(request, form, found, _("Put an item onto the agenda"), _("Put onto the agenda"))


def _item(request: Request, pk: int, permission: str) -> AgendaItem:
    found = get_object_or_404(AgendaItem.objects.visible_to(request.actor).select_related(*READ), pk=pk)
    demand(request, permission, found)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def change_item(request: Request, pk: int) -> HttpResponse:
    """Change an item."""
    item = _item(request, pk, "meetings.change_item")
    initial = {name: getattr(item, name) for name in ItemForm.base_fields}
    form = ItemForm(posted(request), initial=initial, body=item.meeting.body)
    if attempt(form, lambda data: actions.change_item(request.actor, item, **data)):
        return see_other(item.get_absolute_url())
    return form_page(request, form, item.meeting, _("Change the item"), _("Save the changes"))


@login_required
@require_http_methods(["GET", "POST"])
def withdraw_item(request: Request, pk: int) -> HttpResponse:
    """Take an item off the agenda."""
    item = _item(request, pk, "meetings.withdraw_item")
    form = WhyForm(posted(request))
    if attempt(form, lambda data: actions.withdraw_item(request.actor, item, **data)):
        return see_other(item.meeting.get_absolute_url())
    lead = _("%(item)s: it stays readable under the agenda as withdrawn, with the reason.") % {"item": item}
    return form_page(request, form, item.meeting, _("Withdraw the item"), _("Withdraw the item"), lead)


@login_required
@require_POST
def move_item(request: Request, pk: int) -> HttpResponse:
    """Move an item up or down."""
    item = _item(request, pk, "meetings.change_item")
    to = "up" if request.POST.get("to") == "up" else "down"
    actions.arrange(request.actor, item.meeting, item=item, to=to)
    return see_other(item.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def add_paper(request: Request, pk: int) -> HttpResponse:
    """Add a paper to an item."""
    item = _item(request, pk, "meetings.add_paper")
    form = PaperForm(posted(request), request.FILES or None)
    if attempt(form, lambda data: actions.add_paper(request.actor, item, **data)):
        messages.success(request, _("The paper is with the item."))
        return see_other(item.get_absolute_url())
    return form_page(request, form, item.meeting, _("Add a paper"), _("Add the paper"), str(item))


def _papers(request: Request) -> object:
    rows = Paper.objects.visible_to(request.actor)
    return rows.select_related("file", *(f"item__{name}" for name in READ))


@require_safe
def paper(request: Request, pk: int) -> HttpResponseBase:
    """Give a paper: its file, or the way to its address. Of a withdrawn one, that it was withdrawn and why."""
    return give_paper(request, get_object_or_404(_papers(request), pk=pk))  # type: ignore[arg-type]


def give_paper(request: Request, found: Paper) -> HttpResponseBase:
    """Give a paper to a reader of whom the caller knows that she may read it."""
    if found.withdrawn_at is not None:
        context = {"paper": found, "meeting": found.item.meeting, "body": found.item.meeting.body}
        return show(request, "meetings/withdrawn_paper.html", context, status=410)
    if found.file is not None:
        return give(request, found.file)
    return redirect(found.url)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw_paper(request: Request, pk: int) -> HttpResponse:
    """Withdraw a paper."""
    found: Paper = get_object_or_404(_papers(request), pk=pk)  # type: ignore[arg-type]
    demand(request, "meetings.withdraw_paper", found)
    form = WhyForm(posted(request))
    if attempt(form, lambda data: actions.withdraw_paper(request.actor, found, **data)):
        return see_other(found.item.get_absolute_url())
    lead = _("%(paper)s: that it was there stays, with the reason. A file is removed for good.") % {"paper": found}
    return form_page(request, form, found.item.meeting, _("Withdraw the paper"), _("Withdraw the paper"), lead)
