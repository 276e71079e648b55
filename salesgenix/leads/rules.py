"""Where a sale stands, what may be known about a person, and how addresses are compared."""

from enum import StrEnum

import phonenumbers
from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_number

from salesgenix.kit.errors import Conflict

MAX_VALUE_CHARACTERS = 2_000


class Stage(StrEnum):
    """From the first word to the end. The last four end a sale; only a person leaves them."""

    NEW = "new"
    DISCOVERY = "discovery"
    QUALIFICATION = "qualification"
    VALUE = "value"
    PROPOSAL = "proposal"
    BOOKED = "booked"
    WON = "won"
    LOST = "lost"
    DISQUALIFIED = "disqualified"
    OPTED_OUT = "opted_out"


TERMINAL = frozenset({Stage.WON, Stage.LOST, Stage.DISQUALIFIED, Stage.OPTED_OUT})


class FactField(StrEnum):
    """Everything that may be kept about a person. The list is closed."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    COMPANY = "company"
    POSITION = "position"
    SITE = "site"
    SIZE = "size"
    INDUSTRY = "industry"
    NEED = "need"
    BUDGET = "budget"
    TIMELINE = "timeline"
    AUTHORITY = "authority"
    CURRENT_TOOL = "current_tool"
    OBJECTION = "objection"
    PREFERENCE = "preference"


MIRRORED = frozenset(
    {FactField.NAME, FactField.EMAIL, FactField.PHONE, FactField.COMPANY, FactField.POSITION}
)  # these also stand on the lead's own row, for lists and look-ups


SITE = "site"  # the source of what was read on the site of the person's company


class FactKind(StrEnum):
    OBSERVED = "observed"  # said or published, with a quote
    INFERRED = "inferred"


def check_move(present: Stage, wanted: Stage, *, by_person: bool) -> None:
    """Raises ``Conflict`` (``stage.terminal``) when the agent would re-open an ended sale.

    ``opted_out`` may follow any stage: the prospect's word ends every sale.
    """
    is_closed = present in TERMINAL and wanted not in {present, Stage.OPTED_OUT}
    if is_closed and not by_person:
        raise Conflict(
            "stage.terminal", f"The sale ended ({present}); a person may re-open it.", stage=present
        )


def normalise_phone(text: str, region: str | None = None) -> str | None:
    """E.164, or ``None`` when the digits cannot be a number. ``region`` is for national forms."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    e164: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return e164


def region_of_phone(text: str) -> str | None:
    """ISO 3166 of an international number; ``None`` for one that names no single country."""
    try:
        region: str | None = phonenumbers.region_code_for_number(phonenumbers.parse(text, None))
    except phonenumbers.NumberParseException:
        return None
    return region if region != "001" else None


def zone_of_phone(text: str | None) -> str | None:
    """The time zone (IANA) of an international number that lies in one; else ``None``."""
    try:
        zones = time_zones_for_number(phonenumbers.parse(text or "", None))
    except phonenumbers.NumberParseException:
        return None
    return zones[0] if len(zones) == 1 and zones[0] != UNKNOWN_TIMEZONE else None


def parted(source: str) -> tuple[str, str | None]:
    """What may lie in the clear of a fact's source, and what may not: a site names its owner."""
    kind, _, place = source.partition(":")
    return (kind, place) if kind == SITE and place else (source, None)
