from django.db import migrations

from kumppanuus.core.frozen import Freeze

APPROVED = "EXISTS (SELECT 1 FROM meetings_minutes m WHERE m.id = {id} AND m.phase = 'approved')"


class Migration(migrations.Migration):
    """Approved minutes do not change, nor does anything that belongs to them; who wrote may be forgotten."""

    dependencies = [("meetings", "0001_initial"), ("core", "0001_initial")]

    operations = [
        Freeze("meetings_minutes", "OLD.phase = 'approved'"),
        *(
            Freeze(
                table,
                APPROVED.format(id="OLD.minutes_id"),
                insert=APPROVED.format(id="NEW.minutes_id"),
                forget=forget,
            )
            for table, forget in (
                ("meetings_minutespart", ("changed_by_id",)),
                ("meetings_correction", ()),
                ("meetings_signature", ()),
            )
        ),
    ]
