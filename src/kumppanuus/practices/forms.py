"""Input about practices → clean data. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation, Post
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.places.order import in_reading_order
from kumppanuus.practices.models import NAME, SHORT, FieldKind, Practice, PracticeQuerySet, Stage, TemplateField
from kumppanuus.taxonomy.models import Term
from kumppanuus.ui.forms import ModelChoices, TextFormField
from kumppanuus.ui.languages import NAMES, language_name

TARGETS, TOPICS = "target_group", "theme"
MOST = 2**31 - 1


class WrittenForm(forms.Form):
    """Texts in the languages of the practice, an input for each, written on a revision; `joined` is a newer one that was
    seen meanwhile.
    """

    # A hidden field would not be kept on the device with the text: which revision it was written on belongs to it.
    revision = forms.IntegerField(min_value=0, max_value=MOST)
    joined = forms.IntegerField(min_value=0, max_value=MOST, required=False)

    def __init__(self, *args: Any, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = [code for code in languages if code in NAMES] or ["fi"]

    def add(self, name: str, label: Any, text: Text, *, most: int, rows: int) -> None:
        """Add an input of a text for each language; a language older than the original says so."""
        for code in self.languages:
            words = str(label) if len(self.languages) == 1 else f"{label} ({language_name(code)})"
            stale = _("Older than the original: look it through.") if code in text.stale else ""
            widget: Any = forms.Textarea(attrs={"rows": rows, "lang": code})
            if rows == 1:
                widget = forms.TextInput(attrs={"lang": code})
            self.fields[f"{name}_{code}"] = forms.CharField(
                label=words, max_length=most, required=False, initial=text.get(code, ""), widget=widget, help_text=stale
            )

    def by_language(self, name: str = "text") -> dict[str, str]:
        """Return what was written, empty ones too."""
        data = self.cleaned_data
        return {code: data.get(f"{name}_{code}", "").replace("\r\n", "\n") for code in self.languages}

    @property
    def inputs(self) -> list[forms.BoundField]:
        """Return the inputs of the texts."""
        return [self[name] for name in self.fields if name not in {"revision", "joined"}]


class SectionForm(WrittenForm):
    """What a draft says under a heading."""

    def __init__(self, *args: Any, field: TemplateField, text: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = 1 if field.kind == FieldKind.LINE else 14
        self.add("text", field.heading, text, most=field.most, rows=rows)


class HeadForm(WrittenForm):
    """Name and short description of a draft."""

    def __init__(self, *args: Any, name: Text, short: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add("name", _("Name of the operating model"), name, most=NAME, rows=1)
        self.add("short", _("Short description"), short, most=SHORT, rows=4)


class StartForm(forms.Form):
    """What a practice begins with."""

    name = TextFormField(
        label=_("Name of the operating model"),
        max_length=NAME,
        help_text=_("In the language in which you write first; others can be added later."),
    )
    short = TextFormField(
        label=_("Short description"),
        max_length=SHORT,
        rows=3,
        required=False,
        help_text=_("Two or three sentences: what is done, for whom and what follows."),
    )


def areas_offered() -> list[Area]:
    """Return regions, counties and municipalities in reading order."""
    kinds = (AreaKind.REGION, AreaKind.COUNTY, AreaKind.MUNICIPALITY)
    return in_reading_order(Area.objects.filter(kind__in=kinds).defer("border"))


class PlacesField(forms.CharField):
    """Areas by their names, with commas between: municipalities, regions or counties."""

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else ", ".join(str(area.name) for area in value)

    def clean(self, value: Any) -> list[Area]:
        """Return the areas. Raises ValidationError with the names that nobody knows."""
        wanted = list(dict.fromkeys(part.strip() for part in super().clean(value).split(",") if part.strip()))
        if not wanted:
            return []
        order = [AreaKind.COUNTY, AreaKind.REGION, AreaKind.MUNICIPALITY]  # of two alike the municipality is meant
        known: dict[str, Area] = {}
        for area in sorted(areas_offered(), key=lambda one: order.index(AreaKind(one.kind))):
            known |= {name.casefold(): area for name in area.name.values()}
        if unknown := [name for name in wanted if name.casefold() not in known]:
            said = _(
                "No municipality, region or county is called %(names)s. Compare the spelling; the others are kept."
            )
            raise forms.ValidationError(said, code="unknown", params={"names": ", ".join(unknown)[:200]})
        return list({known[name.casefold()].pk: known[name.casefold()] for name in wanted}.values())


class RecordForm(forms.Form):
    """What is told of a practice outside its versions."""

    stage = forms.ChoiceField(label=_("Stage of development"), choices=Stage.choices, widget=forms.RadioSelect)
    places = PlacesField(
        label=_("Where it has been carried out"),
        required=False,
        max_length=2000,
        help_text=_("Municipalities, regions or counties with commas between, for example Koski Tl, Varsinais-Suomi."),
    )
    topics = ModelChoices(
        label=_("Topics"), queryset=Term.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    target_groups = ModelChoices(
        label=_("Target groups"), queryset=Term.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages in which it is written"),
        choices=list(NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each heading gets an input for each language."),
    )
    post = forms.ModelChoiceField(
        label=_("Post that answers for it"),
        queryset=Post.objects.none(),
        required=False,
        empty_label=_("None yet"),
        help_text=_("When its holder changes, the operating model goes with the hand-over."),
    )

    def __init__(self, *args: Any, owner: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["topics"].queryset = Term.objects.offered().filter(scheme=TOPICS)
        fields["target_groups"].queryset = Term.objects.offered().filter(scheme=TARGETS)
        posts = Post.objects.in_force().filter(organisation=owner)
        fields["post"].queryset = posts
        fields["post"].label_from_instance = lambda post: str(post.title)
        if not posts:
            del fields["post"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            data["terms"] = [*data.pop("topics"), *data.pop("target_groups")]
        return data


def initial_of(practice: Practice) -> dict[str, Any]:
    """Return what the form of the record begins with."""
    terms: Sequence[Term] = list(practice.terms.all())
    return {
        "stage": practice.stage,
        "places": list(practice.places.all()),
        "topics": [one.pk for one in terms if one.scheme != TARGETS],
        "target_groups": [one.pk for one in terms if one.scheme == TARGETS],
        "languages": practice.languages,
        "post": practice.post_id,
    }


class FilterForm(forms.Form):
    """What the list shows: what it does not understand it leaves out, what is not there leaves nothing over."""

    q = forms.CharField(label=_("Words in the name"), required=False, max_length=100)

    def narrow(self, rows: PracticeQuerySet) -> PracticeQuerySet:
        """Return the practices that the form lets through."""
        self.is_valid()
        for word in self.cleaned_data.get("q", "").lower().split():
            rows = rows.filter(find_by__contains=word)
        return rows


class PublishForm(forms.Form):
    """What changed since the version before."""

    note_text = TextFormField(
        label=_("What changed"),
        max_length=1000,
        rows=3,
        required=False,
        help_text=_("For those who use the version before: what they should look at. Stands in the list of versions."),
    )


class WhyForm(forms.Form):
    """Why something is withdrawn, declined or ended."""

    why = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
