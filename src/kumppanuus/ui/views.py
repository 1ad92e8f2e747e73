"""The styleguide: every component on one page, for those who build pages and for tests."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.texts import Text
from kumppanuus.ui.components.marks import ICONS
from kumppanuus.ui.forms import DateInput, EmailField, TextFormField


class SampleForm(forms.Form):
    """A form with each kind of field; it is never saved."""

    name = TextFormField(label=_("Name of the association"), max_length=120)
    body = TextFormField(label=_("What is agreed"), rows=4, required=False, help_text=_("Two or three sentences."))
    email = EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), required=False
    )
    due = forms.DateField(label=_("Due"), widget=DateInput)
    place = forms.ChoiceField(label=_("Municipality"), choices=[("", "–"), ("284", "Koski Tl"), ("853", "Turku")])
    level = forms.ChoiceField(
        label=_("How well does it work"),
        choices=[("0", _("Not at all")), ("1", _("Somewhat")), ("2", _("Well"))],
        widget=forms.RadioSelect,
    )
    public = forms.BooleanField(label=_("The text may be published"), required=False)


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component; ?wrong shows the form with errors."""
    initial = {"name": Text({"fi": "Kosken Kyläyhdistys", "_stale": ""}), "due": date(2026, 12, 1)}
    form = SampleForm({"email": "aino(at)koski", "name_fi": ""} if "wrong" in request.GET else None, initial=initial)
    return render(
        request,
        "ui/styleguide.html",
        {
            "form": form,
            "swedish": Text({"sv": "Rum för möten, gratis"}),
            "here": Text(
                {"fi": "Kokoustilat maksutta", "sv": "Möteslokaler gratis", "en": "Meeting rooms free of charge"}
            ),
            "source": "# Why\n\nBecause **both sides** say how it goes.\n\n- one\n- two\n\n[A link](https://example.org)",
            "icons": sorted(ICONS),
            "start": date(2026, 3, 1),
            "end": date(2026, 3, 15),
            "page_obj": Paginator(range(200), 10).get_page(request.GET.get("page")),
            "files": [("The mirror of Koski Tl", "#pdf", "PDF"), ("The figures", "#csv", "CSV")],
            "tabs": [("By theme", "?sort=theme", "theme"), ("By gap", "?sort=gap", "gap")],
        },
    )
