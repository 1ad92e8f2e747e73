from django.db import migrations

from kumppanuus.core.frozen import Freeze


class Migration(migrations.Migration):
    """A published decision does not change; who recorded it may be forgotten."""

    dependencies = [("calls", "0001_initial"), ("core", "0001_initial")]

    operations = [Freeze("calls_decision", "OLD.published_at IS NOT NULL", forget=("person_id",))]
