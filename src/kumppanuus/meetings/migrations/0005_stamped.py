import django.utils.timezone
from django.db import migrations, models
from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from kumppanuus.core.frozen import Freeze, Thaw


APPROVED = "EXISTS (SELECT 1 FROM meetings_minutes m WHERE m.id = {id} AND m.phase = 'approved')"
FROZEN = ("meetings_minutes", "meetings_minutespart", "meetings_correction", "meetings_signature")


def of_approved(table, forget=()):
    return Freeze(table, APPROVED.format(id="OLD.minutes_id"), (), "", APPROVED.format(id="NEW.minutes_id"), forget)


def known_days(apps, schema_editor):
    """Say of what was there before what is known: by when a meeting and its items were there, when papers came."""
    meetings = apps.get_model("meetings", "Meeting").objects
    meetings.update(created_at=F("changed_at"))
    meetings.filter(called_at__lt=F("changed_at")).update(created_at=F("called_at"))
    its = meetings.filter(pk=OuterRef("meeting"))
    apps.get_model("meetings", "AgendaItem").objects.update(
        created_at=Subquery(its.values("created_at")), changed_at=Subquery(its.values("changed_at"))
    )
    apps.get_model("meetings", "Paper").objects.update(changed_at=Coalesce("withdrawn_at", "created_at"))
    parts = apps.get_model("meetings", "MinutesPart").objects.filter(minutes=OuterRef("pk")).order_by()
    written = parts.values("minutes").annotate(last=Max("changed_at")).values("last")
    apps.get_model("meetings", "Minutes").objects.update(changed_at=Coalesce(Subquery(written), "begun_at"))


def moment():
    return models.DateTimeField(default=django.utils.timezone.now, editable=False)


class Migration(migrations.Migration):
    """Meetings, items, papers and minutes know when they were made and last changed."""

    dependencies = [("meetings", "0004_approving_results"), ("bodies", "0004_stamped")]

    operations = [
        *(Thaw(table) for table in FROZEN),
        migrations.AlterField("meeting", "changed_at", moment()),
        migrations.AddField("meeting", "created_at", moment()),
        migrations.AddField("agendaitem", "created_at", moment()),
        migrations.AddField("agendaitem", "changed_at", moment()),
        migrations.RenameField("paper", "added_at", "created_at"),
        migrations.AlterField("paper", "created_at", moment()),
        migrations.AddField("paper", "changed_at", moment()),
        migrations.AddField("minutes", "changed_at", moment()),
        migrations.AlterField("minutespart", "changed_at", moment()),
        migrations.RunPython(known_days, migrations.RunPython.noop),
        Freeze("meetings_minutes", "OLD.phase = 'approved'"),
        of_approved("meetings_minutespart", ("changed_by_id",)),
        of_approved("meetings_correction"),
        of_approved("meetings_signature"),
    ]
