"""Appending to the log: canonical bytes, a chain, a tree, and what is personal sealed beside it.

A module of its own beside ``service`` to keep that file a page long.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.db import Wakeup, announce, living_key, place_at
from salesgenix.decisions import repository
from salesgenix.decisions.reading import frontier_of
from salesgenix.decisions.rules import (
    FILED,
    OUTCOMES,
    VERSION,
    Automation,
    DecisionType,
    Entry,
    Outcome,
    Phase,
    Role,
    coded,
    encode,
)
from salesgenix.kit import release
from salesgenix.kit.crypto import seal
from salesgenix.kit.errors import Invalid
from salesgenix.kit.ids import QuickId, quick_id
from salesgenix.kit.merkle import extend, leaf_hash

AGENT = {"name": release.NAME, "version": release.VERSION}
OPENING = frozenset({Outcome.ALLOWED, Outcome.AUTHORISED, Outcome.NEEDS_APPROVAL})
REFERENCES = ("actor", "conversation_ref", "subject_ref", "action_id", "turn_id")
OPEN_PARTS = (
    "reasons",
    "instruction",
    "checks",
    "permit",
    "model",
    "prompt",
    "tool",
    "guardrail",
    "strategy",
    "facts",
    "informed_by",
    "effect_of",
)
REFERENCES_OF, OPEN_PARTS_OF = attrgetter(*REFERENCES), attrgetter(*OPEN_PARTS)


def record(session: Session, workspace_id: UUID, entry: Entry, *, now: datetime) -> int:
    """Appends one decision and returns its ``seq``."""
    return record_all(session, workspace_id, [entry], now=now)[0]


def record_all(
    session: Session, workspace_id: UUID, entries: Sequence[Entry], *, now: datetime
) -> list[int]:
    """Appends decisions in order, in the caller's transaction: no record, no effect.

    An intent about an action stays open until the effect on the same action is recorded; a later
    intent takes the earlier one's place and names it in ``informed_by``. ``Invalid`` for what may
    not stand in a record: an unknown outcome, a text that is no code, a payload of nobody.
    """
    if not entries:
        return []
    session.flush()  # what the records point to comes before them
    log = _Log(session, workspace_id, now)
    seqs = [log.append(entry) for entry in entries]
    log.write()
    announce(session, Wakeup(workspace_id, "decisions", workspace_id, log.seq))
    return seqs


class _Log:
    """The end of a workspace's log while records are put to it."""

    def __init__(self, session: Session, workspace_id: UUID, now: datetime) -> None:
        head = repository.locked_head(session, workspace_id)
        self._session, self._workspace_id, self._now = session, workspace_id, now
        self._place = {
            "v": VERSION,
            "log": str(workspace_id),
            "at": coded(now),
            "key_epoch": head.key_epoch,
        }
        self._frontier = list(frontier_of(session, head))
        self.seq: int = head.seq
        self._leaf: str = head.leaf
        self._decisions: list[dict[str, Any]] = []
        self._payloads: list[dict[str, Any]] = []
        self._intents: dict[UUID, int | None] = {}  # action → the seq of its open intent
        # Of the record before: most often the next one is of the same people and the same turn.
        self._references: tuple[UUID | None, ...] = ()
        self._texts: dict[str, str] = {}
        self._person: UUID | None = None
        self._key = b""

    def append(self, entry: Entry) -> int:
        decision_id, seq = quick_id(), self.seq + 1
        body = _body(entry)
        body.update(self._place, seq=seq, id=str(decision_id), prev=self._leaf)
        body |= self._references_of(entry)
        if entry.payloads:
            body["payloads"] = [self._seal(entry, decision_id, part) for part in entry.payloads]
        if entry.action_id is not None:
            body |= self._paired(entry, entry.action_id, seq)
        record = encode(body)
        leaf = leaf_hash(record)
        self._frontier = extend(self._frontier, self.seq, leaf)
        self.seq, self._leaf = seq, leaf.hex()
        self._decisions.append(
            {
                "id": decision_id,
                "seq": seq,
                "type": body["type"],
                "phase": body["phase"],
                "outcome": body["outcome"],
                "automation": body["automation"],
                "conversation_ref": entry.conversation_ref,
                "subject_ref": entry.subject_ref,
                "action_id": entry.action_id,
                "turn_id": entry.turn_id,
                "record": record,
                "leaf": self._leaf,
            }
        )
        return seq

    def write(self) -> None:
        repository.append(
            self._session,
            {
                "of_workspace": self._workspace_id,
                "seq": self.seq,
                "leaf": self._leaf,
                "frontier": b"".join(self._frontier),
            },
            self._decisions,
            self._payloads,
            at=self._now,
        )
        for action_id, seq in self._intents.items():
            repository.keep_intent(self._session, self._workspace_id, action_id, seq, at=self._now)

    def _seal(self, entry: Entry, decision_id: QuickId, part: str) -> dict[str, Any]:
        """Keeps one payload under its person's key; what the record says about it."""
        payload_id = quick_id()
        id_text = str(payload_id)
        sealed = seal(
            self._key_of(entry.subject_ref),
            entry.payloads[part].encode(),
            place=place_at(repository.PAYLOAD.name, "content", id_text),
        )
        self._payloads.append(
            {
                "id": payload_id,
                "decision_id": decision_id,
                "subject_ref": entry.subject_ref,
                "part": part,
                "content_sealed": sealed,
            }
        )
        digest = hashlib.sha256(sealed).hexdigest()
        return {"bytes": len(sealed), "id": id_text, "part": coded(part), "sha256": digest}

    def _references_of(self, entry: Entry) -> dict[str, str]:
        references = REFERENCES_OF(entry)
        if references != self._references:
            named = zip(REFERENCES, references, strict=True)
            self._texts = {name: str(reference) for name, reference in named if reference}
            self._references = references
        return self._texts

    def _key_of(self, person: UUID | None) -> bytes:
        if person is None:
            raise Invalid("decision.payload_without_person", "A payload belongs to a person.")
        if person is not self._person:
            self._key = living_key(self._session, self._workspace_id, person)
            self._person = person
        return self._key

    def _paired(self, entry: Entry, action_id: UUID, seq: int) -> dict[str, Any]:
        """Ties an effect to its intent, and an intent to the one whose place it takes."""
        if action_id not in self._intents:
            self._intents[action_id] = repository.open_intent(
                self._session, self._workspace_id, action_id
            )
        before = self._intents[action_id]
        if entry.phase is Phase.EFFECT:
            self._intents[action_id] = None
            intent = entry.effect_of or before or self._last_intent(action_id)
            return {"effect_of": intent} if intent else {}
        if entry.phase is Phase.INTENT and entry.outcome in OPENING:
            self._intents[action_id] = seq
        return {"informed_by": sorted({*entry.informed_by, before})} if before else {}

    def _last_intent(self, action_id: UUID) -> int | None:
        """Of an action whose end was unknown, or whose attempt failed, until now."""
        return repository.last_intent(self._session, self._workspace_id, action_id, OPENING)


