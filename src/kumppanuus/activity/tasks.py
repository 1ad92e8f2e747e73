from django_tasks import task

from kumppanuus.activity.models import Event


@task()
def deliver(event_id: int) -> None:
    """Run the subscribers of one event."""
    from kumppanuus.activity.recorder import subscribers

    event = Event.objects.get(pk=event_id)
    for subscriber in subscribers.get(event.name, []):
        subscriber(event)
