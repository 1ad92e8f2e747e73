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
from kumppanuus.services.models.locations import Location, ServiceLocation
from kumppanuus.services.models.schedules import WEEKDAYS, Closure, Frequency, Schedule

__all__ = [
    "LASTING_KINDS",
    "WEEKDAYS",
    "Attendance",
    "Audience",
    "Closure",
    "Contact",
    "Frequency",
    "Listing",
    "Location",
    "PriceKind",
    "Rhythm",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceKind",
    "ServiceLocation",
    "ServiceQuerySet",
    "ServiceTerm",
    "Status",
    "VerifiedAs",
]