def _body(entry: Entry) -> dict[str, Any]:
    """What the caller says and what follows from it; what is empty is left out."""
    if entry.outcome not in OUTCOMES:
        raise Invalid("decision.outcome", "This is no outcome of a decision.")
    role = entry.role or (Role.PROSPECT if entry.subject_ref else Role.NONE)
    sort = (entry.type, entry.phase, entry.outcome, entry.automation, role)
    body = _heading(sort).copy()
    for name, part in zip(OPEN_PARTS, OPEN_PARTS_OF(entry), strict=True):
        if part:
            body[name] = coded(part)
    return body


@lru_cache(maxsize=1024)
def _heading(sort: tuple[DecisionType, Phase, str, Automation, Role]) -> dict[str, Any]:
    """What all records of a sort have in common. Copied before anything is added."""
    kind, phase, outcome, automation, role = sort
    filing = FILED[kind]
    heading: dict[str, Any] = {
        "type": kind.value,
        "purpose": filing.purpose.value,
        "lawful_basis": filing.lawful_basis.value,
        "retention_class": filing.retention_class.value,
        "phase": phase.value,
        "outcome": str(outcome),
        "automation": automation.value,
        "significance": "none",  # no decision here has legal or similarly grave effects
        "role": role.value,
    }
    return heading if automation is Automation.HUMAN_MADE else heading | {"agent": AGENT}
