"""Sign-in, first sign-in, and what is held about me."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import RequestLoginCodeView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumppanuus.accounts import actions, providers
from kumppanuus.accounts.forms import DetailsForm, EraseForm, SignInForm, WelcomeForm
from kumppanuus.accounts.middleware import SESSION_KEY
from kumppanuus.accounts.models import Person, PersonView
from kumppanuus.accounts.terms import CONTENT_LICENCE, CONTENT_LICENCE_URL, TERMS_VERSION
from kumppanuus.core.actors import system
from kumppanuus.core.requests import Request, posted, see_other


class SignIn(RequestLoginCodeView):  # type: ignore[misc]
    """One way in for old and new: a code to the address. A new address gets a person, hers once the code is typed.

    What the page shows and does is the same for both, so that nobody learns who has an account.
    """

    template_name = "account/login.html"

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def form_valid(self, form: SignInForm) -> HttpResponse:
        email = form.cleaned_data["email"].lower()
        taken = Person.objects.filter(email__iexact=email).exists()
        if form._user is None and not taken and get_adapter().is_open_for_signup(self.request):
            language = (get_language() or "fi").split("-")[0]
            form._user = actions.begin(system("sign-in"), None, email=email, language=language)
        response: HttpResponse = super().form_valid(form)
        return response


sign_in = SignIn.as_view()


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead what the library offers besides (signing up) to the one sign-in page."""
    return HttpResponseRedirect(reverse("account_login"))


def no_passwords(request: HttpRequest, rest: str = "") -> HttpResponse:
    """There are no passwords here, so there are no pages for them."""
    raise Http404


def _me(request: Request) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.actor), pk=request.actor.person_id)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return f"/{get_language() or 'fi'}/"


@login_required
@require_http_methods(["GET", "POST"])
def welcome(request: Request) -> HttpResponse:
    """First sign-in: name, language, the terms. Asked again when the terms change."""
    person = _me(request)
    form = WelcomeForm(posted(request), initial={"name": person.name, "language": person.language})
    if form.is_valid():
        details = {name: form.cleaned_data[name] for name in ("name", "language")}
        actions.change_details(request.actor, person, **details)
        actions.accept_terms(request.actor, person)
        request.session[SESSION_KEY] = TERMS_VERSION
        return see_other(_next(request))
    context = {"form": form, "next": _next(request), "again": bool(person.terms_version), **_terms()}
    return render(request, "accounts/welcome.html", context)


def _terms() -> dict[str, Any]:
    language = (get_language() or "fi").split("-")[0]
    return {
        "terms_template": f"accounts/terms/{language}.html",
        "terms_version": TERMS_VERSION,
        "licence": CONTENT_LICENCE,
        "licence_url": CONTENT_LICENCE_URL,
    }


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """Show the terms of contribution and the licence of content."""
    return render(request, "accounts/terms.html", _terms())


@login_required
@require_http_methods(["GET", "POST"])
def me(request: Request) -> HttpResponse:
    """My data: details to change, ways to sign in, who looked, download and erase."""
    person = _me(request)
    form = DetailsForm(posted(request), initial={"name": person.name, "language": person.language})
    if form.is_valid():
        actions.change_details(request.actor, person, **form.cleaned_data)
        messages.success(request, _("Your details are saved."))
        return see_other(reverse("accounts:me"))
    looks = PersonView.objects.visible_to(request.actor).select_related("viewer")[:50]
    outside = bool(settings.SOCIALACCOUNT_PROVIDERS)
    return render(request, "accounts/me.html", {"form": form, "person": person, "looks": looks, "has_outside": outside})


@login_required
@require_safe
def data(request: Request) -> HttpResponse:
    """Download what is held about me, in every app, as JSON."""
    person = _me(request)
    held = {"format": "kumppanuus-personal-data/1", "uuid": str(person.uuid), **providers.collect(person.pk)}
    body = json.dumps(held, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response.headers["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def erase(request: Request) -> HttpResponse:
    """Erase what is held about me; the page says first what stays and what it means."""
    person = _me(request)
    form = EraseForm(posted(request))
    if form.is_valid():
        actions.erase(request.actor, person)
        logout(request)
        return render(request, "accounts/erased.html")
    return render(request, "accounts/erase.html", {"form": form, "warnings": providers.warnings(person.pk)})
