from django.db import migrations

from kumppanuus.core.frozen import Freeze

VERSION_PUBLISHED = "EXISTS (SELECT 1 FROM questionnaires_questionnaireversion v WHERE v.id = {id} AND v.status <> 'draft')"
GIVEN = "EXISTS (SELECT 1 FROM questionnaires_response r WHERE r.id = OLD.response_id AND r.status <> 'draft')"


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0001_initial"), ("core", "0001_initial")]

    operations = [
        Freeze(
            "questionnaires_questionnaireversion",
            "OLD.status <> 'draft'",
            ["number", "questionnaire_id", "based_on_id", "published_at", "note", "status"],
            ("status",),
        ),
        Freeze(
            "questionnaires_item",
            VERSION_PUBLISHED.format(id="OLD.version_id"),
            ["version_id", "theme_id", "order", "code", "kind", "bank_id", "name", "statement", "more",
             "evidence_wanted", "evidence", "first_steps"],
            ("bank_id",),
        ),
        Freeze(
            "questionnaires_level",
            "EXISTS (SELECT 1 FROM questionnaires_questionnaireversion v JOIN questionnaires_item i "
            "ON i.version_id = v.id WHERE i.id = OLD.item_id AND v.status <> 'draft')",
            ["item_id", "value", "label", "description"],
        ),
        Freeze(
            "questionnaires_response",
            "OLD.status <> 'draft'",
            ["version_id", "organisation_id", "link_id", "number", "based_on_id", "reason", "submitted_at", "status"],
            ("status", "organisation_id"),
        ),
        Freeze(
            "questionnaires_answer",
            GIVEN,
            ["response_id", "item_id", "value", "number", "text", "cannot_say", "comment", "comment_public"],
        ),
        Freeze(
            "questionnaires_evidence",
            "EXISTS (SELECT 1 FROM questionnaires_response r JOIN questionnaires_answer a ON a.response_id = r.id "
            "WHERE a.id = OLD.answer_id AND r.status <> 'draft')",
            ["answer_id", "kind", "title", "url", "file_id", "body", "decided_on", "record_model", "record_id"],
        ),
    ]
