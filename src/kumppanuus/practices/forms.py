"""Input about practices → clean data. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.texts import Text
from kumppanuus.files.forms import UploadForm
from kumppanuus.organisations.models import Organisation, Post
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.places.order import in_reading_order
from kumppanuus.practices.finding import TARGETS, TOPICS
from kumppanuus.practices.models import (
    NAME,
    SHORT,
    AdoptionStage,
    Collection,
    FieldKind,
    InclusionState,
    Practice,
    Stage,
    TemplateField,
)
from kumppanuus.questionnaires.models import BankItem
from kumppanuus.taxonomy.models import Term
from kumppanuus.ui.forms import DateInput, ModelChoices, TextFormField
from kumppanuus.ui.languages import NAMES, language_name

MOST = 2**31 - 1


class WrittenForm(forms.Form):
    """Texts in the languages of the practice, an input for each, written on a revision; `joined` is a newer one that
    was seen meanwhile.
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
    helps = ModelChoices(
        label=_("Checklist items with which it helps"),
        queryset=BankItem.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where a municipality's mirror shows such an item as weak, it leads to this operating model."),
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
        fields["post"].label_from_instance = lambda post: post.label
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
        "helps": [one.pk for one in practice.helps.all()],
        "languages": practice.languages,
        "post": practice.post_id,
    }


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


class AttachForm(UploadForm):
    """A file with its title; a picture with what it shows."""

    title = TextFormField(label=_("Title"), max_length=200)
    field_order = ("file", "title", "alternative_text")


class BringForm(forms.Form):
    """A document or a text to be brought in."""

    file = forms.FileField(
        label=_("Word document, web page or text file"), required=False, help_text=_("docx, html, txt or md.")
    )
    text = forms.CharField(
        label=_("Or pasted text"),
        required=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("As it stands in the document, with its headings on lines of their own."),
    )
    language = forms.ChoiceField(label=_("Language of the text"))

    def __init__(self, *args: Any, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["language"].choices = [(code, language_name(code)) for code in languages]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("file") and not data.get("text", "").strip():
            raise forms.ValidationError(_("Choose a file or paste a text."))
        return data


class BroughtForm(forms.Form):
    """What was found in a document, under its headings, to be looked through before it is put in its place."""

    language = forms.CharField(max_length=8, widget=forms.HiddenInput)

    def __init__(self, *args: Any, fields: Iterable[TemplateField], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in fields:
            if one.kind == FieldKind.RECORD:
                continue
            self.fields[f"part_{one.code}"] = forms.CharField(
                label=one.heading, required=False, widget=forms.Textarea(attrs={"rows": 5})
            )
        self.fields["leftover"] = forms.CharField(
            label=_("What fits under no heading"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 8}),
            help_text=_("Move parts of it to their places here, or leave it: it is kept with the draft."),
        )

    def texts(self) -> dict[str, str]:
        """Return what goes under each heading."""
        return {
            name.removeprefix("part_"): value.replace("\r\n", "\n")
            for name, value in self.cleaned_data.items()
            if name.startswith("part_")
        }


class CollectionForm(forms.Form):
    """A collection: what it is for and who cares for it."""

    name = TextFormField(label=_("Name"), max_length=160)
    aim = TextFormField(label=_("Aim"), max_length=500, rows=2, required=False)
    introduction = TextFormField(
        label=_("Introduction"),
        max_length=6000,
        rows=8,
        required=False,
        help_text=_("What the models have in common, where to begin. Lists with - and links as in markdown."),
    )
    curators = ModelChoices(
        label=_("Posts that care for it"),
        queryset=Post.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Besides the curators and editors of the network. Who holds the post at the time decides."),
    )

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["curators"].queryset = posts
        fields["curators"].label_from_instance = lambda post: f"{post.organisation}: {post.label}"
        if not posts:
            del fields["curators"]


class IncludeForm(forms.Form):
    """Into which collection a practice is put."""

    collection = forms.ModelChoiceField(
        label=_("Collection"), queryset=Collection.objects.none(), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stands = practice.inclusions.exclude(state=InclusionState.DECLINED).values("collection")
        fields: Any = self.fields
        fields["collection"].queryset = Collection.objects.exclude(pk__in=stands)


class AdoptionForm(forms.Form):
    """How far an organisation has taken a practice into use."""

    stage = forms.ChoiceField(label=_("How far"), choices=AdoptionStage.choices, widget=forms.RadioSelect)
    since = forms.DateField(label=_("Since"), widget=DateInput, initial=timezone.localdate)
    changed = TextFormField(
        label=_("What was changed for own use"),
        max_length=3000,
        rows=4,
        required=False,
        help_text=_("What you do otherwise than the description says."),
    )
    results = TextFormField(label=_("What came of it"), max_length=3000, rows=4, required=False)
    why_dropped = TextFormField(
        label=_("Why it was dropped"),
        max_length=2000,
        rows=3,
        required=False,
        help_text=_("Only if you have stopped using it. Others learn from it as much as from what works."),
    )
    post = forms.ModelChoiceField(
        label=_("Post that tells more"), queryset=Post.objects.none(), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Post.objects.in_force().filter(organisation=organisation)
        fields: Any = self.fields
        fields["post"].queryset = posts
        fields["post"].label_from_instance = lambda post: post.label
        if not posts:
            del fields["post"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if (
            data.get("stage") == AdoptionStage.DROPPED
            and not data.get("why_dropped")
            and "why_dropped" not in self.errors
        ):
            self.add_error("why_dropped", _("Say why it was dropped: others learn from it."))
        return data


class DropForm(forms.Form):
    """Why a practice is not used any more."""

    why = TextFormField(label=_("Why it was dropped"), max_length=2000, rows=4)
