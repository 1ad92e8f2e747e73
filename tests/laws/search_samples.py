"""Samples of the actions of search; see tests.laws.samples."""

from __future__ import annotations

from django.utils import timezone

from kumppanuus.search import actions
from kumppanuus.search.models import Saying, Silent
from tests.laws.samples import fixed, nothing

WORDS = {"language": "fi", "saying": "rahat loppu", "meaning": "velkaneuvonta"}


def _word(w):
    return Saying.objects.get(saying="paha olla")


fixed("search.index", nothing, step=lambda: None)
fixed("search.add_word", lambda w: w.cast.space, **WORDS)
fixed("search.change_word", _word, **WORDS)
fixed("search.remove_word", _word)
fixed("search.load_words", nothing, path=actions.SHIPPED_WORDS)
fixed("search.tell_silent", nothing, words="lentoliput kuuhun", language="fi")
fixed("search.drop_silent", lambda w: Silent.objects.get(words="kuumatka"))
fixed("search.forget_silent", nothing, before=timezone.localdate())
