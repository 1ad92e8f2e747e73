"""Samples of the addresses of saved searches, clients' sheets and everyday words; see tests.laws.addresses."""

from __future__ import annotations

from typing import Any

from kumppanuus.search.models import Saying, Silent
from tests.factories.world import World


def none(w: World) -> dict[str, Any]:
    return {}


def of_word(w: World) -> dict[str, Any]:
    return {"pk": Saying.objects.get(saying="paha olla").pk}


ALONE = (
    *("services:saved", "services:save_search", "services:search_sent"),
    *("services:sheet", "services:choose_for_sheet", "services:shown_sheet", "services:sheet_pdf"),
    *("services:send_sheet", "search:words", "search:add_word", "search:silent"),
)
SEARCH_ADDRESSES = {
    **dict.fromkeys(ALONE, none),
    "services:saved_search": lambda w: {"pk": w.directory.saved.pk},
    "services:confirm_search": lambda w: {"token": w.tokens["ask"]},
    "services:search_by_link": lambda w: {"token": w.tokens["saved"]},
    **dict.fromkeys(("search:change_word", "search:remove_word"), of_word),
    "search:drop_silent": lambda w: {"pk": Silent.objects.get(words="kuumatka").pk},
}
