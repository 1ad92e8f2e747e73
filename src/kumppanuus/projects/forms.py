"""Input about projects → clean data. Nothing is saved here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.calendars.filters import CHOSEN_FROM
from kumppanuus.organisations.forms import OrganisationField
from kumppanuus.organisations.models import Organisation, Post
from kumppanuus.places.models import Area
from kumppanuus.places.order import AreaChoices
from kumppanuus.projects.models import Kind, Project, ProjectQuerySet, Stage
from kumppanuus.ui.forms import DateInput, TextFormField

STAGES = [("", _("All")), *Stage.choices]


class FilterForm(forms.Form):
    """What the list shows: what it does not understand it leaves out, what is not there leaves nothing over."""

    q = forms.CharField(label=_("Words in the name"), required=False, max_length=100)
    area = forms.SlugField(max_length=80, required=False)
    stage = forms.ChoiceField(label=_("State"), required=False, choices=STAGES)

    def narrow(self, projects: ProjectQuerySet) -> ProjectQuerySet:
        """Return the projects that the form lets through."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("area"):
            projects = projects.filter(Q(area__slug=chosen["area"]) | Q(area__in=_around(chosen["area"])))
        if chosen.get("stage"):
            projects = projects.at(chosen["stage"])
        for word in chosen.get("q", "").lower().split():
            projects = projects.filter(find_by__contains=word)
        return projects

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


def _around(slug: str) -> Any:
    """Return the municipalities in an area, and the county and region that a municipality lies in."""
    inside = Area.objects.filter(Q(county__slug=slug) | Q(region__slug=slug)).values("pk")
    own = Area.objects.filter(slug=slug)
    return Area.objects.filter(
        Q(pk__in=inside) | Q(pk__in=own.values("county")) | Q(pk__in=own.values("region"))
    ).values("pk")


class ProjectForm(forms.Form):
    """A project: what it is, who pays, when, and who answers for it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.PROJECT)
    name = TextFormField(label=_("Name"), max_length=160)
    about = TextFormField(
        label=_("What it tries, and for whom"),
        max_length=3000,
        rows=5,
        required=False,
        help_text=_("In plain language: somebody who has never heard of it reads this."),
    )
    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.none())
    starts = forms.DateField(label=_("Begins"), widget=DateInput)
    ends = forms.DateField(
        label=_("Ends"),
        widget=DateInput,
        help_text=_("A year and three months before it, the owner is asked what goes on and who takes it over."),
    )
    funder = TextFormField(
        label=_("Who pays"), max_length=200, required=False, help_text=_("For example: STEA, the municipality and we.")
    )
    budget = forms.IntegerField(
        label=_("Money altogether, in euros"), min_value=0, max_value=2_000_000_000, required=False
    )
    post = forms.ModelChoiceField(
        label=_("Post that answers for it"),
        queryset=Post.objects.none(),
        required=False,
        empty_label=_("None yet"),
        help_text=_("When its holder changes, the project goes with the hand-over."),
    )
    link = forms.URLField(label=_("Its own site"), max_length=500, required=False, assume_scheme="https")

    def __init__(self, *args: Any, owner: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["area"].iterator = AreaChoices
        fields["area"].queryset = Area.objects.filter(kind__in=CHOSEN_FROM)
        posts = Post.objects.in_force().filter(organisation=owner)
        fields["post"].queryset = posts
        fields["post"].label_from_instance = lambda post: post.label
        if not posts:
            del fields["post"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            self.add_error("ends", _("The project cannot end before it begins."))
        return data


def initial_of(project: Project) -> dict[str, Any]:
    """Return what the form of a project begins with."""
    return {name: getattr(project, name) for name in ProjectForm.base_fields}


class StopForm(forms.Form):
    """When and why a project is stopped."""

    on = forms.DateField(label=_("Stopped on"), widget=DateInput, initial=timezone.localdate)
    why = forms.CharField(label=_("Why it was stopped"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ReportForm(forms.Form):
    """What came of a project."""

    results = TextFormField(
        label=_("What came of it"),
        max_length=6000,
        rows=8,
        help_text=_("What changed, for how many, what did not work. Lists with - and links as in markdown."),
    )


class PartyForm(forms.Form):
    """Which organisation is asked to take part."""

    organisation = OrganisationField(
        label=_("Organisation"), help_text=_("Its name as it stands in the list of organisations.")
    )
    role = TextFormField(label=_("What it does in the project"), max_length=300, required=False)


class LegacyForm(forms.Form):
    """What should go on, and with whom."""

    what = TextFormField(
        label=_("What should go on"),
        max_length=300,
        help_text=_("One thing at a time: a group, a way of working, a post, a tool, material."),
    )
    heir = OrganisationField(
        label=_("Who goes on with it"),
        required=False,
        help_text=_("The organisation is asked and answers itself. Leave empty if nobody is in sight yet."),
    )


class HeirForm(forms.Form):
    """To whom something is offered."""

    heir = OrganisationField(
        label=_("Who goes on with it"),
        required=False,
        help_text=_("The organisation is asked and answers itself. Leave empty if nobody is in sight yet."),
    )


class ReasonForm(forms.Form):
    """Why something does not go on."""

    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
