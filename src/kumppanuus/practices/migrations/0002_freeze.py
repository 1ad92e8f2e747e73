from django.db import migrations

from kumppanuus.core.frozen import Freeze

PUBLISHED = "EXISTS (SELECT 1 FROM practices_practiceversion v WHERE v.id = {id} AND v.status <> 'draft')"
IN_FORCE = "EXISTS (SELECT 1 FROM practices_templateversion v WHERE v.id = {id} AND v.status <> 'draft')"
BACK_TO_DRAFT = "NEW.status = 'draft'"


def _of_version(table: str, forget: tuple[str, ...] = ()) -> Freeze:
    return Freeze(
        table, PUBLISHED.format(id="OLD.version_id"), insert=PUBLISHED.format(id="NEW.version_id"), forget=forget
    )


class Migration(migrations.Migration):
    """Published versions of practices and templates never change; who wrote them may be forgotten."""

    dependencies = [("practices", "0001_initial"), ("core", "0001_initial")]

    operations = [
        Freeze(
            "practices_practiceversion", "OLD.status <> 'draft'", ("status",), BACK_TO_DRAFT, forget=("author_id",)
        ),
        _of_version("practices_section", ("changed_by_id",)),
        _of_version("practices_attachment"),
        Freeze(
            "practices_templateversion", "OLD.status <> 'draft'", ("status",), BACK_TO_DRAFT, forget=("author_id",)
        ),
        Freeze(
            "practices_templatefield",
            IN_FORCE.format(id="OLD.version_id"),
            insert=IN_FORCE.format(id="NEW.version_id"),
        ),
    ]
