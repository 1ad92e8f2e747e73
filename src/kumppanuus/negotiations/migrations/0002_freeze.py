from django.db import migrations

from kumppanuus.core.frozen import Freeze


class Migration(migrations.Migration):
    """What was offered for signing, and the signatures, never change. Who signed may be forgotten."""

    dependencies = [("negotiations", "0001_initial"), ("core", "0001_initial")]

    operations = [
        Freeze("negotiations_agreement", "1 = 1"),
        Freeze("negotiations_signature", "1 = 1", forget=("person_id",)),
    ]
