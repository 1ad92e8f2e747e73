"""Entries of the directory and what belongs to them."""

from kumppanuus.services.models.checks import Checked, FieldCheck, Reminder
from kumppanuus.services.models.claims import Claim, ClaimedBy, ClaimState
from kumppanuus.services.models.contacts import Audience, Contact, Listing
from kumppanuus.services.models.entries import (
    LASTING_KINDS,
    Attendance,
    PriceKind,
    Rhythm,
    Service,
    ServiceArea,
    ServiceKind,
    ServiceQuerySet,
    ServiceTerm,
    Status,
    VerifiedAs,
    around_and_within,
)
from kumppanuus.services.models.imports import (
    STALLED,
    UNDO_DAYS,
    Import,
    ImportFile,
    ImportFormat,
    ImportRow,
    ImportState,
    RowState,
    Source,
    SourceRecord,
)
from kumppanuus.services.models.locations import Location, ServiceLocation
from kumppanuus.services.models.saved import HowOften, SavedSearch
from kumppanuus.services.models.schedules import WEEKDAYS, Closure, Frequency, Schedule
from kumppanuus.services.models.suggestions import (
    Suggestion,
    SuggestionKind,
    SuggestionState,
    cared_for_by,
    spaces_edited_by,
    unkept,
)
from kumppanuus.services.models.tallies import Tally
from kumppanuus.services.models.themes import ThemeChange, ThemeVerb

__all__ = [
    "LASTING_KINDS",
    "STALLED",
    "UNDO_DAYS",
    "WEEKDAYS",
    "Attendance",
    "Audience",
    "Checked",
    "Claim",
    "ClaimState",
    "ClaimedBy",
    "Closure",
    "Contact",
    "FieldCheck",
    "Frequency",
    "HowOften",
    "Import",
    "ImportFile",
    "ImportFormat",
    "ImportRow",
    "ImportState",
    "Listing",
    "Location",
    "PriceKind",
    "Reminder",
    "Rhythm",
    "RowState",
    "SavedSearch",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceKind",
    "ServiceLocation",
    "ServiceQuerySet",
    "ServiceTerm",
    "Source",
    "SourceRecord",
    "Status",
    "Suggestion",
    "SuggestionKind",
    "SuggestionState",
    "Tally",
    "ThemeChange",
    "ThemeVerb",
    "VerifiedAs",
    "around_and_within",
    "cared_for_by",
    "spaces_edited_by",
    "unkept",
]
