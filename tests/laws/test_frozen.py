"""Law: what is frozen is kept by the database itself: each column of each frozen table, by raw SQL, on both databases."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.loader import MigrationLoader

from kumppanuus.core.frozen import Freeze
from tests.factories import building

# A row of each frozen table that is frozen in the world of tests.
FROZEN_ROW = {
    "assessments_release": "complete",
    "assessments_release_counted": "1 = 1",
    "assessments_cell": "1 = 1",
    "assessments_releasedcomment": "1 = 1",
    "assessments_signature": "1 = 1",
    "bodies_rules": "1 = 1",
    "bulletins_bulletin": "sent_at IS NOT NULL",
    "calls_decision": "published_at IS NOT NULL",
    "consultations_part": "consultation_id IN (SELECT id FROM consultations_consultation WHERE opens_at IS NOT NULL)",
    "consultations_remark": "given_at IS NOT NULL AND person_id IS NOT NULL AND consultation_id IN "
    "(SELECT id FROM consultations_consultation WHERE closed_at IS NOT NULL)",
    "matters_step": "person_id IS NOT NULL",
    "meetings_correction": "minutes_id IN (SELECT id FROM meetings_minutes WHERE phase = 'approved')",
    "meetings_minutes": "phase = 'approved'",
    "meetings_minutespart": "minutes_id IN (SELECT id FROM meetings_minutes WHERE phase = 'approved')",
    "meetings_signature": "minutes_id IN (SELECT id FROM meetings_minutes WHERE phase = 'approved')",
    "negotiations_agreement": "1 = 1",
    "negotiations_signature": "1 = 1",
    "practices_attachment": "version_id IN (SELECT id FROM practices_practiceversion WHERE status <> 'draft')",
    "practices_practiceversion": "status <> 'draft'",
    "practices_section": "version_id IN (SELECT id FROM practices_practiceversion WHERE status <> 'draft')",
    "practices_templatefield": "version_id IN (SELECT id FROM practices_templateversion WHERE status <> 'draft')",
    "practices_templateversion": "status <> 'draft'",
    "questionnaires_questionnaireversion": "status <> 'draft'",
    "questionnaires_theme": "version_id IN (SELECT id FROM questionnaires_questionnaireversion WHERE status <> 'draft')",
    "questionnaires_item": "version_id IN (SELECT id FROM questionnaires_questionnaireversion WHERE status <> 'draft')",
    "questionnaires_level": "item_id IN (SELECT i.id FROM questionnaires_item i JOIN questionnaires_questionnaireversion "
    "v ON v.id = i.version_id WHERE v.status <> 'draft')",
    "questionnaires_response": "status <> 'draft'",
    "questionnaires_answer": "response_id IN (SELECT id FROM questionnaires_response WHERE status <> 'draft')",
    "questionnaires_evidence": "answer_id IN (SELECT a.id FROM questionnaires_answer a JOIN questionnaires_response r "
    "ON r.id = a.response_id WHERE r.status <> 'draft')",
}
# What may change in a frozen row, and why; all else is refused.
MAY_CHANGE = {
    ("consultations_remark", "theme_id"): "grouping is the moderators' work after closing",
    ("practices_practiceversion", "status"): "a later version takes its place",
    ("practices_templateversion", "status"): "a later version takes its place",
    ("questionnaires_questionnaireversion", "status"): "a later version takes its place",
    ("questionnaires_item", "bank_id"): "which items mean the same is found out later",
    ("questionnaires_response", "status"): "a later answer takes its place",
    ("questionnaires_response", "organisation_id"): "the keeper verifies an open answer after it was given",
}
# What may become empty: who wrote it, when the person is erased.
MAY_BE_FORGOTTEN = {
    ("bodies_rules", "person_id"),
    ("bulletins_bulletin", "person_id"),
    ("calls_decision", "person_id"),
    ("consultations_remark", "person_id"),
    ("matters_step", "person_id"),
    ("meetings_minutespart", "changed_by_id"),
    ("negotiations_signature", "person_id"),
    ("practices_practiceversion", "author_id"),
    ("practices_section", "changed_by_id"),
    ("practices_templateversion", "author_id"),
    ("questionnaires_questionnaireversion", "author_id"),
    ("questionnaires_answer", "changed_by_id"),
}
# Rows that stand by themselves: a new one adds nothing to what is frozen.
MAY_BE_ADDED = {
    "bulletins_bulletin",
    "consultations_remark",  # sent late: a draft that is given after closing
    *("bodies_rules", "assessments_release", "calls_decision", "matters_step", "meetings_minutes"),
    *("negotiations_agreement", "negotiations_signature"),
    *("practices_practiceversion", "practices_templateversion"),
    *("questionnaires_questionnaireversion", "questionnaires_response"),
}


def freezes() -> dict[str, Freeze]:
    nodes = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    return {op.table: op for node in nodes for op in node.operations if isinstance(op, Freeze)}


def model_of(table: str) -> type[models.Model]:
    return next(m for m in apps.get_models(include_auto_created=True) if m._meta.db_table == table)


def other_value(field: models.Field) -> str:
    """SQL for a value of the column's kind that is not the one it has."""
    column, kind = f'"{field.column}"', field.get_internal_type()
    if isinstance(field, models.ForeignKey):
        kind = "BigIntegerField"
    if "Integer" in kind or "Auto" in kind or kind == "DecimalField":
        return f"COALESCE({column}, 0) + 1"
    match kind:
        case "BooleanField":
            return f"NOT {column}"
        case "JSONField" | "TextField" if isinstance(field, models.JSONField):
            return """'{"fi": "Muuta"}'"""
        case "DateField":
            return "'1999-01-01'"
        case "DateTimeField":
            return "'1999-01-01 00:00:00+00'"
        case _:
            return f"SUBSTR('x' || COALESCE({column}, ''), 1, {field.max_length or 200})"


