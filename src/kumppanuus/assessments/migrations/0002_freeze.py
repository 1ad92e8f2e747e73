from django.db import migrations

from kumppanuus.core.frozen import Freeze


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial"), ("core", "0001_initial")]

    operations = [
        Freeze(
            "assessments_release",
            "1 = 1",
            ["assessment_id", "number", "person_id", "at", "municipal_response_id", "ngo_part", "invited", "answered", "pending", "refused",
             "withheld"],
        ),
        Freeze(
            "assessments_cell",
            "1 = 1",
            ["release_id", "item_id", "municipal_value", "municipal_cannot_say", "ngo_half_levels", "ngo_spread",
             "ngo_count"],
        ),
        Freeze("assessments_releasedcomment", "1 = 1", ["release_id", "item_id", "text", "language", "order"]),
        Freeze("assessments_signature", "1 = 1", ["assessment_id", "response_id", "person_id", "body", "decided_on", "at"]),
    ]
