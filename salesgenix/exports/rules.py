"""What can be exported, for how long an archive is kept, and how often its making is tried."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from salesgenix.kit.errors import Invalid

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")
LASTS = timedelta(hours=24)
LINK_LASTS = timedelta(hours=72)  # for a person without an account, who has to open a mail first
LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 3
MAX_ARCHIVE_BYTES = 2**32 - 1  # beyond it a ZIP needs extensions that this format does without
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Kind(StrEnum):
    SUBJECT = "subject"  # one person
    PERIOD = "period"
    WORKSPACE = "workspace"


class State(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"


LIVE = frozenset({State.QUEUED, State.RUNNING, State.DONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """``size``: the tree size to cover, where an earlier export is to be made again byte for byte;
    else all that is recorded when it starts. A period is ``since <= at < until``.
    """

    kind: Kind
    subject_ref: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    size: int | None = None
    language: str = "en"


def checked(wanted: Wanted) -> Wanted:
    """``Invalid`` when kind, person and period do not go together."""
    is_person = wanted.kind is Kind.SUBJECT
    if is_person != (wanted.subject_ref is not None):
        raise Invalid("export.subject", "An export of one person names that person, no other does.")
    spans = wanted.since is not None or wanted.until is not None
    if (wanted.kind is Kind.PERIOD) != spans:
        raise Invalid("export.period", "A period has a beginning, an end or both; no other export.")
    if wanted.since and wanted.until and wanted.until <= wanted.since:
        raise Invalid("export.period", "The period ends before it begins.")
    if wanted.language not in LANGUAGES:
        raise Invalid(
            "export.language", f"The languages are: {', '.join(LANGUAGES)}.", allowed=LANGUAGES
        )
    if wanted.size is not None and wanted.size < 1:
        raise Invalid("export.size", "An export covers at least one record.")
    return wanted


def lasts(*, is_for_a_person: bool) -> timedelta:
    return LINK_LASTS if is_for_a_person else LASTS


def key_name(export_id: UUID) -> str:
    """What the archive's key is called in the key store, as ``Keyring.workspace`` is asked."""
    return f"export:{export_id}"


def file_name(kind: Kind, slug: str, as_of: datetime) -> str:
    """What the download is called; plain ASCII, no word about a person."""
    plain = re.sub(r"[^a-z0-9-]+", "-", slug.lower()).strip("-") or "workspace"
    return f"salesgenix-{plain}-{kind}-{as_of:%Y%m%d-%H%M%S}.zip"


def formula_safe(cell: str) -> str:
    """Spreadsheets run what begins like a formula; a quote before it makes it text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