def refused(sql: str, table: str) -> bool:
    try:
        with building(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            assert cursor.rowcount == 1, sql
    except DatabaseError as exc:
        return f"frozen: {table}" in str(exc)
    return False


def row_of(table: str, world) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} WHERE {FROZEN_ROW[table]} ORDER BY id LIMIT 1")  # noqa: S608
        found = cursor.fetchone()
    assert found, f"no frozen row of {table} in the world"
    return found[0]


def test_the_tables_tried_are_those_frozen():
    assert freezes().keys() == FROZEN_ROW.keys()


@pytest.mark.django_db
def test_no_column_of_a_frozen_row_changes(world):
    tried, let_through = 0, set()
    for table in FROZEN_ROW:
        pk = row_of(table, world)
        for field in model_of(table)._meta.local_concrete_fields:
            sql = f'UPDATE {table} SET "{field.column}" = {other_value(field)} WHERE id = {pk}'  # noqa: S608
            tried += 1
            if not refused(sql, table):
                let_through.add((table, field.column))
    assert (tried > 90, let_through) == (True, MAY_CHANGE.keys())


@pytest.mark.django_db
def test_a_frozen_row_is_not_deleted_and_nothing_is_added_to_it(world):
    kept, closed = set(), set()
    for table in FROZEN_ROW:
        pk = row_of(table, world)
        if refused(f"DELETE FROM {table} WHERE id = {pk}", table):  # noqa: S608
            kept.add(table)
        fields = [field.column for field in model_of(table)._meta.local_concrete_fields if not field.primary_key]
        names = ", ".join(f'"{name}"' for name in fields)
        if refused(f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} WHERE id = {pk}", table):  # noqa: S608
            closed.add(table)
    assert (kept, closed) == (FROZEN_ROW.keys(), FROZEN_ROW.keys() - MAY_BE_ADDED)


@pytest.mark.django_db
def test_a_column_that_may_be_forgotten_can_only_become_empty(world):
    aino = world.cast.people["aino"].pk
    for table, column in MAY_BE_FORGOTTEN:
        pk = row_of(table, world)
        assert refused(f"UPDATE {table} SET {column} = {aino + 100} WHERE id = {pk}", table)  # noqa: S608
        assert not refused(f"UPDATE {table} SET {column} = NULL WHERE id = {pk}", table)  # noqa: S608


@pytest.mark.django_db
def test_a_complete_release_does_not_become_incomplete_and_nothing_is_moved_into_it(world):
    pk = row_of("assessments_release", world)
    assert refused(f"UPDATE assessments_release SET complete = NOT complete WHERE id = {pk}", "assessments_release")  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM questionnaires_answer WHERE response_id IN "
                       "(SELECT id FROM questionnaires_response WHERE status = 'draft') LIMIT 1")  # fmt: skip
        draft = cursor.fetchone()[0]
    given = row_of("questionnaires_response", world)
    move = f"UPDATE questionnaires_answer SET response_id = {given} WHERE id = {draft}"  # noqa: S608
    assert refused(move, "questionnaires_answer")


def test_freeze_needs_a_table_that_a_model_has():
    with pytest.raises(LookupError):
        Freeze("no_such_table", "1 = 1").columns(type("State", (), {"apps": apps})())
