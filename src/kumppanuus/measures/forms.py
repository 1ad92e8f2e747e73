"""Forms of measures: the filter of the list, a proposal, a reason, a report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.measures.models import Measure, MeasureQuerySet, State
from kumppanuus.organisations.models import Organisation, Post
from kumppanuus.places.models import Area
from kumppanuus.places.order import in_reading_order
from kumppanuus.ui.forms import DateInput, TextFormField

LATE, OPEN = "late", "open"


class FilterForm(forms.Form):
    """What the list shows; what it does not understand it leaves out."""

    area = forms.ChoiceField(label=_("Municipality"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), (OPEN, _("Open")), (LATE, _("Late")), *State.choices],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        areas = Area.objects.filter(measures__isnull=False).distinct().only("slug", "name", "sort_name")
        owners = Organisation.objects.filter(measures__isnull=False).distinct().only("slug", "name", "sort_name")
        fields["area"].choices = [("", _("All")), *((one.slug, str(one.name)) for one in in_reading_order(areas))]
        fields["owner"].choices = [("", _("All")), *((one.slug, str(one.name)) for one in owners.in_reading_order())]

    def narrow(self, measures: MeasureQuerySet) -> MeasureQuerySet:
        """Return the measures that the form lets through; a wrong choice narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("area"):
            measures = measures.filter(area__slug=chosen["area"])
        if chosen.get("owner"):
            measures = measures.filter(owner__slug=chosen["owner"])
        match chosen.get("state"):
            case "" | None:
                return measures
            case "open":
                return measures.open()
            case "late":
                return measures.open().filter(due__lt=timezone.localdate())
            case state:
                return measures.filter(state=state)


class ProposeForm(forms.Form):
    """A measure, proposed without an item of a checklist."""

    title = TextFormField(
        label=_("What will be done"), max_length=200, help_text=_("One thing that can be seen when it is done.")
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose"),
        help_text=_("If it is not the organisation you act for, the owner is asked to accept."),
    )
    post = forms.ModelChoiceField(
        label=_("Post that answers for it"),
        queryset=Post.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("One of the owner's posts. A post stays when its holder changes."),
    )
    due = forms.DateField(label=_("Due"), widget=DateInput)
    shows_done = TextFormField(label=_("What shows that it is done"), max_length=500, rows=2, required=False)

    def __init__(self, *args: Any, area: Area, acting_for: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        near = Q(governs=area) | Q(pk=acting_for or 0) | Q(pk__in=Organisation.objects.ngos().active_in(area))
        owners = Organisation.objects.filter(near)
        fields["owner"].queryset = owners
        fields["owner"].initial = acting_for
        posts = Post.objects.filter(organisation__in=owners, ended=None).select_related("organisation")
        fields["post"].queryset = posts
        fields["post"].label_from_instance = lambda post: f"{post.organisation}: {post.label}"

    def clean_due(self) -> dt.date:
        due: dt.date = self.cleaned_data["due"]
        if due < timezone.localdate():
            raise ValidationError(_("The day has passed already. Choose a later one."))
        return due

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        post, owner = data.get("post"), data.get("owner")
        if post and owner and post.organisation_id != owner.pk:
            self.add_error("post", _("This post belongs to another organisation. Choose one of the owner's posts."))
        return data


class DeclineForm(forms.Form):
    """Why a proposal is declined."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The reason is public: it is shown on the measure's page and sent to who proposed it."),
    )


class ReportForm(forms.Form):
    """How a measure goes."""

    state = forms.ChoiceField(label=_("How it goes"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("In your words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Public. Needed when the measure is dropped or its date moves."),
    )
    due = forms.DateField(label=_("New date, if it moves"), widget=DateInput, required=False)

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure
        fields: Any = self.fields
        fields["state"].choices = [choice for choice in State.choices if choice[0] != State.PROPOSED]
        fields["state"].initial = measure.state

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        moved = data.get("due") and data["due"] != self.measure.due
        if moved and data["due"] < timezone.localdate():
            self.add_error("due", _("The day has passed already. Choose a later one."))
        if not data.get("reason") and "reason" not in self.errors:
            if data.get("state") == State.DROPPED:
                self.add_error("reason", _("Say why the measure is dropped. It is public."))
            elif moved:
                self.add_error("reason", _("Say why the date moves. It is public."))
        return data
