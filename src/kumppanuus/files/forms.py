"""The form field that checks an upload, and the form for one file with its alternative text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from kumppanuus.files.checks import examine
from kumppanuus.ui.forms import TextFormField


class CheckedFileField(forms.FileField):
    """A file field for any form: size and kind are checked; the result stands on the upload as `examined`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("File"))
        kwargs.setdefault(
            "help_text", _("PDF, picture, text, Word, Excel, PowerPoint or OpenDocument; no personal data of others.")
        )
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def to_python(self, data: Any) -> Any:
        """Return the upload with `examined`. Raises ValidationError with what is wrong and what was kept."""
        if data is not None and (data.size or 0) > settings.UPLOAD_MOST_BYTES:
            sizes = {"size": filesizeformat(data.size), "most": filesizeformat(settings.UPLOAD_MOST_BYTES)}
            message = _(
                "The file is %(size)s; at most %(most)s fit. It was not uploaded; the rest of the form is kept."
            )
            raise ValidationError(message, code="too_large", params=sizes)
        upload = super().to_python(data)
        if upload is not None:
            checked: Any = upload
            checked.examined = examine(checked.file, upload.name or "")
        return upload


class UploadForm(forms.Form):
    """One file; a picture needs an alternative text."""

    file = CheckedFileField()
    alternative_text = TextFormField(
        label=_("Alternative text"),
        max_length=500,
        required=False,
        help_text=_("What the picture shows, for those who do not see it. Needed for pictures."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        upload = cleaned.get("file")
        if upload is not None and upload.examined.is_image and not cleaned.get("alternative_text"):
            self.add_error("alternative_text", _("Write what the picture shows. The file has to be chosen again."))
        return cleaned


class DescribeForm(forms.Form):
    alternative_text = TextFormField(label=_("Alternative text"), max_length=500)


class AttachForm(UploadForm):
    """A file with what it is called where it hangs."""

    title = TextFormField(label=_("Heading"), max_length=200, help_text=_("What it is, in a few words."))
    field_order = ("title", "file", "alternative_text")
