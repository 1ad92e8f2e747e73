"""Input to clean data; nothing here saves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kumppanuus.assessments.models import Assessment, InvitationRule
from kumppanuus.organisations.models import Organisation, Post
from kumppanuus.places.models import Area
from kumppanuus.places.order import AreaChoices
from kumppanuus.questionnaires.actions.responses import Conflict
from kumppanuus.questionnaires.models import Answer, EvidenceKind, Item, ItemKind, QuestionnaireVersion, Theme
from kumppanuus.spaces.models import Space
from kumppanuus.ui.forms import DateInput, EmailField, ModelChoices, TextFormField

CANNOT_SAY = "cannot"
LONGEST_COMMENT = 3000

FAR_ENOUGH = MaxValueValidator(dt.date(2200, 12, 31))  # links live on after closing; no date runs over


class AnswerForm(forms.Form):
    """One item's answer: a level (or a number, or a text), a comment, and whether it may be published.

    Each level is a submit button with the name `value`, so pressing one is the whole answer.
    """

    value = forms.CharField(required=False)
    number = forms.DecimalField(label=_("Number"), required=False, max_digits=12, decimal_places=2)
    text = forms.CharField(label=_("Answer"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))
    comment = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What works, what does not, what should be done next. Do not write names of persons."),
    )
    comment_public = forms.BooleanField(
        label=_("This text may be published without our name"),
        required=False,
        help_text=_("The keeper of the round first checks that it tells of no person."),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, item: Item, answer: Answer | None = None, municipal: bool = False, **kwargs: Any
    ) -> None:
        self.item, self.answer = item, answer
        self.conflict: Answer | None = None
        initial: dict[str, Any] = {"revision": answer.revision if answer else 0}
        if answer is not None:
            initial |= {
                "value": CANNOT_SAY if answer.cannot_say else answer.value,
                "number": answer.number,
                "text": answer.text,
                "comment": answer.comment,
                "comment_public": answer.comment_public,
            }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        if item.kind != ItemKind.NUMBER:
            del self.fields["number"]
        if item.kind != ItemKind.TEXT:
            del self.fields["text"]
        if municipal:
            del self.fields["comment_public"]
            self.fields["comment"].label = _("Explanation")
            self.fields["comment"].help_text = _("Published with the result. Do not write names of persons.")

    @property
    def levels(self) -> list[tuple[str, Any, bool]]:
        """Return (value, level, chosen) for the template, "cannot say" left to it."""
        chosen = self.chosen
        return [(str(level.value), level, str(level.value) == chosen) for level in self.item.levels.all()]

    @property
    def chosen(self) -> str:
        value = self["value"].value()
        return "" if value is None else str(value)

    @property
    def cannot_say_chosen(self) -> bool:
        return self.chosen == CANNOT_SAY

    def clean_value(self) -> str:
        value = str(self.cleaned_data["value"])
        known = {str(level.value) for level in self.item.levels.all()} | {"", CANNOT_SAY}
        if value not in known:
            raise ValidationError(_("Choose one of the levels shown."))
        return value

    def given(self) -> dict[str, Any]:
        """Return the arguments of the action that saves an answer."""
        data = self.cleaned_data
        value = data["value"]
        kept = self.answer.value if self.answer and not value else None
        return {
            "value": int(value) if value.isdigit() else kept,
            "number": data.get("number"),
            "text": data.get("text", ""),
            "cannot_say": value == CANNOT_SAY or (not value and bool(self.answer and self.answer.cannot_say)),
            "comment": data["comment"],
            "comment_public": data.get("comment_public"),
            "revision": data["revision"],
        } | ({} if "comment_public" in self.fields else {"comment_public": None})

    def show_conflict(self, conflict: Conflict) -> None:
        """Keep what was typed, show what the other one saved, and let the next save go through."""
        self.conflict = conflict.saved
        self.add_error(None, str(conflict.message))
        self.data = {**self.data.dict(), self.add_prefix("revision"): str(conflict.saved.revision)}  # type: ignore[attr-defined]


class MunicipalAnswerForm(AnswerForm):
    """The municipality's answer: levels as radio buttons, saved by one button."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, municipal=True, **kwargs)

    def given(self) -> dict[str, Any]:
        given = super().given()
        del given["comment_public"]
        return given


