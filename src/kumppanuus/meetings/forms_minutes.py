"""Input about attendance, outcomes and minutes → clean data. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kumppanuus.bodies.models import Body, Mandate, OpenTo
from kumppanuus.core.texts import Text
from kumppanuus.meetings.actions import Task
from kumppanuus.meetings.models import AgendaItem, ItemState, Meeting, MeetingState, OutcomeKind
from kumppanuus.organisations.models import Organisation, Post
from kumppanuus.ui.forms import DateInput, ModelChoices
from kumppanuus.ui.languages import language_name

Written = list[tuple[forms.BoundField, str]]


class WrittenForm(forms.Form):
    """A form with a text that the body writes in its own languages, an input for each."""

    name, most, rows = "text", 4000, 3

    def __init__(self, *args: Any, languages: Iterable[str], text: Text | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = list(languages) or ["fi"]
        for code in self.languages:
            self.fields[f"{self.name}_{code}"] = forms.CharField(
                label=self.label_of(code),
                max_length=self.most,
                required=False,
                initial=(text or Text()).get(code, ""),
                widget=forms.Textarea(attrs={"rows": self.rows, "lang": code}),
            )

    def label_of(self, code: str) -> str:
        """Return the label of the input in a language: the language is named where there are several."""
        words = str(self.fields_label)
        return words if len(self.languages) == 1 else f"{words} ({language_name(code)})"

    fields_label: Any = _("What was decided or agreed")

    @property
    def inputs(self) -> Written:
        """Return the inputs with their languages, the body's first language first."""
        return [(self[f"{self.name}_{code}"], code) for code in self.languages]

    def by_language(self) -> dict[str, str]:
        """Return what was written, empty ones too."""
        data = self.cleaned_data
        return {code: data.get(f"{self.name}_{code}", "").replace("\r\n", "\n") for code in self.languages}


class OutcomeForm(WrittenForm):
    """What came of an item. Who does a task is one choice: an organisation or one of its posts."""

    kind = forms.ChoiceField(
        label=_("What came of it"), choices=OutcomeKind.choices, widget=forms.RadioSelect, initial=OutcomeKind.DECISION
    )
    to = forms.CharField(label=_("To whom"), max_length=200, required=False)
    who = forms.ChoiceField(label=_("Who does it"), required=False)
    due = forms.DateField(label=_("By when"), widget=DateInput, required=False)
    title = forms.CharField(
        label=_("What everybody may read of the task"),
        max_length=200,
        required=False,
        help_text=_("A task is followed in public. The minutes of this body are for members only."),
    )

    approves = forms.BooleanField(label=_("The result is approved"), required=False)

    field_order = ("kind",)

    def __init__(self, *args: Any, item: AgendaItem, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        body = item.meeting.body
        super().__init__(*args, languages=body.languages, **kwargs)
        self.item, self.is_closed = item, body.open_to != OpenTo.ALL
        fields: Any = self.fields
        fields["who"].choices = [("", _("Choose")), *owners]
        if not self.is_closed:
            del fields["title"]
        if item.release_id is None:
            del fields["approves"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        words = Text(self.by_language())
        if not any(words.values()):
            self.add_error(f"text_{self.languages[0]}", _("Write what was decided or agreed."))
        kind = data.get("kind")
        found: dict[str, Any] = {"kind": kind, "text": words, "to": data.get("to", "")}
        if self.item.release_id is not None:
            found["approves"] = bool(data.get("approves"))
        if kind == OutcomeKind.SENT_ON and not data.get("to"):
            self.add_error("to", _("Say to whom it is sent."))
        if kind == OutcomeKind.TASK:
            found["task"] = self._task(data)
        return found

    def _task(self, data: dict[str, Any]) -> Task | None:
        for name, words in (("who", _("Choose who does it.")), ("due", _("Give the day by which it is done."))):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, words)
        if self.is_closed and not data.get("title"):
            self.add_error("title", _("Write what everybody may read of the task."))
        due = data.get("due")
        if due and due < self.item.meeting.day:
            self.add_error("due", _("The day is before the meeting. Choose a later one."))
        if self.errors or due is None:
            return None
        owner, _colon, post = data["who"].partition(":")
        return Task(
            owner=Organisation.objects.get(pk=owner),
            post=Post.objects.get(pk=post) if post else None,
            due=due,
            title=Text({self.languages[0]: data["title"]}) if self.is_closed else None,
        )


def owners_for(body: Body) -> list[tuple[str, str]]:
    """Return who may be given a task: who sits in the body, its convener, who governs its area, and their posts."""
    sits = Mandate.objects.current().filter(seat__body=body).values("organisation")
    rows = Organisation.objects.filter(Q(pk__in=sits) | Q(pk=body.convener_id) | Q(governs=body.area_id))
    posts: dict[int, list[Post]] = {}
    found = list(rows.distinct())
    for post in Post.objects.filter(organisation__in=found, ended=None).order_by("pk"):
        posts.setdefault(post.organisation_id, []).append(post)
    choices = []
    for one in sorted(found, key=lambda row: str(row.name).lower()):
        choices.append((str(one.pk), str(one.name)))
        choices += [(f"{one.pk}:{post.pk}", f"{one.name}: {post.label}") for post in posts.get(one.pk, [])]
    return choices


class SettleForm(forms.Form):
    """Whether an item was dealt with."""

    state = forms.ChoiceField(
        choices=[
            (ItemState.OPEN.value, _("Still to come")),
            (ItemState.DEALT.value, _("Dealt with")),
            (ItemState.NOT_REACHED.value, _("Not reached")),
        ]
    )


class AttendanceForm(forms.Form):
    """Who is present."""

    present = ModelChoices(queryset=Mandate.objects.none(), required=False)

    def __init__(self, *args: Any, seated: list[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["present"].queryset = Mandate.objects.filter(pk__in=[one.pk for one in seated])


class PartForm(WrittenForm):
    """What the minutes say of one item, written on a revision; `joined` is a newer one that was seen meanwhile."""

    most, rows = 10_000, 5
    fields_label = _("What was said")

    # A hidden field would not be kept on the device with the text: which revision it was written on belongs to it.
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    joined = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)


class CorrectionForm(forms.Form):
    """What should be corrected, and in which part."""

    part = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What should be corrected"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Read by those who sit in the body. It gets an answer."),
    )


class AnswerForm(forms.Form):
    """The answer to a request for a correction."""

    accepted = forms.TypedChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("Accepted: I have changed the text or will do so")), ("no", _("Not accepted"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("In words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ApproveForm(forms.Form):
    """Which meeting approved the minutes."""

    at = forms.ModelChoiceField(
        label=_("The meeting that approved them"), queryset=Meeting.objects.none(), empty_label=_("Choose")
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = Meeting.objects.filter(body=meeting.body_id, starts_at__gt=meeting.starts_at)
        fields: Any = self.fields
        fields["at"].queryset = later.filter(state__in=(MeetingState.CALLED, MeetingState.HELD)).order_by("starts_at")


class ReasonForm(forms.Form):
    """Why a corrected version is made."""

    reason = forms.CharField(
        label=_("Why a corrected version is made"),
        max_length=300,
        help_text=_("Public: it stands at the top of the corrected minutes."),
    )
