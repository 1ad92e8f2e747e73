"""The agenda: items, their order, their papers."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File as Content
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.files import actions as files
from kumppanuus.meetings.actions.letters import answer_proposer
from kumppanuus.meetings.models import AgendaItem, ItemState, Meeting, Paper, Proposal
from kumppanuus.meetings.results import results_for

FIELDS = ("title", "kind", "minutes", "presenter", "background", "release")
UP, DOWN = "up", "down"


def put(meeting: Meeting, **fields: Any) -> AgendaItem:
    """Put an item at the end of an agenda; for actions, which have asked."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    last = meeting.items.aggregate(last=Max("order"))["last"] or 0
    return AgendaItem.objects.create(meeting=meeting, order=last + 1, **fields)


@action
def add_item(actor: Actor, /, meeting: Meeting, **fields: Any) -> AgendaItem:
    """Put an item at the end of the agenda. Fields: title, kind, minutes, presenter, background,
    release (the result that it is about). Refused for a result of somewhere else.
    """
    _known(fields)
    _near(meeting, fields)
    item = put(meeting, **fields)
    note(item, meeting)
    return item


def _known(fields: dict[str, Any]) -> None:
    if unknown := fields.keys() - set(FIELDS):
        raise TypeError(f"An item has no {', '.join(sorted(unknown))}")


def _near(meeting: Meeting, fields: dict[str, Any]) -> None:
    release = fields.get("release")
    if release is not None and release not in results_for(meeting.body):
        raise Refused(_("That result is not of this body's area. Choose another one; the rest is kept."))


@action
def change_item(actor: Actor, /, item: AgendaItem, **fields: Any) -> AgendaItem:
    """Change an item."""
    _known(fields)
    _near(item.meeting, fields)
    changed = [name for name, value in fields.items() if getattr(item, name) != value]
    for name in changed:
        setattr(item, name, fields[name])
    item.save(update_fields=changed)
    note(item, item.meeting, changed=changed)
    return item


@action
def arrange(actor: Actor, meeting: Meeting, *, item: AgendaItem, to: str) -> Meeting:
    """Move an item one place up or down the agenda; at its end nothing happens."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    rows = list(meeting.items.exclude(state=ItemState.WITHDRAWN))
    place = next((n for n, row in enumerate(rows) if row.pk == item.pk), None)
    if place is None:
        raise Refused(_("The item was withdrawn meanwhile. The order was not changed."))
    other = place - 1 if to == UP else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    for order, row in enumerate(rows, start=1):
        row.order = order
    AgendaItem.objects.bulk_update(rows, ["order"])
    note(meeting, item=item.pk, to=to)
    return meeting


@action
def withdraw_item(actor: Actor, item: AgendaItem, *, why: str) -> AgendaItem:
    """Take an item off the agenda and say why; both stay readable. Who had proposed it is told."""
    if not why.strip():
        raise Refused(_("Say why: it is shown on the agenda. Nothing was withdrawn."))
    item.refresh_from_db(fields=["state"], from_queryset=AgendaItem.objects.select_for_update())
    if item.state == ItemState.WITHDRAWN:
        raise Refused(_("The item was withdrawn already."))
    item.state, item.why = ItemState.WITHDRAWN, why.strip()
    item.save(update_fields=["state", "why"])
    proposal = Proposal.objects.filter(item=item).select_related("body", "person", "organisation").first()
    if proposal is not None:
        proposal.item = item
        answer_proposer(proposal, "withdrawn")
    note(item, item.meeting)
    return item


@action
def add_paper(
    actor: Actor,
    /,
    item: AgendaItem,
    *,
    title: Text,
    file: Content[bytes] | None = None,
    url: str = "",
    alternative_text: Text | None = None,
) -> Paper:
    """Add a paper to an item: a file or an address. Who reads the meeting reads it, through the paper's own address.

    Refused for a file that is not taken, and when both or neither are given.
    """
    if (file is None) == (not url):
        raise Refused(_("Give a file or an address, one of them."))
    kept = None
    if file is not None:
        body = item.meeting.body
        kept = files.upload(
            actor,
            None,
            file=file,
            alternative_text=alternative_text,
            audience_token=f"body:{body.pk}",
            organisation_id=body.convener_id,
        )
    paper = Paper.objects.create(item=item, title=title, file=kept, url=url)
    note(paper, item, item.meeting)
    return paper


@action
def withdraw_paper(actor: Actor, paper: Paper, *, why: str) -> Paper:
    """Withdraw a paper and say why. That it was there stays; its file is removed for good, its address is not shown."""
    if not why.strip():
        raise Refused(_("Say why: it is shown where the paper was. Nothing was withdrawn."))
    paper.refresh_from_db(fields=["withdrawn_at"], from_queryset=Paper.objects.select_for_update())
    if paper.withdrawn_at is not None:
        raise Refused(_("The paper was withdrawn already."))
    paper.withdrawn_at, paper.withdrawn_why = timezone.now(), why.strip()
    paper.save(update_fields=["withdrawn_at", "withdrawn_why"])
    if paper.file is not None:
        files.remove(system("meetings"), paper.file)
    note(paper, paper.item, paper.item.meeting)
    return paper
