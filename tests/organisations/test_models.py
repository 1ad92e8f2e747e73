"""What an organisation says of itself."""

from __future__ import annotations

import pytest

from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation


@pytest.mark.parametrize(
    ("name", "language"),
    [
        (Text(fi="Kosken Seura ry"), "fi"),
        (Text(fi="Kosken Seura ry", sv="Forsföreningen rf"), "fi"),
        (Text(sv="Sagostugan"), "sv"),
        (Text(fi="Sagostugan rf"), "sv"),
        (Text({"fi": "Paraisten kaupunki", "sv": "Pargas stad", "_original": "sv"}), "sv"),
        (Text(en="Open Table"), "fi"),
        (Text(), "fi"),
    ],
)
def test_mail_language_is_that_of_the_organisations_own_name(name, language):
    assert Organisation(name=name).mail_language == language
