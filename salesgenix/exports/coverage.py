"""Which records an export holds, and which of them say why a payload is missing.

An archive of a person or a period has holes by nature; where a payload of its records is gone, the
record of the erasure or of the pruning that took it comes along, so that nobody has to believe it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from uuid import UUID

from sqlmodel import Session

from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, canonical, leaf, parse
from salesgenix.decisions.service import DecisionRow, PayloadRow
from salesgenix.exports.rules import Kind
from salesgenix.exports.service import Job
from salesgenix.kit.errors import Conflict, Unavailable

BATCH = 200
ACCOUNTING = (DecisionType.ERASURE_EXECUTED, DecisionType.RETENTION_PURGED)


@dataclass(frozen=True, slots=True)
class Record:
    """A record with its parsed ``body`` and what is left of its payloads, in its own order."""

    row: DecisionRow
    body: dict[str, object]
    payloads: tuple[PayloadRow, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """``extra``: accounting records that were not chosen by person or period themselves; ``first``
    and ``last``: sequence numbers, 0 when there is no record.
    """

    total: int
    first: int
    last: int
    extra: tuple[DecisionRow, ...]
    conversations: tuple[UUID, ...]

    @property
    def accounting(self) -> list[int]:
        return [row.seq for row in self.extra]


def survey(session: Session, job: Job) -> Coverage:
    """Looks once over everything before anything is written. ``Conflict`` (``export.superseded``)
    when a payload was erased after the records that this export covers.
    """
    count, missing, threads = 0, set[str](), dict[str, None]()
    seqs: list[int] = []
    for record in _chosen(session, job):
        count += 1
        seqs = [*seqs[:1], record.row.seq]
        missing |= _missing(record)
        if "conversation_ref" in record.body:
            threads[str(record.body["conversation_ref"])] = None
    extra = [
        row
        for row in _accounting(session, job, missing)
        if job.wanted.kind is not Kind.WORKSPACE and not _is_chosen(row, job)
    ]
    seqs += [row.seq for row in extra]
    return Coverage(
        total=count + len(extra),
        first=min(seqs, default=0),
        last=max(seqs, default=0),
        extra=tuple(sorted(extra, key=lambda row: row.seq)),
        conversations=tuple(UUID(thread) for thread in threads),
    )


def records(session: Session, job: Job, coverage: Coverage) -> Iterator[Record]:
    """Everything that is exported, in order."""
    extra = _with_payloads(session, job, coverage.extra)
    return merge(_chosen(session, job), extra, key=lambda record: record.row.seq)


def _chosen(session: Session, job: Job) -> Iterator[Record]:
    wanted = job.wanted
    rows = decisions.rows(
        session,
        job.workspace_id,
        upto=job.size,
        subject_ref=wanted.subject_ref,
        since=wanted.since,
        until=wanted.until,
    )
    return _with_payloads(session, job, rows)


def _with_payloads(session: Session, job: Job, rows: Iterable[DecisionRow]) -> Iterator[Record]:
    queue = iter(rows)
    while batch := list(islice(queue, BATCH)):
        kept: dict[str, PayloadRow] = {
            str(payload.id): payload
            for payload in decisions.payload_rows(
                session, job.workspace_id, [row.id for row in batch]
            )
            if payload.sealed is not None
        }
        for row in batch:
            body = parse(row.record)
            named = [str(item["id"]) for item in body.get("payloads", [])]
            yield Record(row, body, tuple(kept[name] for name in named if name in kept))


def _missing(record: Record) -> set[str]:
    there = {str(payload.id) for payload in record.payloads}
    listed: list[dict[str, str]] = record.body.get("payloads", [])  # type: ignore[assignment]
    return {item["id"] for item in listed} - there


def _accounting(session: Session, job: Job, missing: set[str]) -> list[DecisionRow]:
    """The records that account for each missing payload. One that none accounts for was not erased
    by us: it is missing in the archive too, where whoever verifies it finds the gap.
    """
    found: list[DecisionRow] = []
    left = set(missing)
    for kind in ACCOUNTING if missing else ():
        before: int | None = None
        while left and (
            page := decisions.listing(
                session, job.workspace_id, type_=kind, before=before, limit=BATCH
            )
        ):
            before = page[-1].seq
            for card in page:
                named = set((card.body.get("facts") or {}).get("payloads", ()))
                if not named & missing:
                    continue
                if card.seq > job.size:
                    raise Conflict(
                        "export.superseded",
                        "Data was erased after the records that were to be exported. Ask for it "
                        "again.",
                    )
                found.append(_as_row(card))
                left -= named
    return found


def _as_row(card: decisions.DecisionCard) -> DecisionRow:
    record = canonical(card.body)
    if leaf(record) != card.leaf:  # its bytes are what is exported, and these would be others
        raise Unavailable("export.record_changed", "A record of the log was changed.", seq=card.seq)
    return DecisionRow(card.seq, card.id, card.at, record, card.subject_ref)


def _is_chosen(row: DecisionRow, job: Job) -> bool:
    wanted = job.wanted
    return (
        (wanted.subject_ref is None or row.subject_ref == wanted.subject_ref)
        and (wanted.since is None or row.at >= wanted.since)
        and (wanted.until is None or row.at < wanted.until)
    )
