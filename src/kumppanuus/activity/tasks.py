"""Subscribers of events, and erasing what has been kept long enough."""

from django_tasks import task

from kumppanuus.activity.models import Event
from kumppanuus.core.clock import every


@task()
def deliver(event_id: int) -> None:
    """Run the subscribers of one event; an event erased by age meanwhile wakes nobody."""
    from kumppanuus.activity.recorder import subscribers

    event = Event.objects.filter(pk=event_id).first()
    if event is None:
        return
    for subscriber in subscribers.get(event.name, []):
        subscriber(event)


@every("day")
def retention() -> dict[str, int]:
    """Erase old events, traces of looking, feedback, expired links and unfinished sign-ins."""
    from kumppanuus.activity.retention import purge_all

    return purge_all()
