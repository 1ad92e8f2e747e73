"""Input about comment rounds → clean data. Nothing is saved here."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.consultations import audiences
from kumppanuus.consultations.models import (
    INTRODUCTION,
    QUOTE,
    REMARK,
    REPLY,
    TITLE,
    WHY,
    Consultation,
    Openness,
    Remark,
    Stance,
    Theme,
    Verdict,
    Why,
)
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.organisations.forms import OrganisationField
from kumppanuus.organisations.models import Organisation, Post
from kumppanuus.places.models import Area
from kumppanuus.ui.forms import DateInput, ModelChoices, TextFormField

MOST_QUESTIONS, MOST_LINES = 40, 400
LONGEST = dt.timedelta(days=5 * 366)


def end_of(day: dt.date) -> dt.datetime:
    """Return the last minute of a day, here. Raises ValidationError for a day that no round can last to."""
    if day > timezone.localdate() + LONGEST:
        raise ValidationError(_("Choose a day within five years."))
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59)))


def questions_of(text: Text) -> list[Text]:
    """Return the questions of a text: one on each line, in each language."""
    by_language = {code: [line.strip() for line in words.splitlines() if line.strip()] for code, words in text.items()}
    count = max((len(lines) for lines in by_language.values()), default=0)
    return [Text({code: lines[n] for code, lines in by_language.items() if n < len(lines)}) for n in range(count)]


def as_lines(questions: list[Text]) -> Text:
    """Return questions as a text with one on each line."""
    codes = dict.fromkeys(code for one in questions for code in one)
    return Text({code: "\n".join(one.get(code, "") for one in questions) for code in codes})


class RoundForm(forms.Form):
    """What a round asks and until when."""

    title = TextFormField(label=_("What is asked for comments"), max_length=TITLE)
    introduction = TextFormField(
        label=_("Introduction"),
        max_length=INTRODUCTION,
        rows=6,
        required=False,
        help_text=_("Why comments are asked for, and what is done with them."),
    )
    questions = TextFormField(
        label=_("Questions"),
        max_length=8000,
        rows=4,
        required=False,
        help_text=_("One on each line. Leave it empty where the text itself is commented."),
    )
    closes_at = forms.DateField(label=_("Comments by"), widget=DateInput, help_text=_("Until the end of the day."))
    openness = forms.ChoiceField(label=_("Who may comment"), choices=Openness.choices, widget=forms.RadioSelect)
    late_allowed = forms.BooleanField(
        label=_("What was being written at the deadline may be sent as late"), required=False, initial=True
    )
    posts = ModelChoices(
        label=_("Posts that moderate it"),
        queryset=Post.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Beside the editors of the organisation."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts: Any = self.fields["posts"]
        posts.queryset = Post.objects.filter(organisation=organisation, ended=None)
        if not posts.queryset.exists():
            del self.fields["posts"]

    def clean_questions(self) -> list[Text]:
        """Return the questions."""
        found = questions_of(self.cleaned_data["questions"])
        if len(found) > MOST_QUESTIONS:
            raise ValidationError(_("There are too many questions: 40 at most."))
        if any(len(words) > 500 for one in found for words in one.values()):
            raise ValidationError(_("A question can have 500 characters at most. Put the rest into the introduction."))
        return found

    def clean_closes_at(self) -> dt.datetime:
        """Return the end of the day."""
        return end_of(self.cleaned_data["closes_at"])


class AnnounceForm(forms.Form):
    """When it opens."""

    opens_on = forms.DateField(
        label=_("Opens on"), widget=DateInput, required=False, help_text=_("Leave it empty to open it now.")
    )

    def moment(self) -> dt.datetime | None:
        """Return the beginning of the day; none for now."""
        day = self.cleaned_data.get("opens_on")
        return timezone.make_aware(dt.datetime.combine(day, dt.time(8))) if day else None


class InviteForm(forms.Form):
    """Whom to invite: by name, by what they belong to, by area, by address."""

    organisations = forms.CharField(
        label=_("Organisations"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line: name or business ID."),
    )
    circle = forms.ChoiceField(label=_("Members of a body"), required=False)
    area = forms.ModelChoiceField(label=_("NGOs of an area"), queryset=Area.objects.none(), required=False)
    addresses = forms.CharField(
        label=_("Others by e-mail"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line: the address, then the name if you like."),
    )

    def __init__(self, *args: Any, actor: Actor, area: Area | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        circles = audiences.choices(actor)
        field: Any = self.fields["circle"]
        field.choices = [("", "–"), *circles]
        if not circles:
            del self.fields["circle"]
        areas: Any = self.fields["area"]
        areas.queryset = Area.objects.filter(kind__in=("municipality", "county", "region"))
        if area is not None:
            areas.initial = area.pk

    def clean_organisations(self) -> list[Organisation]:
        """Return the organisations. Raises ValidationError naming the line that is nobody's name."""
        field, found = OrganisationField(required=False), []
        lines = [line.strip() for line in self.cleaned_data["organisations"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(_("Invite at most 400 at a time."))
        for line in lines:
            try:
                one = field.clean(line)
            except ValidationError as problem:
                raise ValidationError([f"{line}: {message}" for message in problem.messages]) from None
            if one is not None:
                found.append(one)
        return found

    def clean_addresses(self) -> list[tuple[str, str]]:
        """Return (address, name). Raises ValidationError naming the line that is no address."""
        found = []
        for line in self.cleaned_data["addresses"].splitlines()[:MOST_LINES]:
            address, _sep, name = line.strip().partition(" ")
            if not address:
                continue
            try:
                validate_email(address.strip(",;<>"))
            except ValidationError:
                raise ValidationError(_("This is no e-mail address: %(line)s"), params={"line": line[:80]}) from None
            found.append((address.strip(",;<>")[:254], name.strip()[:200]))
        return found

    def wanted(self) -> list[tuple[str, dict[str, Any]]]:
        """Return (why, whom) of each way that was chosen."""
        data = self.cleaned_data
        parts: list[tuple[str, dict[str, Any]]] = [
            (Why.NAMED, {"organisations": data["organisations"], "addresses": data["addresses"]})
        ]
        if code := data.get("circle"):
            members = Organisation.objects.filter(pk__in=audiences.members_of(code))
            parts.append((Why.CIRCLE, {"organisations": members}))
        if area := data.get("area"):
            parts.append((Why.AREA, {"organisations": Organisation.objects.ngos().active_in(area).distinct()}))
        return parts


class ExtendForm(forms.Form):
    """More time, and why."""

    closes_at = forms.DateField(label=_("Comments by"), widget=DateInput)
    why = forms.CharField(label=_("Why the period was extended"), max_length=WHY)

    def clean_closes_at(self) -> dt.datetime:
        """Return the end of the day."""
        return end_of(self.cleaned_data["closes_at"])


class CloseForm(forms.Form):
    """Why before the last day."""

    why = forms.CharField(label=_("Why it is closed before its last day"), max_length=WHY)


class RemarkForm(forms.Form):
    """A comment on a part."""

    field_order = ("text", "stance", "quote", "quote_at")
    quote = forms.CharField(
        label=_("Chosen words"),
        required=False,
        max_length=QUOTE,
        help_text=_("If your comment is about certain words, copy them here from the text."),
    )
    quote_at = forms.IntegerField(
        label=_("Which place, if the words occur several times"), required=False, min_value=1, max_value=999
    )
    stance = forms.ChoiceField(
        label=_("Stance"), choices=Stance.choices, required=False, initial=Stance.NONE, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Comment"), required=False, max_length=REMARK, widget=forms.Textarea(attrs={"rows": 8})
    )
    approved_by = forms.CharField(
        label=_("Approved by"),
        required=False,
        max_length=200,
        help_text=_("Who stands behind it: for instance the board."),
    )
    approved_on = forms.DateField(label=_("Approved on"), required=False, widget=DateInput)
    name = forms.CharField(label=_("Your name"), required=False, max_length=120)
    name_public = forms.BooleanField(
        label=_("My name may be shown with the comment"),
        required=False,
        help_text=_("If not, readers see “A private person”; those who run the round see the name."),
    )

    def __init__(self, *args: Any, for_organisation: bool, has_text: bool, has_account: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gone = ("name", "name_public") if for_organisation else ("approved_by", "approved_on")
        known = ("name",) if has_account and not for_organisation else ()
        for name in (*gone, *known, *(() if has_text else ("quote", "quote_at"))):
            del self.fields[name]

    def said(self) -> dict[str, Any]:
        """Return what was written; the place of the words counted from 0."""
        data = dict(self.cleaned_data)
        if "quote_at" in data:
            data["quote_at"] = (data["quote_at"] or 1) - 1
        return {**data, "stance": data.get("stance") or Stance.NONE}


def initial_of(remark: Remark | None, field_names: Any) -> dict[str, Any]:
    """Return what a form shows of a draft."""
    if remark is None:
        return {}
    found = {name: getattr(remark, name) for name in field_names}
    if "quote_at" in found:
        found["quote_at"] = remark.quote_at + 1 if remark.quote_at else None
    return found


class GroupForm(forms.Form):
    """Into which theme the chosen comments go."""

    theme = forms.ModelChoiceField(queryset=Theme.objects.none(), required=False, label=_("Group"))
    title = forms.CharField(label=_("A new group"), required=False, max_length=TITLE)

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["theme"]
        field.queryset = consultation.themes.all()


class ReplyForm(forms.Form):
    """What becomes of it, with the reason."""

    verdict = forms.ChoiceField(label=_("What becomes of it"), choices=Verdict.choices, widget=forms.RadioSelect)
    text = TextFormField(
        label=_("Answer, with the reason"),
        max_length=REPLY,
        rows=5,
        required=False,
        help_text=_("Whoever commented reads this. The reason is needed unless it is taken in as it is."),
    )


class SummaryForm(forms.Form):
    """The closing words."""

    summary = TextFormField(
        label=_("Summary"),
        max_length=INTRODUCTION,
        rows=8,
        help_text=_("What was said on the whole, what changes, what does not. The answers follow below it."),
    )