class JoinForm(forms.Form):
    """An organisation that comes by the open link."""

    name = forms.CharField(label=_("Name of your organisation"), max_length=200)
    number = forms.CharField(
        label=_("Register number or business ID"),
        max_length=20,
        required=False,
        help_text=_("Either one is enough. It helps the keeper to find your organisation."),
    )
    address = EmailField(
        label=_("E-mail address of the organisation"),
        help_text=_("We also send a link there, so that you can continue later or change the answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class RoundForm(forms.Form):
    """A round being prepared."""

    title = TextFormField(label=_("Title"), max_length=160)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    version = forms.ModelChoiceField(label=_("Checklist"), queryset=QuestionnaireVersion.objects.none())
    themes = ModelChoices(
        label=_("Themes"),
        queryset=Theme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave empty to ask the whole checklist."),
    )
    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.none())
    areas = ModelChoices(
        label=_("Municipalities"),
        queryset=Area.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave empty to assess every municipality of the area."),
    )
    shared = forms.BooleanField(
        label=_("The chosen municipalities share one result"),
        required=False,
        help_text=_("For small neighbours whose NGOs are the same. The first of them answers for all."),
    )
    keeper = forms.ModelChoiceField(
        label=_("Keeper"),
        queryset=Organisation.objects.none(),
        help_text=_("Holds and verifies the NGOs' answers and publishes the result. Never the assessed party."),
    )
    keeper_post = forms.ModelChoiceField(label=_("Keeper's post"), queryset=Post.objects.none(), required=False)
    opens = forms.DateField(label=_("Opens"), widget=DateInput)
    closes = forms.DateField(
        label=_("Closes"), widget=DateInput, help_text=_("The last day for answers."), validators=[FAR_ENOUGH]
    )
    rule = forms.ChoiceField(label=_("Who is invited"), choices=InvitationRule, widget=forms.RadioSelect)
    rule_text = TextFormField(label=_("The invitation rule in words"), rows=3, max_length=1000, required=False)
    greeting = TextFormField(label=_("Greeting"), rows=4, max_length=2000, required=False)
    thanks = TextFormField(label=_("Thanks"), rows=3, max_length=1000, required=False)

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        versions = QuestionnaireVersion.objects.published().select_related("questionnaire")
        fields["version"].queryset = versions
        fields["themes"].queryset = Theme.objects.filter(version__in=versions).select_related("version__questionnaire")
        fields["themes"].label_from_instance = lambda theme: f"{theme.version.questionnaire}: {theme}"
        fields["areas"].iterator = fields["area"].iterator = AreaChoices
        fields["area"].queryset = Area.objects.filter(pk=space.area_id)
        fields["areas"].queryset = Area.objects.within(space.area)
        keepers = {space.operator_id, *space.rounds.values_list("keeper", flat=True)}
        fields["keeper"].queryset = Organisation.objects.filter(pk__in=keepers) | Organisation.objects.ngos().filter(
            home__in=Area.objects.within(space.area)
        )
        fields["keeper_post"].queryset = Post.objects.filter(organisation__in=keepers, ended=None).select_related(
            "organisation"
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        opens, closes = data.get("opens"), data.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("The closing day must be after the opening day."))
        version = data.get("version")
        if version and any(theme.version_id != version.pk for theme in data.get("themes") or ()):
            self.add_error("themes", _("Choose themes of the chosen checklist only."))
        return data


class EvidenceForm(forms.Form):
    """Evidence for an item: an address, a file, a decision of a body, or a record of the platform."""

    kind = forms.ChoiceField(label=_("Kind"), choices=EvidenceKind, widget=forms.RadioSelect, initial=EvidenceKind.LINK)
    title = TextFormField(label=_("Title"), max_length=300)
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("For a web address or a record of the platform: copy the address of the page."),
    )
    file = forms.FileField(label=_("File"), required=False, help_text=_("PDF, DOCX, XLSX, ODT or a picture."))
    body = forms.CharField(label=_("Body that decided"), max_length=200, required=False)
    decided_on = forms.DateField(label=_("Date of the decision"), required=False, widget=DateInput)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        needed = {
            EvidenceKind.LINK: ("url", _("Give the address of the page.")),
            EvidenceKind.RECORD: ("url", _("Give the address of the page on this platform.")),
            EvidenceKind.FILE: ("file", _("Choose a file.")),
            EvidenceKind.DECISION: ("body", _("Say which body decided.")),
        }
        name, message = needed.get(data.get("kind", ""), ("", ""))
        if name and not data.get(name) and name not in self.errors:
            self.add_error(name, message)
        if data.get("kind") == EvidenceKind.DECISION and not data.get("decided_on") and "decided_on" not in self.errors:
            self.add_error("decided_on", _("Give the date of the decision."))
        return data


