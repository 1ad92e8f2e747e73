"""Law: each model of ours says how long its records are kept."""

from __future__ import annotations

from django.apps import apps

from kumppanuus.core.models import Retention


def test_every_model_names_its_retention_itself() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("kumppanuus.")]
    without = [m._meta.label for m in ours if not isinstance(m.__dict__.get("retention"), Retention)]
    assert (len(ours) > 40, without) == (True, [])
