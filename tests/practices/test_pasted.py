"""What is pasted carries characters that nobody sees: every way out of a practice stands them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kumppanuus.practices import actions
from tests.factories.practices import published, wrote

pytestmark = pytest.mark.django_db
PASTED = "Kävellään\x0bjoka\x01 tiistai\x1b[31m\x0c 你好 អក \ue000 👩\u200d💻"


def test_control_characters_and_letters_of_no_typeface_here_break_no_page_document_or_feed(client, cast):
    bertil = cast.actor("bertil")
    practice = published(bertil, cast.ngo_a, name=f"Kävely {PASTED}")
    version = actions.draft(bertil, practice)
    wrote(bertil, version, "tips", fi=f"{PASTED}\n\n- {PASTED}\n\n| {PASTED} | b |\n|---|---|\n| c | {PASTED} |")
    number = actions.publish(bertil, version).number
    slug = practice.slug
    places = [reverse("practices:document", args=[slug, number, fmt]) for fmt in ("pdf", "docx", "md", "json")]
    places += [reverse(f"practices:{name}") for name in ("practices", "atom")]
    places += [reverse("practices:export", args=[fmt]) for fmt in ("csv", "xlsx")]
    places += [practice.get_absolute_url(), reverse("practices:take_out", args=[slug, number])]
    places += [reverse("api-1:get_practice", args=[slug]), f"{reverse('services:atom')}?q=%01%02%1b[31m"]
    assert {place: client.get(place).status_code for place in places} == dict.fromkeys(places, 200)
