from django.db import migrations

from kumppanuus.core.frozen import Freeze


class Migration(migrations.Migration):
    """What was sent stays as it was: a correction is a new bulletin. Who began it may be forgotten."""

    dependencies = [("bulletins", "0001_initial"), ("core", "0001_initial")]

    operations = [Freeze("bulletins_bulletin", "OLD.sent_at IS NOT NULL", forget=("person_id",))]
