"""Input about negotiations → clean data. Nothing is saved here."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.texts import Text
from kumppanuus.files.forms import CheckedFileField
from kumppanuus.measures.models import Measure, State
from kumppanuus.negotiations.actions.following import Told
from kumppanuus.negotiations.models import (
    LONGEST_REASON,
    LONGEST_TEXT,
    Group,
    Negotiation,
    NegotiationQuerySet,
    Party,
    Phase,
    Proposal,
)
from kumppanuus.organisations.models import Organisation, Post
from kumppanuus.organisations.models.organisations import NGO_KINDS
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.places.order import in_reading_order
from kumppanuus.ui.forms import DateInput, ModelChoices, TextFormField, TimeInput

FIRST_YEAR, LAST_YEAR = 2023, 2100


class FilterForm(forms.Form):
    """What the list shows; what it does not understand it leaves out."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    phase = forms.ChoiceField(label=_("Phase"), required=False, choices=[("", _("All")), *Phase.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        areas = Area.objects.filter(negotiations__published_at__isnull=False).distinct().only("slug", "name")
        fields["area"].choices = [("", _("All")), *((one.slug, str(one.name)) for one in in_reading_order(areas))]

    def narrow(self, rows: NegotiationQuerySet) -> NegotiationQuerySet:
        """Return the negotiations that the form lets through; a wrong choice narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("area"):
            rows = rows.filter(area__slug=chosen["area"])
        return rows.in_phase(chosen["phase"]) if chosen.get("phase") else rows

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


class WordsForm(forms.Form):
    """What the workspace says and its days."""

    title = TextFormField(label=_("Heading"), max_length=200)
    meets_on = forms.DateField(label=_("Day of the negotiation"), widget=DateInput)
    place = forms.CharField(label=_("Place or remote link"), max_length=300, required=False)
    how = TextFormField(
        label=_("What and how we negotiate"),
        rows=5,
        max_length=LONGEST_TEXT,
        required=False,
        help_text=_("The Act leaves the way open. Agree on it first: who prepares, in which groups, who decides what."),
    )
    text = TextFormField(
        label=_("Common goals"),
        rows=5,
        max_length=LONGEST_TEXT,
        required=False,
        help_text=_("Signed together with the measures."),
    )
    first_follow_up = forms.DateField(
        label=_("First follow-up"),
        widget=DateInput,
        required=False,
        help_text=_("Empty: half a year after the negotiation."),
    )
    second_follow_up = forms.DateField(
        label=_("Second follow-up"),
        widget=DateInput,
        required=False,
        help_text=_("Empty: half a year after the first."),
    )


class ConveneForm(WordsForm):
    """The negotiation of a year."""

    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    field_order = ("year",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"initial": {"year": timezone.localdate().year}} | kwargs))


class ChangeForm(WordsForm):
    """The words as they are now, with the number of their edition."""

    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, negotiation: Negotiation, **kwargs: Any) -> None:
        names = ("title", "meets_on", "place", "how", "text", "first_follow_up", "second_follow_up", "edition")
        super().__init__(*args, **({"initial": {name: getattr(negotiation, name) for name in names}} | kwargs))


class GroupForm(forms.Form):
    """A group or a theme."""

    name = TextFormField(label=_("Group or theme"), max_length=120)


def _groups(negotiation: Negotiation) -> Any:
    return forms.ModelChoiceField(
        Group.objects.filter(negotiation=negotiation), label=_("Group or theme"), required=False, empty_label=_("All")
    )


class OrganisationChoices(ModelChoices[Organisation]):
    def label_from_instance(self, obj: Organisation) -> str:
        return str(obj.name)


class InviteForm(forms.Form):
    """Municipalities and NGOs of the area, each with a box; in Helsinki the city's NGOs."""

    organisations = OrganisationChoices(
        Organisation.objects.none(), label=_("Whom to invite"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, negotiation: Negotiation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        inside = Area.objects.filter(kind=AreaKind.MUNICIPALITY, county=negotiation.area_id)
        there = Q(governs__in=inside) | Q(kind__in=NGO_KINDS) & (Q(home__in=inside) | Q(areas__in=inside))
        rows = Organisation.objects.filter(there | Q(kind="parish", home__in=inside)).distinct()
        known = Party.objects.filter(negotiation=negotiation, left_on=None).values("organisation")
        fields["organisations"].queryset = rows.exclude(pk__in=known).order_by("-kind", "sort_name")
        fields["group"] = _groups(negotiation)


class PointForm(forms.Form):
    """A point of the programme."""

    title = TextFormField(label=_("Heading"), max_length=200)
    starts = forms.TimeField(label=_("Begins"), widget=TimeInput, required=False)
    presenters = forms.CharField(
        label=_("Who presents it"), max_length=300, required=False, help_text=_("Roles and organisations, not names.")
    )
    standing = forms.BooleanField(label=_("Comes every year"), required=False)

    def __init__(self, *args: Any, negotiation: Negotiation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"] = _groups(negotiation)


class AnswerForm(forms.Form):
    """Takes it or not, with a reason."""

    takes = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Take it into the programme")), ("no", _("Decline"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    reason = forms.CharField(
        label=_("Why, if it is declined"), widget=forms.Textarea, max_length=LONGEST_REASON, required=False
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), widget=forms.Textarea, max_length=LONGEST_REASON)


class PartyChoices(ModelChoices[Party]):
    def label_from_instance(self, obj: Party) -> str:
        return str(obj.organisation.name)


class PresentationForm(forms.Form):
    """A presentation of one party, or of several together."""

    title = TextFormField(label=_("Heading"), max_length=200)
    file = CheckedFileField(required=False)
    url = forms.URLField(label=_("Or its address"), max_length=500, required=False, assume_scheme="https")
    alternative_text = TextFormField(
        label=_("Alternative text"),
        max_length=500,
        required=False,
        help_text=_("What the picture shows, for those who do not see it. Needed for pictures."),
    )

    def __init__(self, *args: Any, negotiation: Negotiation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = negotiation.parties.filter(left_on=None).select_related("organisation")
        self.fields["parties"] = PartyChoices(rows, label=_("Whose it is"), widget=forms.CheckboxSelectMultiple)


class AreaChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Area) -> str:
        return str(obj.name)


class PostChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Post) -> str:
        return f"{obj.organisation.name}: {obj}"


