"""Input about forks → clean data. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kumppanuus.core.texts import Text
from kumppanuus.practices.comparing import as_html, compare
from kumppanuus.practices.forking import Difference
from kumppanuus.practices.forms import MOST
from kumppanuus.practices.joining import Choice, Chunk, Kind, joined, plain, put_together
from kumppanuus.practices.models import NAME, Outcome
from kumppanuus.ui.forms import TextFormField
from kumppanuus.ui.languages import language_name

LONGEST = 20_000


class ForkForm(forms.Form):
    """What an own version is called. Where there is one already, another is made only when that is confirmed."""

    name = TextFormField(
        label=_("What your own version is called"),
        max_length=NAME,
        help_text=_(
            "The name stands in lists beside the original's: add the name of your municipality or organisation."
        ),
    )
    again = forms.BooleanField(
        label=_("We want another one beside it"),
        error_messages={"required": _("You have one already. Confirm that you want another, or go on with that.")},
    )

    def __init__(self, *args: Any, has_one: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not has_one:
            del self.fields["again"]


class OfferForm(forms.Form):
    """Why something is offered to the original."""

    why = forms.CharField(
        label=_("Why it helps others, too"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What did you change, and what came of it? The owner of the original reads this with your text."),
    )


class ReasonForm(forms.Form):
    """Why something is not taken in."""

    reason = forms.CharField(label=_("Why it is not taken"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


@dataclass
class Place:
    """A place of the text as the form shows it. `choice` and `words` are its inputs, if there is anything to choose."""

    chunk: Chunk
    choice: Any = None
    words: Any = None

    @property
    def text(self) -> str:
        return put_together(self.chunk.own)

    @property
    def theirs(self) -> SafeString:
        """What they made of the base, with what was added and removed."""
        return as_html(compare(put_together(self.chunk.base), put_together(self.chunk.theirs)))

    @property
    def own(self) -> SafeString:
        """What we made of it."""
        return as_html(compare(put_together(self.chunk.base), put_together(self.chunk.own)))

    @property
    def has_theirs(self) -> bool:
        return bool(self.chunk.theirs)

    @property
    def has_own(self) -> bool:
        return bool(self.chunk.own)


class JoinForm(forms.Form):
    """A choice for each place at which two texts differ, by language.

    said  how the choices are called for each kind of place; see WORDS_OF
    """

    revision = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, difference: Difference, labels: dict[Choice, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.difference = difference
        for language, number, one in self._open():
            shown = list(Choice) if one.kind == Kind.CONFLICT else [Choice.TAKE, Choice.LEAVE, Choice.WORDS]
            self.fields[f"choice-{language}-{number}"] = forms.ChoiceField(
                label=_("What is to stand here?"),
                choices=[(choice.value, labels[choice]) for choice in shown],
                widget=forms.RadioSelect,
                initial=one.usual,
                error_messages={"required": _("Both have changed this: choose what is to stand here.")},
            )
            self.fields[f"words-{language}-{number}"] = forms.CharField(
                label=_("Your words"),
                required=False,
                max_length=LONGEST,
                initial=put_together(one.own or one.theirs),
                widget=forms.Textarea(attrs={"rows": 6, "lang": language}),
            )

    def _open(self) -> Iterator[tuple[str, int, Chunk]]:
        for language, parts in self.difference.chunks.items():
            for number, one in enumerate(parts):
                if one.differs:
                    yield language, number, one

    def clean(self) -> dict[str, Any]:
        """Ask for words where words are chosen."""
        data = super().clean() or {}
        for language, number, _one in self._open():
            key = f"{language}-{number}"
            if data.get(f"choice-{key}") == Choice.WORDS and not data.get(f"words-{key}", "").strip():
                self.add_error(f"words-{key}", _("Write what is to stand here, or choose another way."))
        return data

    @property
    def languages(self) -> list[tuple[str, str, list[Place]]]:
        """Return (code, name, places) of each language in which something differs; the name only of several."""
        several = len(self.difference.chunks) > 1
        found = []
        for language, parts in self.difference.chunks.items():
            places = []
            for number, one in enumerate(parts):
                key = f"{language}-{number}"
                inputs = (self[f"choice-{key}"], self[f"words-{key}"]) if one.differs else ()
                places.append(Place(one, *inputs))
            found.append((language, language_name(language) if several else "", places))
        return found

    @property
    def kept_as(self) -> str:
        """Return under what the browser keeps the choices until they are sent: those of other texts are not shown."""
        return f"join-{self['version'].value()}-{self['revision'].value()}"

    @property
    def typed(self) -> list[str]:
        """Return the words that were written anew, so that none is lost when the page is made again."""
        keys = [name.removeprefix("choice-") for name, one in self.data.items() if one == Choice.WORDS]
        return [words for key in keys if (words := self.data.get(f"words-{key}", ""))]

    def texts(self) -> dict[str, str]:
        """Return what is to stand under the heading, by language."""
        data, found = self.cleaned_data, {}
        for language, parts in self.difference.chunks.items():
            choices = {
                number: (Choice(data[f"choice-{language}-{number}"]), data[f"words-{language}-{number}"])
                for number, one in enumerate(parts)
                if one.differs
            }
            found[language] = joined(parts, choices)
        return found

    def outcome(self) -> Outcome:
        """Return what the choices come to."""
        return outcome_of(self.difference, self.texts())


def outcome_of(difference: Difference, texts: dict[str, str]) -> Outcome:
    """Return whether these texts are the original's, the fork's own, or something of both."""

    def same(text: Text) -> bool:
        return all(plain(text.get(code, "")) == words for code, words in texts.items())

    if same(difference.own):
        return Outcome.LEFT
    return Outcome.TAKEN if same(difference.theirs) else Outcome.JOINED


# To a fork the other side is its original, to an original a fork that offers something.
OF_ORIGINAL = {
    Choice.TAKE: pgettext_lazy("joining texts", "As the original has it"),
    Choice.LEAVE: pgettext_lazy("joining texts", "As we have it"),
    Choice.KEEP_BOTH: pgettext_lazy("joining texts", "Both: ours first, then the original's"),
    Choice.WORDS: pgettext_lazy("joining texts", "In other words"),
}
OF_OFFER = {
    Choice.TAKE: pgettext_lazy("joining texts", "As it is offered"),
    Choice.LEAVE: pgettext_lazy("joining texts", "As we have it"),
    Choice.KEEP_BOTH: pgettext_lazy("joining texts", "Both: ours first, then what is offered"),
    Choice.WORDS: pgettext_lazy("joining texts", "In other words"),
}
