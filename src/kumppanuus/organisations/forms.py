"""Input about organisations, members and posts → clean data. Nothing is saved here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumppanuus.accounts.models import Person
from kumppanuus.core.languages import NAMES
from kumppanuus.organisations.models import (
    Holding,
    Membership,
    Organisation,
    OrganisationKind,
    Part,
    Post,
    PostKind,
    Role,
)
from kumppanuus.organisations.numbers import normalise_business_id, normalise_register_number
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.places.order import AreaChoices
from kumppanuus.taxonomy.models import Term
from kumppanuus.ui.forms import DateInput, EmailField, ModelChoices, TextFormField

GOVERNING = {OrganisationKind.MUNICIPALITY, OrganisationKind.COUNTY, OrganisationKind.STATE}


class AreasField(forms.CharField):
    """Municipalities by their names, with commas between; a region or county gives all of its municipalities."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else ", ".join(str(area) for area in value)

    def clean(self, value: Any) -> list[Area]:
        """Return the municipalities. Raises ValidationError with the names that nobody knows."""
        written = [name for part in super().clean(value).splitlines() for name in part.split(",")]
        wanted = list(dict.fromkeys(name.strip() for name in written if name.strip()))
        if not wanted:
            return []
        known: dict[str, Area] = {}
        for area in sorted(Area.objects.exclude(kind=AreaKind.SET), key=lambda one: one.kind == AreaKind.MUNICIPALITY):
            known |= {str(name).casefold(): area for name in area.name.values()}
        if unknown := [name for name in wanted if name.casefold() not in known]:
            said = _("No municipality is called %(names)s. Compare the spelling; the others are kept.")
            raise forms.ValidationError(said, code="unknown", params={"names": ", ".join(unknown)[:200]})
        found: dict[int, Area] = {}
        for name in wanted:
            area = known[name.casefold()]
            inside = [area] if area.kind == AreaKind.MUNICIPALITY else Area.objects.within(area)
            found |= {one.pk: one for one in inside}
        return list(found.values())


