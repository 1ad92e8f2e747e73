from django.db import migrations

from kumppanuus.core.frozen import Freeze

VERSION_PUBLISHED = (
    "EXISTS (SELECT 1 FROM questionnaires_questionnaireversion v WHERE v.id = {id} AND v.status <> 'draft')"
)
ITEM_PUBLISHED = (
    "EXISTS (SELECT 1 FROM questionnaires_questionnaireversion v JOIN questionnaires_item i "
    "ON i.version_id = v.id WHERE i.id = {id} AND v.status <> 'draft')"
)
RESPONSE_GIVEN = "EXISTS (SELECT 1 FROM questionnaires_response r WHERE r.id = {id} AND r.status <> 'draft')"
ANSWER_GIVEN = (
    "EXISTS (SELECT 1 FROM questionnaires_response r JOIN questionnaires_answer a ON a.response_id = r.id "
    "WHERE a.id = {id} AND r.status <> 'draft')"
)
BACK_TO_DRAFT = "NEW.status = 'draft'"


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0001_initial"), ("core", "0001_initial")]

    operations = [
        Freeze(
            "questionnaires_questionnaireversion",
            "OLD.status <> 'draft'",
            ("status",),
            BACK_TO_DRAFT,
            forget=("author_id",),
        ),
        Freeze(
            "questionnaires_theme",
            VERSION_PUBLISHED.format(id="OLD.version_id"),
            insert=VERSION_PUBLISHED.format(id="NEW.version_id"),
        ),
        Freeze(
            "questionnaires_item",
            VERSION_PUBLISHED.format(id="OLD.version_id"),
            ("bank_id",),  # which items mean the same is found out later
            insert=VERSION_PUBLISHED.format(id="NEW.version_id"),
        ),
        Freeze(
            "questionnaires_level",
            ITEM_PUBLISHED.format(id="OLD.item_id"),
            insert=ITEM_PUBLISHED.format(id="NEW.item_id"),
        ),
        Freeze(
            "questionnaires_response",
            "OLD.status <> 'draft'",
            ("status", "organisation_id"),  # replaced by a later one; verified after it was given
            BACK_TO_DRAFT,
        ),
        Freeze(
            "questionnaires_answer",
            RESPONSE_GIVEN.format(id="OLD.response_id"),
            insert=RESPONSE_GIVEN.format(id="NEW.response_id"),
            forget=("changed_by_id",),
        ),
        Freeze(
            "questionnaires_evidence",
            ANSWER_GIVEN.format(id="OLD.answer_id"),
            insert=ANSWER_GIVEN.format(id="NEW.answer_id"),
        ),
    ]
