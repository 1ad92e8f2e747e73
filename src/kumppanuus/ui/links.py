"""A form field for a few addresses with what they lead to, one on a line: plain to type, paste and read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

MOST_LINKS = 20
Link = dict[str, str]  # {"title": …, "url": …}


class LinksField(forms.CharField):
    """Cleans to a list of {"title", "url"}: each line has the address, and before it what it leads to."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        kwargs.setdefault(
            "help_text", _("One on a line: what it is, then its address. Programme https://example.org/p")
        )
        kwargs.setdefault("max_length", 6000)
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the lines of links that are kept, or what was typed."""
        return as_lines(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the links. Raises ValidationError that names the line that has none."""
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > MOST_LINKS:
            raise ValidationError(_("At most %(most)d links fit."), params={"most": MOST_LINKS})
        return [_link(line) for line in lines]


def as_lines(links: list[Link]) -> str:
    """Return links as they are typed."""
    return "\n".join(" ".join(filter(None, (one["title"], one["url"]))) for one in links)


def _link(line: str) -> Link:
    title, _blank, url = line.rpartition(" ")
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        raise ValidationError(
            _("No address was found at the end of the line: %(line)s. It begins with https://"),
            params={"line": line[:100]},
        ) from None
    return {"title": title.strip()[:200], "url": url[:500]}