class OrganisationField(forms.CharField):
    """One organisation by its name in any of its languages, by a part of it that is nobody else's, or by a number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"max_length": 200} | kwargs))

    def clean(self, value: Any) -> Organisation | None:
        """Return the organisation, or None where nothing was written. Raises ValidationError unless it is just one."""
        if not (said := super().clean(value).strip()):
            return None
        numbers = {"business_id": normalise_business_id(said), "register_number": normalise_register_number(said)}
        for column, number in ({"slug": said} | numbers).items():
            if number and (row := Organisation.objects.filter(**{column: number}).first()):
                return row
        rows = list(Organisation.objects.filter(find_by__contains=said.lower())[:50])
        exact = [row for row in rows if said.casefold() in {one.casefold() for one in row.name.values()}]
        found = exact or rows
        if len(found) > 1:
            raise forms.ValidationError(
                _("Several organisations have this in their name: %(names)s. Write the whole name or the business ID."),
                params={"names": ", ".join(str(row) for row in found[:5])},
            )
        if not found:
            raise forms.ValidationError(_("No organisation is called that. Compare the spelling with the list."))
        return found[0]


class OrganisationForm(forms.ModelForm[Organisation]):
    """An organisation's own record. Numbers are normalised, their check digits checked, and none is demanded."""

    name = TextFormField(label=_("Name"), max_length=200)
    description = TextFormField(label=_("Description"), max_length=2000, rows=6, required=False)
    areas = AreasField(
        label=_("Municipalities in which it is active"),
        required=False,
        help_text=_("Names with commas between, for example Koski Tl, Marttila. A region's name gives all of its."),
    )

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = (
            *("name", "kind", "registered", "register_number", "business_id", "home", "areas", "description"),
            *("classes", "email", "website", "two_signatories"),
        )
        widgets = {"classes": forms.CheckboxSelectMultiple}
        help_texts = {
            "register_number": _(
                "From the register of associations, for example 123.456. Leave empty if there is none."
            ),
            "business_id": _("For example 1234567-1. Leave empty if there is none."),
            "two_signatories": _(
                "By the organisation's own rules. Shown with the organisation; answering a round needs one person."
            ),
            "email": _("Shown to everybody."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        municipalities = Area.objects.municipalities()
        fields["home"].iterator = AreaChoices
        fields["home"].queryset = municipalities
        fields["classes"].queryset = Term.objects.filter(scheme__in=("organisation", "prh_sote"))
        fields["classes"].required = False
        if not fields["classes"].queryset.exists():
            del self.fields["classes"]
        if self.instance.pk is not None and self.instance.kind in GOVERNING:
            del self.fields["kind"]
        else:
            fields["kind"].choices = [(kind.value, kind.label) for kind in OrganisationKind if kind not in GOVERNING]
        self.fields["register_number"].widget.attrs["maxlength"] = "20"
        self.fields["register_number"] = forms.CharField(
            label=_("Register number"),
            max_length=20,
            required=False,
            help_text=self.Meta.help_texts["register_number"],
        )
        self.fields["business_id"] = forms.CharField(
            label=_("Business ID"), max_length=20, required=False, help_text=self.Meta.help_texts["business_id"]
        )

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == "areas" and self.instance.pk:
            return list(self.instance.areas.all())
        return super().get_initial_for_field(field, field_name)

    def clean_register_number(self) -> str:
        return normalise_register_number(self.cleaned_data["register_number"])

    def clean_business_id(self) -> str:
        value: str = self.cleaned_data["business_id"]
        return normalise_business_id(value) if value else ""


class InviteForm(forms.Form):
    email = EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        help_text=_(
            "An administrator does everything, an editor changes the page and the posts, an answerer prepares "
            "answers, a signatory signs them."
        ),
    )
    title = TextFormField(label=_("Title"), max_length=120, required=False)


class ApproveForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class JoinForm(forms.Form):
    message = forms.CharField(
        label=_("Who you are in the organisation"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: secretary since 2024. The administrators read this."),
    )


class MembershipForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    title = TextFormField(label=_("Title"), max_length=120, required=False)
    even_last = forms.BooleanField(label=_("The organisation may be left without an administrator"), required=False)


class EndForm(forms.Form):
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DateInput(),
        help_text=_("Leave empty to end it at once. What was done stays readable."),
    )
    even_last = forms.BooleanField(label=_("The organisation may be left without an administrator"), required=False)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if membership.role != Role.ADMIN:
            del self.fields["even_last"]


class PostForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=PostKind.choices)
    title = TextFormField(label=_("Title"), max_length=120)
    field = TextFormField(label=_("Field"), max_length=200, required=False)
    themes = ModelChoices(
        queryset=Term.objects.none(),
        label=_("Themes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("By these the post is found among the contact persons. Leave empty if it answers for all."),
    )
    areas = AreasField(
        label=_("Municipalities that it serves"),
        required=False,
        help_text=_("Leave empty if it serves the whole area of the organisation."),
    )
    unit = TextFormField(
        label=_("Unit"),
        max_length=120,
        required=False,
        help_text=_("For example the health and social centre in which it works."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(NAMES.items()),
    )
    share = forms.IntegerField(
        label=_("Share of working time, %"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=_("How much of the working time is for this. It is shown: what to expect is fair to know."),
    )
    email = EmailField(
        label=_("Role's e-mail address"),
        required=False,
        help_text=_("Shown to everybody. It stays when persons change."),
    )
    phone = forms.CharField(label=_("Role's telephone"), max_length=30, required=False)
    superior_email = EmailField(
        label=_("Superior's e-mail address"),
        required=False,
        help_text=_("Not shown. Mail goes there too when nobody has held the post for 30 days."),
    )
    funding = TextFormField(
        label=_("Funding"),
        max_length=200,
        required=False,
        help_text=_("For example the project whose money pays for it."),
    )
    funding_end = forms.DateField(
        label=_("Funding ends"),
        required=False,
        widget=DateInput(),
        help_text=_("Twelve months before it, the organisation is told what would be left without an owner."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes: Any = self.fields["themes"]
        themes.queryset = Term.objects.offered().filter(scheme="theme")


class LastDayForm(forms.Form):
    last_day = forms.DateField(
        label=_("Last day"), required=False, widget=DateInput(), help_text=_("Leave empty to end it at once.")
    )


class HolderForm(forms.Form):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"))
    part = forms.ChoiceField(label=_("Part"), choices=Part.choices)
    start = forms.DateField(label=_("From"), widget=DateInput())
    name_public = forms.BooleanField(
        label=_("The person has agreed that the name is shown to everybody"), required=False
    )

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.current().filter(organisation=post.organisation_id).values("person")
        people: Any = self.fields["person"]
        people.queryset = Person.objects.filter(pk__in=members).order_by("name")


class NameForm(forms.Form):
    """Whether one's own name is shown with a post."""

    public = forms.BooleanField(label=_("My name is shown to everybody"), required=False)

    def __init__(self, *args: Any, holding: Holding, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"public": holding.name_public})
        super().__init__(*args, **kwargs)


class FindForm(forms.Form):
    """The list's filters, from the address."""

    q = forms.CharField(max_length=100, required=False)
    area = forms.SlugField(max_length=80, required=False)
    kind = forms.ChoiceField(choices=[("", ""), *OrganisationKind.choices], required=False)
    term = forms.CharField(max_length=40, required=False)


class ContactsForm(forms.Form):
    """What the list of contact persons shows; what it does not understand it leaves out."""

    area = forms.SlugField(max_length=80, required=False)
    theme = forms.SlugField(max_length=40, required=False)
    language = forms.ChoiceField(choices=[("", ""), *NAMES.items()], required=False)
    vacant = forms.BooleanField(required=False)
