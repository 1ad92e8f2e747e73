"""Entries of the directory and what belongs to them."""

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
from kumppanuus.services.models.schedules import WEEKDAYS, Closure, Frequency, Schedule

__all__ = [
    "LASTING_KINDS",
    "STALLED",
    "UNDO_DAYS",
    "WEEKDAYS",
    "Attendance",
    "Audience",
    "Closure",
    "Contact",
    "Frequency",
    "Import",
    "ImportFile",
    "ImportFormat",
    "ImportRow",
    "ImportState",
    "Listing",
    "Location",
    "PriceKind",
    "Rhythm",
    "RowState",
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
    "VerifiedAs",
]