class ProposalForm(forms.Form):
    """A goal with a measure, who answers for it, what shows it and by when."""

    goal = TextFormField(label=_("Goal"), max_length=300)
    title = TextFormField(label=_("Measure: what will be done"), max_length=200)
    indicator = TextFormField(label=_("What shows it (indicator)"), max_length=300, required=False)
    target = forms.CharField(label=_("Target"), max_length=120, required=False, help_text=_("For example: 12 → 20"))
    due = forms.DateField(label=_("Due"), widget=DateInput)

    def __init__(self, *args: Any, negotiation: Negotiation, proposal: Proposal | None = None, **kwargs: Any) -> None:
        names = ("goal", "title", "indicator", "target", "due", "owner", "post", "area", "edition")
        if proposal is not None:
            kwargs["initial"] = {name: getattr(proposal, name) for name in names}
        super().__init__(*args, **kwargs)
        parties = Party.objects.filter(negotiation=negotiation, left_on=None).values("organisation")
        owners = Organisation.objects.filter(pk__in=parties).in_reading_order()
        inside = Q(pk=negotiation.area_id) | Q(kind=AreaKind.MUNICIPALITY, county=negotiation.area_id)
        areas = Area.objects.filter(inside).order_by("kind", "sort_name")
        owner: Any = forms.ModelChoiceField(owners, label=_("Who answers for it"))
        self.fields["owner"] = owner
        held = Post.objects.filter(organisation__in=parties, ended=None).select_related("organisation")
        self.fields["post"] = PostChoice(
            held.order_by("organisation__sort_name", "pk"),
            label=_("Post that answers for it"),
            required=False,
            empty_label=_("None"),
            help_text=_("One of the owner's posts. A post stays when its holder changes."),
        )
        self.fields["area"] = AreaChoice(areas, label=_("Where"), empty_label=None)
        if proposal is not None:
            self.fields["edition"] = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        post, owner = data.get("post"), data.get("owner")
        if post and owner and post.organisation_id != owner.pk:
            self.add_error("post", _("This post belongs to another organisation. Choose one of the owner's posts."))
        return data


class SignForm(forms.Form):
    """The decision on which a signature rests, and which version is signed."""

    decided_on = forms.DateField(label=_("Date of the decision"), widget=DateInput)
    decided_by = forms.CharField(
        label=_("Who decided, and section (§)"), max_length=200, help_text=_("For example: municipal executive § 112")
    )
    number = forms.IntegerField(widget=forms.HiddenInput)

    def clean_decided_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The decision is still to come on that day. Sign when it has been made."))
        return day


REPORTED = [choice for choice in State.choices if choice[0] != State.PROPOSED]


class FollowForm(forms.Form):
    """A state and a sentence for each of a party's measures."""

    def __init__(self, *args: Any, measures: list[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measures = measures
        for one in measures:
            self.fields[f"state_{one.pk}"] = forms.ChoiceField(
                label=_("State"), choices=REPORTED, initial=one.state, widget=forms.RadioSelect
            )
            self.fields[f"reason_{one.pk}"] = forms.CharField(
                label=_("In a sentence"),
                max_length=LONGEST_REASON,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("How it goes, what hinders it. Everybody can read it."),
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return each measure with its two fields."""
        return [{"measure": m, "state": self[f"state_{m.pk}"], "reason": self[f"reason_{m.pk}"]} for m in self.measures]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for one in self.measures:
            state, reason = data.get(f"state_{one.pk}"), data.get(f"reason_{one.pk}", "")
            if state == State.DROPPED and state != one.state and not str(reason).strip():
                self.add_error(f"reason_{one.pk}", _("Say why. What you chose is kept on the form."))
        return data

    def told(self) -> list[Told]:
        """Return what was told of each measure."""
        data = self.cleaned_data
        return [Told(m, data[f"state_{m.pk}"], data[f"reason_{m.pk}"]) for m in self.measures]


def prefilled(data: Any) -> dict[str, Any]:
    """Return what a link from the material writes into a proposal: a weak item or an unfinished measure."""
    title = str(data.get("title", ""))[:200]
    return {"title": Text(fi=title)} if title else {}
