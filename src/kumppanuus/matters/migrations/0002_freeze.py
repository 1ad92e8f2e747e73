from django.db import migrations

from kumppanuus.core.frozen import Freeze


class Migration(migrations.Migration):
    """A step is never changed: a wrong one is corrected by a later one. Who wrote it down may be forgotten."""

    dependencies = [("matters", "0001_initial"), ("core", "0001_initial")]

    operations = [Freeze("matters_step", "1 = 1", forget=("person_id",))]
