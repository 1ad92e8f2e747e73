"""The queue only wakes the sender; what is to be sent stands in the outbox."""

from django_tasks import task

from kumppanuus.notices.sending import send_due


@task()
def wake() -> None:
    """Send what is due."""
    send_due()
