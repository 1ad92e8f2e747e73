from django.db import migrations

from kumppanuus.core.frozen import Freeze

CLOSED = "EXISTS (SELECT 1 FROM consultations_consultation c WHERE c.id = {row}.consultation_id AND c.closed_at IS NOT NULL)"
ANNOUNCED = (
    "EXISTS (SELECT 1 FROM consultations_consultation c WHERE c.id = {row}.consultation_id AND c.opens_at IS NOT NULL)"
)


class Migration(migrations.Migration):
    """What was asked never changes once announced, nor what was said once closed; who said it may be forgotten.

    A comment's group may change: grouping is the moderators' work after closing.
    """

    dependencies = [("consultations", "0001_initial"), ("core", "0001_initial")]

    operations = [
        Freeze("consultations_part", ANNOUNCED.format(row="OLD"), insert=ANNOUNCED.format(row="NEW")),
        Freeze(
            "consultations_remark",
            f"OLD.given_at IS NOT NULL AND {CLOSED.format(row='OLD')}",
            ("theme_id",),
            forget=("person_id",),
        ),
    ]
