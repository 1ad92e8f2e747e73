"""Input about agendas: items, papers, proposals and their answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.assessments.models import Release
from kumppanuus.bodies.models import Body, OpenTo
from kumppanuus.files.forms import CheckedFileField
from kumppanuus.matters.forms import SendForm
from kumppanuus.matters.models import LONGEST_TEXT, LONGEST_TITLE
from kumppanuus.meetings.models import ItemKind, Meeting, Outcome
from kumppanuus.meetings.reading import when
from kumppanuus.meetings.results import results_for, title_of
from kumppanuus.ui.forms import TextFormField

NEAR = 6  # so many coming meetings are looked at for one that still takes proposals


class ItemForm(forms.Form):
    """An item of the agenda."""

    title = TextFormField(label=_("Heading"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=ItemKind.choices, widget=forms.RadioSelect, initial=ItemKind.DISCUSSION
    )
    minutes = forms.IntegerField(
        label=_("Length in minutes"),
        min_value=1,
        max_value=600,
        required=False,
        help_text=_("With minutes for each item the agenda shows when each begins."),
    )
    presenter = forms.CharField(
        label=_("Who presents it"),
        max_length=200,
        required=False,
        help_text=_("As a role, for example: coordinator of Koski Tl."),
    )
    background = TextFormField(
        label=_("Background"),
        max_length=5000,
        rows=6,
        required=False,
        help_text=_("What one needs to know beforehand, and what is proposed. Lists with - and links as in markdown."),
    )
    release = forms.ModelChoiceField(
        label=_("Result of an assessment"),
        queryset=Release.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("If the item is about one: the body can approve it, and the mirror tells so."),
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        found = results_for(body)
        fields["release"].queryset = found
        fields["release"].label_from_instance = title_of
        if not found:
            del fields["release"]


class WhyForm(forms.Form):
    """Why an item or a paper is withdrawn."""

    why = forms.CharField(label=_("Why"), max_length=300, help_text=_("Shown in its place."))


class PaperForm(forms.Form):
    """A paper: a file or an address."""

    title = TextFormField(label=_("Heading"), max_length=200)
    file = CheckedFileField(required=False)
    url = forms.URLField(label=_("Or its address"), max_length=500, required=False, assume_scheme="https")
    alternative_text = TextFormField(
        label=_("Alternative text"),
        max_length=500,
        required=False,
        help_text=_("What the picture shows, for those who do not see it. Needed for pictures."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        file, url = data.get("file"), data.get("url")
        if not {"file", "url"} & set(self.errors) and bool(file) == bool(url):
            self.add_error("file", _("Give a file or an address, one of them. A file has to be chosen again."))
        if file is not None and file.examined.is_image and not data.get("alternative_text"):
            self.add_error("alternative_text", _("Write what the picture shows. The file has to be chosen again."))
        return data


class ProposalForm(forms.Form):
    """What is proposed for the agenda of a body."""

    title = TextFormField(label=_("What it is about"), max_length=200)
    why = TextFormField(
        label=_("What you want and why"),
        max_length=3000,
        rows=6,
        help_text=_(
            "What the body should do: discuss, decide, give a statement. It stands on the agenda as you write."
        ),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=ItemKind.choices, widget=forms.RadioSelect, initial=ItemKind.DISCUSSION
    )


class AcceptForm(forms.Form):
    """For which meeting a proposal is accepted, or a matter put onto the agenda."""

    meeting = forms.ModelChoiceField(
        label=_("Meeting"), queryset=Meeting.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=1, max_value=600, required=False)
    presenter = forms.CharField(label=_("Who presents it"), max_length=200, required=False)

    def __init__(self, *args: Any, body: Body, presenter: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        coming = body.meetings.coming().filter(starts_at__gt=timezone.now())
        fields["meeting"].label_from_instance = lambda one: f"{one}, {when(one)}"
        fields["meeting"].queryset = coming
        near = list(coming[:NEAR])
        first = next((one for one in near if one.takes_proposals), near[0] if near else None)
        fields["meeting"].initial = first.pk if first else None
        fields["presenter"].initial = presenter


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it was declined"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Who proposed it is told. Of an open body everybody reads it."),
    )


class SendOnForm(SendForm):
    """An outcome that is sent on as a matter: what everybody reads of it, and to whom it goes."""

    title = TextFormField(label=_("What it is about"), max_length=LONGEST_TITLE)
    text = TextFormField(
        label=_("What is wanted and why"), max_length=LONGEST_TEXT, rows=6, help_text=_("Everybody reads it.")
    )
    field_order = ("title", "text", "to", "outside_name", "outside_kind", "outside_email", "due")

    def __init__(self, *args: Any, outcome: Outcome, **kwargs: Any) -> None:
        super().__init__(*args, area=outcome.item.meeting.body.area, **kwargs)
        if outcome.item.meeting.body.open_to == OpenTo.ALL:  # nothing of a closed body gets out by itself
            self.fields["title"].initial, self.fields["text"].initial = outcome.item.title, outcome.text
