"""The decision records: each line's bytes, the chain from one to the next, intent and effect.

A record's leaf is SHA-256(0x00 || its bytes); ``prev`` names the leaf of the record before it, and
the first record names SHA-256("salesgenix-log-v1" || the log's 16 bytes).
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from salesgenix_verify.canonical import Fields, parse
from salesgenix_verify.report import Place, Tampered, Undecided
from salesgenix_verify.trees import leaf_hash

VERSION = 1
ACCOUNTING = ("erasure.executed", "retention.purged")
PERFORMED = "action.performed"


def genesis(log: UUID) -> bytes:
    return hashlib.sha256(b"salesgenix-log-v1" + log.bytes).digest()


@dataclass(frozen=True, slots=True)
class Record:
    seq: int
    leaf: bytes
    fields: Fields
    place: Place


@dataclass(slots=True)
class Ledger:
    """What is remembered of the records read so far. ``promised``: payload id → (sha256, seq,
    part, bytes); ``erased``: payload id → seq of the record that accounts for it.
    """

    log: UUID
    after: int = 0  # records that are gone, by the manifest
    leaf: bytes = b""  # of the last of them
    is_whole: bool = True
    seq: int = 0
    previous: bytes | None = None
    ids: set[int] = field(default_factory=set)
    promised: dict[bytes, tuple[bytes, int, str, int]] = field(default_factory=dict)
    erased: dict[bytes, int] = field(default_factory=dict)
    intents: dict[int, str] = field(default_factory=dict)
    intended: set[str] = field(default_factory=set)
    effects: set[int] = field(default_factory=set)
    purges: dict[int, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.seq = self.after
        self.previous = self.leaf if self.after else genesis(self.log)

    @property
    def open_intents(self) -> int:
        return len(self.intents.keys() - self.effects)


def read(
    lines: Iterable[tuple[Place, bytes]], ledger: Ledger, each: Callable[[Record], None]
) -> int:
    """Checks every line in turn and hands it to ``each``; how many there are."""
    count = 0
    for place, raw in lines:
        fields = parse(raw, place)
        record = Record(fields.number("seq"), leaf_hash(raw), fields, place)
        _follow(record, ledger)
        _remember(record, ledger)
        each(record)
        count += 1
    return count


def _follow(record: Record, ledger: Ledger) -> None:
    fields, place = record.fields, Place(record.place.file, record.place.line, record.seq)
    if fields.number("v") != VERSION:
        raise Undecided(
            "records.newer", "The record is of a newer version; a newer verifier is needed.", place
        )
    if fields.uuid("log") != ledger.log:
        raise Tampered("records.log", "The record belongs to another log.", place)
    is_next = record.seq == ledger.seq + 1
    if record.seq <= ledger.seq or (ledger.is_whole and not is_next):
        raise Tampered(
            "records.seq",
            f"Record {ledger.seq + 1} should stand here: one is missing, repeated or moved.",
            place,
        )
    told = fields.digest("prev")
    if is_next and told != ledger.previous:
        raise Tampered(
            "records.prev", "The record does not follow the one before it: one was changed.", place
        )
    identity = fields.uuid("id").int
    if identity in ledger.ids:
        raise Tampered("records.id", "Two records have the same id.", place)
    fields.time("at")
    ledger.ids.add(identity)
    ledger.seq, ledger.previous = record.seq, record.leaf


def _remember(record: Record, ledger: Ledger) -> None:
    fields, kind = record.fields, record.fields.text("type")
    for item in fields.inners("payloads"):
        key = item.uuid("id").bytes
        if key in ledger.promised:
            raise Tampered("records.payload", "Two records name the same payload.", record.place)
        told = (item.digest("sha256"), record.seq, item.text("part"), item.number("bytes"))
        ledger.promised[key] = told
    if kind in ACCOUNTING and fields.has("facts"):
        facts = fields.inner("facts")
        for payload in facts.uuids("payloads"):
            ledger.erased.setdefault(payload.bytes, record.seq)
        if kind == "retention.purged" and facts.has("size"):
            ledger.purges[facts.number("size")] = facts.digest("root")
    _pair(record, kind, ledger)


def _pair(record: Record, kind: str, ledger: Ledger) -> None:
    """An effect names the intent it carries out; what was performed was intended before."""
    fields = record.fields
    action = fields.text("action_id") if fields.has("action_id") else ""
    if fields.text("phase") == "intent" and action:
        ledger.intents[record.seq] = action
        ledger.intended.add(action)
    if fields.has("effect_of"):
        intent = fields.number("effect_of")
        ledger.effects.add(intent)
        if intent in ledger.intents:
            is_paired = ledger.intents[intent] == action
        else:  # pruned, or not part of this selection
            is_paired = 0 < intent < record.seq and (intent <= ledger.after or not ledger.is_whole)
        if not is_paired:
            raise Tampered(
                "effects.pair", "The effect names no intent about its action.", record.place
            )
    elif kind == PERFORMED and action and _is_from_the_beginning(ledger):
        if action in ledger.intended:
            return
        raise Tampered(
            "effects.unordered",
            "An action was performed that nothing recorded before it had allowed.",
            record.place,
        )


def _is_from_the_beginning(ledger: Ledger) -> bool:
    return ledger.is_whole and not ledger.after
