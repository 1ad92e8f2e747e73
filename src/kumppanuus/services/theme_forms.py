"""Input about a space's own themes → clean data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumppanuus.spaces.models import Space
from kumppanuus.taxonomy.models import Term, scheme_of
from kumppanuus.ui.forms import TextFormField, TextWidget


class ThemeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One theme, a subtheme named with what it stands under."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.parent}: {obj}" if obj.parent_id else str(obj)


class ThemeForm(forms.Form):
    """A theme of a space: its texts in the space's languages, where it stands, what it means."""

    name = TextFormField(label=_("Name"), max_length=100)
    description = TextFormField(
        label=_("Description"),
        max_length=500,
        rows=3,
        required=False,
        help_text=_("What belongs to it, for those who class entries."),
    )
    parent = ThemeChoice(
        Term.objects.none(), label=_("Stands under"), required=False, empty_label=_("Nothing: a theme of its own")
    )
    after = ThemeChoice(
        Term.objects.none(), label=_("Comes after"), required=False, empty_label=_("Nothing: it is the first")
    )
    means = ThemeChoice(
        Term.objects.none(),
        label=_("Service class"),
        required=False,
        empty_label=_("None"),
        help_text=_("If the theme stands for a class of the Finnish Service Catalogue, its entries go there with it."),
    )

    def __init__(self, *args: Any, space: Space, term: Term | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name, rows in (("name", 1), ("description", 3)):
            fields[name].widget = TextWidget(space.languages, rows)
        themes = Term.objects.filter(scheme=scheme_of(space.slug)).offered().select_related("parent")
        others = themes.exclude(pk=term.pk) if term else themes
        fields["parent"].queryset = others.filter(parent=None)
        fields["after"].queryset = others
        fields["means"].queryset = Term.objects.filter(scheme="service_class").select_related("parent")

    @classmethod
    def initial_of(cls, term: Term) -> dict[str, Any]:
        """Return what the form shows of a theme that is there."""
        siblings = Term.objects.filter(scheme=term.scheme, parent=term.parent_id, order__lt=term.order).offered()
        last = siblings.order_by("order").last()
        found = {name: getattr(term, name) for name in ("name", "description")}
        return found | {"parent": term.parent_id, "means": term.means_id, "after": last.pk if last else None}


class MergeThemeForm(forms.Form):
    """Which theme another becomes part of."""

    into = ThemeChoice(Term.objects.none(), label=_("Becomes part of"), empty_label=_("Choose a theme"))

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into: Any = self.fields["into"]
        others = Term.objects.filter(scheme=term.scheme).offered().exclude(pk=term.pk).exclude(parent=term)
        into.queryset = others.select_related("parent")
