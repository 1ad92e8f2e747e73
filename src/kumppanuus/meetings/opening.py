"""What minutes say of the opening before anybody has written there."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from kumppanuus.bodies.models import Rules, SeatRole
from kumppanuus.core.texts import Text
from kumppanuus.meetings import present
from kumppanuus.meetings.models import Meeting

PLAIN = {SeatRole.MEMBER, SeatRole.EXPERT}


def opening_words(meeting: Meeting, rules: Rules | None) -> str:
    """Return, in the active language, when and by whom it was opened, the call, who is there and the quorum."""
    rows = [row for row in present.attendance(meeting) if row["present"]]
    roles = {row["role"] for row in rows}
    told = {"day": date_format(meeting.day, "DATE_FORMAT"), "time": time_format(timezone.localtime(meeting.starts_at))}
    if SeatRole.VICE_CHAIR in roles and SeatRole.CHAIR not in roles:
        lines = [_("The vice chair opened the meeting on %(day)s at %(time)s.") % told]
    else:
        lines = [_("The chair opened the meeting on %(day)s at %(time)s.") % told]
    if meeting.called_at:
        day = date_format(timezone.localdate(meeting.called_at), "DATE_FORMAT")
        lines.append(_("The call was sent on %(day)s.") % {"day": day})
    if rows:
        lines.append(_("Present: %(who)s.") % {"who": ", ".join(_who(row) for row in rows)})
        lines += _quorum(meeting, rules)
    return "\n".join(lines)


def _who(row: present.Row) -> str:
    """Return "Koski Tl (chair)", "Village Society (deputy)" or, where no organisation is named, the seat."""
    role = str(SeatRole(row["role"]).label)
    head = str(Text(row["organisation"]) or Text(row["seat"]))
    more = ([] if row["role"] in PLAIN else [role.lower()]) + ([_("deputy")] if row["deputy"] else [])
    if not head:
        return role
    return f"{head} ({', '.join(more)})" if more else head


def _quorum(meeting: Meeting, rules: Rules | None) -> list[str]:
    if rules is None or not rules.quorum:
        return []
    told = {"filled": present.filled_seats(meeting), "needed": rules.quorum}
    if told["filled"] >= rules.quorum:
        return [_("There was a quorum: %(filled)d seats were filled, at least %(needed)d are needed.") % told]
    return [_("There was no quorum: %(filled)d seats were filled, at least %(needed)d are needed.") % told]
