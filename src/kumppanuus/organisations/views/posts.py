"""Posts and who holds them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.organisations import actions
from kumppanuus.organisations.forms import HolderForm, LastDayForm, NameForm, PostForm
from kumppanuus.organisations.models import Holding, Organisation, Post


def _page(request: Request, form: Form, organisation: Organisation, title: str, submit: str) -> HttpResponse:
    context = {"form": form, "organisation": organisation, "heading": title, "submit": submit}
    return render(request, "organisations/post_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_post(request: Request, slug: str) -> HttpResponse:
    """Add a post to an organisation."""
    found = get_object_or_404(Organisation.objects.visible_to(request.actor), slug=slug)
    demand(request, "organisations.add_post", found)
    form = PostForm(posted(request))
    if form.is_valid():
        actions.add_post(request.actor, found, **form.cleaned_data)
        messages.success(request, _("The post is there. It shows as vacant until somebody holds it."))
        return see_other(found.get_absolute_url())
    return _page(request, form, found, _("Add a post"), _("Add the post"))


def _post(request: Request, pk: int, permission: str) -> Post:
    found = get_object_or_404(Post.objects.visible_to(request.actor).select_related("organisation"), pk=pk)
    demand(request, permission, found)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def change_post(request: Request, pk: int) -> HttpResponse:
    """Change a post."""
    found = _post(request, pk, "organisations.change_post")
    initial = {name: getattr(found, name) for name in PostForm.base_fields if name not in actions.MANY}
    initial |= {name: list(getattr(found, name).all()) for name in actions.MANY}
    form = PostForm(posted(request), initial=initial)
    if form.is_valid():
        actions.change_post(request.actor, found, **form.cleaned_data)
        return see_other(found.organisation.get_absolute_url())
    return _page(request, form, found.organisation, _("Change the post"), _("Save the changes"))


@login_required
@require_http_methods(["GET", "POST"])
def end_post(request: Request, pk: int) -> HttpResponse:
    """End a post."""
    found = _post(request, pk, "organisations.end_post")
    form = LastDayForm(posted(request))
    if form.is_valid():
        actions.end_post(request.actor, found, **form.cleaned_data)
        return see_other(found.organisation.get_absolute_url())
    return _page(request, form, found.organisation, _("End the post"), _("End the post"))


@login_required
@require_http_methods(["GET", "POST"])
def set_holder(request: Request, pk: int) -> HttpResponse:
    """Give a post or its deputyship to a member."""
    found = _post(request, pk, "organisations.set_holder")
    form = HolderForm(posted(request), post=found, initial={"start": timezone.localdate()})
    if attempt(form, lambda data: actions.set_holder(request.actor, found, **data)):
        return see_other(found.organisation.get_absolute_url())
    return _page(request, form, found.organisation, _("Who holds the post"), _("Give the post"))


def _holding(request: Request, pk: int, permission: str) -> Holding:
    rows = Holding.objects.visible_to(request.actor).select_related("post__organisation", "person")
    found = get_object_or_404(rows, pk=pk)
    demand(request, permission, found)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def end_holding(request: Request, pk: int) -> HttpResponse:
    """End who holds a post; it shows as vacant then."""
    found = _holding(request, pk, "organisations.end_holding")
    form = LastDayForm(posted(request))
    if form.is_valid():
        actions.end_holding(request.actor, found, **form.cleaned_data)
        return see_other(found.post.organisation.get_absolute_url())
    return _page(request, form, found.post.organisation, _("End holding the post"), _("End holding the post"))


@login_required
@require_http_methods(["GET", "POST"])
def show_name(request: Request, pk: int) -> HttpResponse:
    """Decide whether one's own name is shown with a post."""
    found = _holding(request, pk, "organisations.show_name")
    form = NameForm(posted(request), holding=found)
    if form.is_valid():
        actions.show_name(request.actor, found, **form.cleaned_data)
        return see_other(found.post.organisation.get_absolute_url())
    return _page(request, form, found.post.organisation, _("Your name with the post"), _("Save the choice"))
