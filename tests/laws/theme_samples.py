"""Samples of the actions about a space's own themes; see tests.laws.samples."""

from __future__ import annotations

from django.utils import timezone

from kumppanuus.core.texts import Text
from kumppanuus.services import actions
from tests.laws.samples import fixed, nothing, sample

fixed("services.add_theme", lambda w: w.cast.space, name=Text(fi="Omaishoito"))
fixed("services.change_theme", lambda w: w.directory.theme, name=Text(fi="Suru"))
sample("services.merge_theme")(lambda w: (w.directory.theme, {"into": w.directory.other_theme}))
fixed("services.end_theme", lambda w: w.directory.theme)
sample("services.resume_theme")(lambda w: (actions.end_theme(w.actor("kaisa"), w.directory.theme), {}))
fixed("services.undo_theme", lambda w: w.directory.other_theme_change)
fixed("services.purge_themes", nothing, before=timezone.now())