class SignForm(forms.Form):
    """The signature: body and date."""

    body = forms.CharField(
        label=_("Body or office-holder on whose decision"),
        max_length=200,
        help_text=_("For example: Wellbeing working group, § 14."),
    )
    decided_on = forms.DateField(label=_("Date of the decision"), widget=DateInput, initial=timezone.localdate)


class ExtendForm(forms.Form):
    """A later closing day."""

    closes = forms.DateField(
        label=_("New closing day"), widget=DateInput, help_text=_("The last day for answers."), validators=[FAR_ENOUGH]
    )


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class TeamCommentForm(forms.Form):
    """A comment for the team."""

    text = forms.CharField(
        label=_("Comment for the team"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Seen by your organisation only; never published."),
    )


class MeasureForm(forms.Form):
    """A measure agreed from an item."""

    title = TextFormField(label=_("What will be done"), max_length=200)
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=Organisation.objects.none(),
        help_text=_("If it is not your own organisation, the owner is asked to accept."),
    )
    post = forms.ModelChoiceField(
        label=_("Post that answers for it"),
        queryset=Post.objects.none(),
        required=False,
        help_text=_("A post stays when its holder changes."),
    )
    due = forms.DateField(label=_("Due"), widget=DateInput)
    shows_done = TextFormField(label=_("What shows that it is done"), rows=2, max_length=500, required=False)

    def __init__(self, *args: Any, assessment: Assessment, acting_for: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        owners = Organisation.objects.filter(pk__in=[assessment.organisation_id, acting_for or 0]) | (
            Organisation.objects.ngos().active_in(assessment.area)
        )
        fields["owner"].queryset = owners
        fields["owner"].initial = acting_for or assessment.organisation_id
        fields["post"].queryset = Post.objects.filter(
            organisation__in=owners.order_by().values("pk"), ended=None
        ).select_related("organisation")
        fields["post"].label_from_instance = lambda post: f"{post.label} ({post.organisation})"
        fields["due"].initial = timezone.localdate() + dt.timedelta(days=365)

    def clean_due(self) -> dt.date:
        due: dt.date = self.cleaned_data["due"]
        if due < timezone.localdate():
            raise ValidationError(_("The day has passed already. Choose a later one."))
        return due


class VerifyForm(forms.Form):
    """Which organisation an open answer is from."""

    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["organisation"].queryset = Organisation.objects.ngos().active_in(assessment.area).distinct()
        fields["organisation"].empty_label = gettext("Choose the organisation")


class InviteForm(forms.Form):
    """One more NGO."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        help_text=_("NGOs that are active in the municipality or near it and are not invited yet."),
    )

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        invited = assessment.participations.exclude(organisation=None).values("organisation")
        fields["organisation"].queryset = (
            Organisation.objects.ngos().active_in(assessment.round.area).exclude(pk__in=invited)
        )
