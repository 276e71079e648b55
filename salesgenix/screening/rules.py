"""What a workspace may set about its guard, in words that need no guard: the closed lists, and what
may stand in a list of words.

The names of kinds, directions and treatments are those of ``guardrails``; a test holds both against
each other. Whether a cell may be tightened so is the guard's to say (``guardrails.policy``).
"""

import re
import unicodedata
from enum import StrEnum
from typing import Literal, get_args

from salesgenix.kit.errors import Invalid

EntityName = Literal[
    "PERSON",
    "EMAIL",
    "PHONE",
    "ADDRESS",
    "IP",
    "CARD",
    "SECURITY_CODE",
    "BANK_ACCOUNT",
    "NATIONAL_ID",
    "BIRTH_DATE",
    "SECRET",
    "SENSITIVE",
    "MINOR_AGE",
]
DirectionName = Literal[
    "prospect_to_model", "tool_to_model", "model_to_prospect", "logs", "mail_out"
]
TreatmentName = Literal[
    "allow",
    "pseudonymise",
    "mask",
    "generalise",
    "restore_own",
    "drop",
    "truncate",
    "flag",
    "block",
    "stop",
]

MAX_TERMS = 2_000  # of a workspace, in both lists
SHORTEST, LONGEST = 2, 120
REGION = r"^[A-Z]{2}$"

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_CARD = re.compile(r"\d{13,19}")
_KEY = re.compile(r"(?=\S*\d)(?=\S*[A-Za-z])[A-Za-z0-9_+/=.-]{20,}")
_MODULUS = 97
_NINE = 9


class TermKind(StrEnum):
    ALLOW = "allow"  # never personal
    DENY = "deny"  # always personal


class Origin(StrEnum):
    LIST = "list"  # typed into the page or sent to the API
    MARK = "mark"  # a wrong or a missed finding, marked where it stood
    FILE = "file"  # workspace.yaml


class State(StrEnum):
    PROPOSED = "proposed"
    ACTIVE = "active"
    DISMISSED = "dismissed"


def checked_words(words: str) -> str:
    """The words as they are kept. ``Invalid``: ``term.length``, ``term.not_text``,
    ``term.checksum`` (no list makes a card, an account or a key visible).
    """
    if _CONTROL.search(words.strip()):
        raise Invalid("term.not_text", "A word of a list is plain text on one line.", field="words")
    plain = " ".join(unicodedata.normalize("NFC", words).split())
    letters = sum(letter.isalnum() for letter in plain)
    if letters < SHORTEST or len(plain) > LONGEST:
        raise Invalid(
            "term.length",
            f"A word of a list has {SHORTEST} letters or digits at least, "
            f"and {LONGEST} characters at most.",
            field="words",
        )
    if is_dangerous(plain):
        raise never_visible()
    return plain


NEVER_ALLOWED = frozenset(
    {"CARD", "SECURITY_CODE", "BANK_ACCOUNT", "NATIONAL_ID", "SECRET", "MINOR_AGE"}
)


def checked_entity(entity: str | None, kind: TermKind) -> None:
    """``Invalid``: ``term.entity`` for no kind of value, or a child's age, which is no word."""
    if entity is None:
        return
    if entity not in get_args(EntityName) or (kind is TermKind.DENY and entity == "MINOR_AGE"):
        raise Invalid("term.entity", "There is no such kind of value.", field="entity")
    if kind is TermKind.ALLOW and entity in NEVER_ALLOWED:
        raise never_visible()


def never_visible() -> Invalid:
    return Invalid(
        "term.checksum",
        "This looks like a card, an account, an identity number or a key. "
        "Such values are hidden always, so they cannot be put on this list.",
        field="words",
    )


def is_dangerous(words: str) -> bool:
    """Whether a checksum or its shape says that these words are a card, an account or a key."""
    joined = re.sub(r"[\s.\-]", "", words).upper()
    if _CARD.fullmatch(joined) and _is_luhn(joined):
        return True
    if _IBAN.fullmatch(joined) and _is_iban(joined):
        return True
    return any(_KEY.fullmatch(word) for word in words.split())


def _is_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - _NINE if value > _NINE else value
    return total % 10 == 0


def _is_iban(written: str) -> bool:
    turned = written[4:] + written[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % _MODULUS == 1


def comparable(words: str) -> str:
    """Two spellings of one term are one: case, accents and what joins its words do not count."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", bare))
