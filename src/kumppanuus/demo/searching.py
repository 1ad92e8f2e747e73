"""What people of the demo look for: saved searches, everyday words of the editors, words that found nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import time_machine
from django.utils import timezone, translation

from kumppanuus.accounts.models import Person
from kumppanuus.core.actors import Actor
from kumppanuus.links.models import Link
from kumppanuus.search import actions as search
from kumppanuus.services import actions
from kumppanuus.services.permissions.saved import CONFIRM
from kumppanuus.spaces.models import Space

SAVED = (  # who, filter, name, rhythm, days ago
    ("kaisa", "kind=event&price=free", "Maksuttomat tapahtumat", "weekly", 30),
    ("kaisa", "kind=volunteer_task", "Vapaaehtoistehtävät maakunnassa", "monthly", 80),
    ("bertil", "area=koski-tl", "Kosken tarjonta", "daily", 20),
    ("aino", "area=koski-tl&kind=peer_group&referral=no", "Vertaisryhmät ilman lähetettä", "weekly", 12),
)
VISITOR = "goran.gissning@lukupiiri.example"
WORDS = (  # language, what people say, what it means, note
    ("fi", "mummonkammari", "kohtaamispaikka|ystävätoiminta", "Mallialueella iäkkäiden olohuonetta kutsutaan näin"),
    ("fi", "talkkarin tekemät hommat", "pihatyöt|kotiapu", "Sanotaan Koskella"),
    ("sv", "stugvärme", "kohtaamispaikka|avoin kahvila", "Så säger man i skärgården"),
)
IN_VAIN = (  # words, language, how often
    ("kuka kaitsee koiraa sairaalareissun ajan", "fi", 5),
    ("kyyti röntgeniin", "fi", 4),
    ("hjälp med deklarationen", "sv", 3),
    ("kuun kävelyretki", "fi", 1),
)


def let_search(space: Space, people: Mapping[str, Person]) -> None:
    """Save searches, keep words of our own, and ask some things in vain."""
    with translation.override("fi"):
        for who, query, name, how_often, days in SAVED:
            with _days_ago(days):
                actions.save_search(people[who].as_actor(), None, query=query, name=name, how_often=how_often)
        with _days_ago(9), translation.override("sv"):
            _visitor()
        for language, saying, meaning, note in WORDS:
            with _days_ago(15):
                editor = Actor(person_id=people["kaisa"].pk)
                search.add_word(editor, space, language=language, saying=saying, meaning=meaning, note=note)
        for words, language, times in IN_VAIN:
            for _time in range(times):
                search.tell_silent(Actor(), None, words=words, language=language)


def _days_ago(days: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() - dt.timedelta(days=days), tick=True)


def _visitor() -> None:
    """A visitor saves a search by mail and opens the link."""
    made = actions.save_search(
        Actor(), None, query="term=language:sv", name="På svenska", how_often="weekly", email=VISITOR
    )
    if made is not None:
        link = Link.objects.get(purpose=CONFIRM, target_id=made.pk)
        actions.confirm_search(Actor(link_id=link.pk), made)
