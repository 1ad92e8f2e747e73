from django.db import migrations

from kumppanuus.core.frozen import Freeze


class Migration(migrations.Migration):
    """Rules of procedure that were adopted do not change; who adopted them may be forgotten."""

    dependencies = [("bodies", "0001_initial"), ("core", "0001_initial")]

    operations = [Freeze("bodies_rules", "1 = 1", forget=("person_id",))]
