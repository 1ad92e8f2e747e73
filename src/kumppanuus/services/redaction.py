"""When content of an entry is removed for good, what is kept of its page is made anew."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from kumppanuus.activity.redaction import on_redact
from kumppanuus.services.models import Contact, Location, Service, SourceRecord


@on_redact
def forget(obj: models.Model, field: str) -> None:
    """Move the version of every entry whose page shows the object."""
    if isinstance(obj, Service):
        Service.objects.filter(pk=obj.pk).update(**obj.follow_texts())
        touched = Service.objects.filter(pk=obj.pk)
    elif isinstance(obj, Contact):
        touched = Service.objects.filter(contacts=obj)
    elif isinstance(obj, Location):
        touched = Service.objects.filter(places__location=obj)
    else:
        return
    pks = list(touched.values_list("pk", flat=True))
    Service.objects.filter(pk__in=pks).update(edited_at=timezone.now())
    SourceRecord.objects.filter(service__in=pks).update(values={})  # what a list said of it last time
