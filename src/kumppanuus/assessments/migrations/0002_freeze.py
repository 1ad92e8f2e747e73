from django.db import migrations

from kumppanuus.core.frozen import Freeze

COMPLETE = "EXISTS (SELECT 1 FROM assessments_release r WHERE r.id = {id} AND r.complete)"
GIVEN = "EXISTS (SELECT 1 FROM questionnaires_response r WHERE r.id = {id} AND r.status <> 'draft')"


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_initial"),
        ("core", "0001_initial"),
        ("questionnaires", "0002_freeze"),
    ]

    operations = [
        # A release is written, then said to be complete; after that nothing is added to it, changed or taken away.
        Freeze("assessments_release", "1 = 1", ("complete",), "OLD.complete AND NOT NEW.complete"),
        *(
            Freeze(table, "1 = 1", insert=COMPLETE.format(id="NEW.release_id"))
            for table in ("assessments_release_counted", "assessments_cell", "assessments_releasedcomment")
        ),
        # The first of two signatures stands on a draft, and falls when the draft changes.
        Freeze(
            "assessments_signature",
            GIVEN.format(id="OLD.response_id"),
            insert=GIVEN.format(id="NEW.response_id"),
        ),
    ]
