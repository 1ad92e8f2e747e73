import datetime as dt

import django.utils.timezone
from django.db import migrations, models
from django.db.models import F
from django.utils import timezone


def known_days(apps, schema_editor):
    """Say of what was there before what is known: a body changed when it was made, a mandate was made when it began."""
    apps.get_model("bodies", "Body").objects.update(changed_at=F("created_at"))
    mandates = apps.get_model("bodies", "Mandate").objects
    today = timezone.localdate()
    for day in set(mandates.filter(start__lt=today).order_by().values_list("start", flat=True)):
        morning = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        mandates.filter(start=day).update(created_at=morning, changed_at=morning)
    seats = apps.get_model("bodies", "Seat").objects
    for day in set(seats.filter(start__lt=today).order_by().values_list("start", flat=True)):
        seats.filter(start=day).update(changed_at=timezone.make_aware(dt.datetime.combine(day, dt.time.min)))


def moment(**more):
    return models.DateTimeField(default=django.utils.timezone.now, editable=False, **more)


class Migration(migrations.Migration):
    """Bodies, seats and mandates know when they changed; what was shown and is no more can be told."""

    dependencies = [("bodies", "0003_funding")]

    operations = [
        migrations.AlterField("body", "created_at", moment()),
        migrations.AddField("body", "changed_at", moment()),
        migrations.AddField("body", "access_changed_at", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.AddField("seat", "changed_at", moment()),
        migrations.AddField("mandate", "created_at", moment()),
        migrations.AddField("mandate", "changed_at", moment()),
        migrations.AddField("mandate", "name_hidden_at", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.RunPython(known_days, migrations.RunPython.noop),
    ]
