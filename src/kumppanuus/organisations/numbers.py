"""Finnish register numbers: the business ID (Y-tunnus) and the register number of associations, with check digits."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WEIGHTS = (7, 9, 10, 5, 8, 4, 2)


def normalise_business_id(value: str) -> str:
    """Return a business ID as 1234567-8; spaces and a missing leading zero or hyphen are forgiven."""
    digits = re.sub(r"[\s\-–]", "", value.upper().removeprefix("FI"))
    if len(digits) not in (7, 8) or not digits.isdigit():
        return value.strip()
    return f"{digits[:-1].zfill(7)}-{digits[-1]}"


def business_id_check_digit(digits: str) -> int | None:
    """Return the check digit of seven digits, None where no business ID can begin with them.

    Rule: weights 7 9 10 5 8 4 2, remainder modulo 11; remainder 0 gives 0, remainder 1 is never used,
    others give 11 minus the remainder. Source: Finnish Tax Administration's description of the check digit.
    """
    rest = sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11
    return None if rest == 1 else (11 - rest) % 11


def validate_business_id(value: str) -> None:
    """Raise ValidationError unless the value is a business ID with the right check digit."""
    if not re.fullmatch(r"\d{7}-\d", value):
        raise ValidationError(_("A business ID has seven digits, a hyphen and a check digit, for example 1234567-1."))
    if business_id_check_digit(value[:7]) != int(value[-1]):
        raise ValidationError(_("The check digit of the business ID is wrong. Look for a mistyped digit."))


def normalise_register_number(value: str) -> str:
    """Return a register number of associations as digits with an optional .dotted form taken away."""
    return re.sub(r"[\s.]", "", value)


def validate_register_number(value: str) -> None:
    """Raise ValidationError unless the value could be a register number of the Finnish register of associations.

    The register's numbers are running numbers of up to six digits without a check digit of their own [check],
    written with or without a dot (123.456).
    """
    if not re.fullmatch(r"\d{1,6}", value):
        raise ValidationError(_("A register number has at most six digits, for example 123.456."))
