"""The decision record, version 1: its canonical bytes, its chain, and what may stand in it.

A record is RFC 8785 JSON of strings, integers, booleans, lists and objects; floats are refused
(scores are parts per million, money is minor units) and text is NFC. A leaf is SHA-256(0x00 ||
bytes), as in RFC 6962; ``prev`` is the leaf before it, and the first ``prev`` names the log.

A record is kept for years, copied and handed out, so it holds no personal data: every text in it is
a short code. What somebody said goes into ``payloads``, which are sealed beside it.
"""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson

from salesgenix.decisions.terms import (
    FILED,
    Automation,
    DecisionType,
    Filing,
    LawfulBasis,
    Outcome,
    Phase,
    Role,
)
from salesgenix.kit.errors import Invalid

__all__ = [
    "FILED",
    "VERSION",
    "Automation",
    "DecisionType",
    "Entry",
    "Filing",
    "LawfulBasis",
    "Outcome",
    "Phase",
    "Role",
    "as_code",
    "canonical",
    "coded",
    "encode",
    "genesis",
    "leaf",
    "parse",
]

VERSION = 1
CODE = re.compile(r"[A-Za-z0-9_.:+/,-]{0,200}")
NUMBER = re.compile(r"\+?[0-9][0-9._/-]{5,23}[0-9]")  # a telephone or card number, no digest
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST = 2**53 - 1  # the largest integer that every reader of JSON keeps
ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
OUTCOMES = frozenset(Outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a caller wants recorded. Nothing in it may be personal but ``payloads`` (part → text).

    ``outcome`` is one of ``Outcome``; ``reasons`` are closed codes of the deciding room; every
    other text is a code too (``as_code``). ``actor`` is a member's id when a person decided;
    ``role`` says what ``subject_ref`` is, if not a prospect. An intent about an action stays open
    until its effect is recorded, which then names it; ``effect_of`` names one that is closed.
    """

    type: DecisionType
    outcome: str
    phase: Phase = Phase.NOTE
    reasons: tuple[str, ...] = ()
    automation: Automation = Automation.AUTO
    actor: UUID | None = None
    role: Role | None = None
    conversation_ref: UUID | None = None
    subject_ref: UUID | None = None
    action_id: UUID | None = None
    turn_id: UUID | None = None
    instruction: dict[str, Any] | None = None  # {id, version, digest}
    checks: list[dict[str, Any]] | None = None  # {name, result, limit, observed}
    permit: dict[str, Any] | None = None  # {id, digest, attempt, until, approval}; {id, content}
    model: dict[str, Any] | None = None
    prompt: dict[str, Any] | None = None  # {id, version, digest}
    tool: dict[str, Any] | None = None  # {name, version, effect, status}
    guardrail: dict[str, Any] | None = None  # {stage, engine, version, result, counts, ms}
    strategy: dict[str, Any] | None = None
    facts: dict[str, Any] | None = None  # small closed facts of the type, e.g. {"from","to"}
    informed_by: tuple[int, ...] = ()  # seqs
    effect_of: int | None = None  # seq
    payloads: dict[str, str] = field(default_factory=dict)


def genesis(workspace_id: UUID) -> str:
    return hashlib.sha256(b"salesgenix-log-v1" + workspace_id.bytes).hexdigest()


def leaf(record: bytes) -> str:
    return hashlib.sha256(b"\x00" + record).hexdigest()


def as_code(text: str) -> str:
    """``text`` if it may stand in a record, else ``other``: for what another system answered."""
    shaped = text.strip().replace(", ", ",").replace(" ", "_")
    return shaped if _is_code(shaped) else "other"


def coded(value: Any) -> Any:
    """``value`` as it stands in a record, ready to be encoded; ``Invalid`` unless every text in it
    is a short code: no sentence and no address, of whatever kind, has that shape.
    """
    kind = type(value)
    if kind is str:
        return _code(value)
    if kind is int:
        return _exact(value)
    if kind is dict:
        return {
            _code(str(name)): _code(item) if type(item) is str else coded(item)
            for name, item in value.items()
        }
    if kind is list or kind is tuple:
        return [_code(item) if type(item) is str else coded(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return coded(sorted(value))
    return _code(str(value)) if isinstance(value, str) else _plain(value)


def encode(body: dict[str, Any]) -> bytes:
    """RFC 8785 bytes of an object whose values are ``coded`` and whose own names are ASCII: among
    such texts and small integers this writer has no choice that the standard does not make for it.
    """
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


@lru_cache(maxsize=8192)
def _code(text: str) -> str:
    if not _is_code(text):
        raise Invalid("decision.not_a_code", "A decision record holds codes, not texts.")
    return text


def _is_code(text: str) -> bool:
    if not CODE.fullmatch(text):
        return False
    return not NUMBER.fullmatch(text) or DAY.fullmatch(text) is not None


def canonical(body: dict[str, Any]) -> bytes:
    """RFC 8785 bytes of ``body``; ``Invalid`` for floats and for what JSON cannot hold."""
    try:
        return ENCODE(_plain(body)).encode()
    except UnicodeEncodeError as error:  # half a surrogate pair is no text
        raise Invalid("decision.not_canonical", "A decision record holds an odd value.") from error


def _plain(value: Any) -> Any:
    """``value`` in JSON's own types, the keys of its objects in the order of RFC 8785."""
    kind = type(value)
    if kind is str:
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if kind is int:
        return _exact(value)
    if value is None or kind is bool:
        return value
    if kind is dict:
        return _ordered(value)
    if kind is list or kind is tuple:
        return [_plain(item) for item in value]
    return _plain_other(value)


def _plain_other(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, StrEnum):
        return _plain(str(value))
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat(timespec="milliseconds")
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return [_plain(item) for item in sorted(value)]
    raise Invalid("decision.odd_value", "A decision record cannot hold this type of value.")


def _exact(value: int) -> int:
    if not -MOST <= value <= MOST:
        raise Invalid("decision.odd_value", "A decision record cannot hold so large a number.")
    return value


def _ordered(value: dict[Any, Any]) -> dict[str, Any]:
    """By UTF-16 code units, which differs from Python's order only outside ASCII."""
    plain = {_plain(str(name)): _plain(item) for name, item in value.items()}
    if all(name.isascii() for name in plain):
        return dict(sorted(plain.items()))
    return dict(sorted(plain.items(), key=lambda pair: pair[0].encode("utf-16-be")))


def parse(record: bytes) -> dict[str, Any]:
    """The record as an object; a repeated key is refused (it would hide one of its values)."""
    body: dict[str, Any] = json.loads(record, object_pairs_hook=_without_repeats)
    return body


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    body = dict(pairs)
    if len(body) != len(pairs):
        raise Invalid("decision.repeated_key", "A decision record repeats a key.")
    return body
