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
            ["number", "questionnaire_id", "based_on_id", "published_at", "note", "status"],
            ("status",),
            BACK_TO_DRAFT,
        ),
        Freeze(
            "questionnaires_theme",
            VERSION_PUBLISHED.format(id="OLD.version_id"),
            ["version_id", "order", "key", "title"],
            insert=VERSION_PUBLISHED.format(id="NEW.version_id"),
        ),
        Freeze(
            "questionnaires_item",
            VERSION_PUBLISHED.format(id="OLD.version_id"),
            ["version_id", "theme_id", "order", "code", "kind", "bank_id", "name", "statement", "more",
             "evidence_wanted", "evidence", "first_steps"],
            ("bank_id",),
            insert=VERSION_PUBLISHED.format(id="NEW.version_id"),
        ),
        Freeze(
            "questionnaires_level",
            ITEM_PUBLISHED.format(id="OLD.item_id"),
            ["item_id", "value", "label", "description"],
            insert=ITEM_PUBLISHED.format(id="NEW.item_id"),
        ),
        Freeze(
            "questionnaires_response",
            "OLD.status <> 'draft'",
            ["version_id", "organisation_id", "number", "based_on_id", "reason", "submitted_at", "status"],
            ("status", "organisation_id"),
            BACK_TO_DRAFT,
        ),
        Freeze(
            "questionnaires_answer",
            RESPONSE_GIVEN.format(id="OLD.response_id"),
            ["response_id", "item_id", "value", "number", "text", "cannot_say", "comment", "comment_public"],
            insert=RESPONSE_GIVEN.format(id="NEW.response_id"),
        ),
        Freeze(
            "questionnaires_evidence",
            ANSWER_GIVEN.format(id="OLD.answer_id"),
            ["answer_id", "kind", "title", "url", "file_id", "body", "decided_on", "record_model", "record_id"],
            insert=ANSWER_GIVEN.format(id="NEW.answer_id"),
        ),
    ]
