"""What each step of an erasure does. Each may be done twice: a crash repeats at most the last one.

``beside`` is done before the step's transaction, since it waits for others or cannot be in one;
what it found is handed in.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import text
from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.actions.withdrawing import withdraw
from salesgenix.appointments import service as appointments
from salesgenix.checkpoints import service as checkpoints
from salesgenix.db import Database, keyring_of
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry, Role
from salesgenix.erasures import repository
from salesgenix.erasures.models import Erasure
from salesgenix.erasures.ports import Stores
from salesgenix.erasures.receipts import receipt_of
from salesgenix.erasures.residue import scan_bytes, scan_database, scan_file, scan_folder
from salesgenix.erasures.residue import traces as patterns_of
from salesgenix.erasures.rules import PAYLOADS_PER_RECORD, State, Step, telling, texts_in
from salesgenix.exports import service as exports
from salesgenix.kit.crypto import seal, unseal
from salesgenix.kit.errors import NotFound, Unavailable
from salesgenix.kit.register import PERSONAL, Category, OnErasure
from salesgenix.kit.stores import STORES
from salesgenix.leads import service as leads
from salesgenix.privacy import service as privacy

LOG = structlog.get_logger()
PAYLOADS = "decision_payload"
NAMELESS = "a file whose name says it"  # a place may itself be a trace


@dataclass(frozen=True, slots=True)
class Failure:
    """A store that could not be cleaned: its name, and why in one word. Nothing personal."""

    store: str
    code: str


class NotClean(Exception):
    """The step cannot be completed now; it is tried again."""

    def __init__(self, failures: list[Failure]) -> None:
        super().__init__(", ".join(failure.store for failure in failures))
        self.failures = failures


@dataclass(slots=True)
class Work:
    """One step of one erasure."""

    row: Erasure
    stores: Stores
    now: datetime
    places: list[str] = field(default_factory=list)  # where the scan found something

    @property
    def person(self) -> tuple[UUID, UUID]:
        return self.row.workspace_id, self.row.subject_ref

    def add_counts(self, **counts: Any) -> None:
        self.row.counts = self.row.counts | counts


def freeze(session: Session, work: Work) -> None:
    """No more selling, learning, visiting, thinking or meeting. The member's time is free again."""
    workspace_id, subject_ref = work.person
    lead = repository.lead_of(session, workspace_id, subject_ref)
    if lead is not None:
        withdraw(session, workspace_id, subject_ref, now=work.now)
        for appointment_id in repository.upcoming(session, workspace_id, subject_ref, now=work.now):
            appointments.cancel(session, workspace_id, appointment_id, now=work.now)
        leads.freeze(session, workspace_id, lead.id, now=work.now)
    member = repository.member_of(session, workspace_id, subject_ref)
    if member is not None:
        accounts.deactivate_member(session, workspace_id, member.id, now=work.now)
    repository.end_visits(session, workspace_id, subject_ref, now=work.now)
    repository.lose_turns(session, workspace_id, subject_ref, now=work.now)


def plan(session: Session, work: Work) -> None:
    """Rows per table, as they are now. Nothing is added to them after the freeze."""
    found = {
        table.name: repository.count(session, work.row.workspace_id, table, work.row.subject_ref)
        for table in repository.erasable()
    }
    work.add_counts(planned={name: count for name, count in found.items() if count})


def keep(session: Session, work: Work) -> None:
    """What stays is said before anything goes."""
    kept = [
        {"store": table.name, "why": register.why}
        for table, register in repository.kept()
        if repository.count(session, work.row.workspace_id, table, work.row.subject_ref)
    ]
    if privacy.is_suppressed(session, work.row.workspace_id, subject_ref=work.row.subject_ref):
        why = "the person asked not to be contacted; a keyed mark, from which nothing is read back"
        kept.append({"store": "suppression", "why": why})
    kept += [
        {"store": store.name, "why": store.why}
        for store in STORES
        if store.on_erasure is OnErasure.KEEP
    ]
    work.row.kept = kept


def traces(session: Session, work: Work) -> None:
    """Opens what is sealed a last time, to know what must be found nowhere afterwards.

    What the workspace's own pages and the house's own words say too is not looked for: finding it
    would prove nothing.
    """
    wanted = telling(*_opened(session, work))
    own = repository.published(session, *work.person)
    sought = [value for value in wanted if not scan_bytes(own, patterns_of([value]))]
    key = keyring_of(session).workspace(work.row.workspace_id, f"erasure:{work.row.id}")
    sealed = seal(key, json.dumps(sought).encode(), place=_place(work.row))
    work.row.traces_sealed = sealed
    work.add_counts(sought=len(sought), common=len(wanted) - len(sought))


def forget_outside(db: Database, work: Work) -> None:
    """Asks every store outside; one that fails does not keep the others waiting."""
    del db
    failures = []
    for store in work.stores.outside:
        try:
            store.forget(*work.person)
        except Exception as error:  # noqa: BLE001 whatever it is: the store still holds something
            code = str(getattr(error, "code", "failed"))
            LOG.warning("erasure.store_failed", store=store.name, code=code)
            failures.append(Failure(store.name, code))
    if failures:
        raise NotClean(failures)


def outside(session: Session, work: Work) -> None:
    """Archives that hold something of the person, or may, with their keys."""
    found = exports.for_subject(session, *work.person)
    for card in found:
        exports.destroy(
            session, work.row.workspace_id, card.id, work.stores.exports_dir, now=work.now
        )
    work.add_counts(archives=work.row.counts.get("archives", 0) + len(found))


def rows(session: Session, work: Work) -> None:
    """All tables by the register, first those that refer to others."""
    workspace_id, subject_ref = work.person
    repository.lock(session, workspace_id, subject_ref)
    erased: dict[str, int] = dict(work.row.counts.get("erased", {}))
    for table in repository.erasable():
        if table.name == PAYLOADS:  # with the record that accounts for them
            continue
        clear = repository.blank if repository.is_blanked(table) else repository.remove
        count = clear(session, workspace_id, table, subject_ref)
        if count:
            before = 0 if repository.is_blanked(table) else erased.get(table.name, 0)
            erased[table.name] = before + count
    work.add_counts(erased=erased)
    outside(session, work)  # an archive begun since would still hold what is gone now


def payloads(session: Session, work: Work) -> None:
    """Gone and accounted for in one transaction: at no instant does the log look tampered with."""
    gone = decisions.forget_payloads(session, *work.person)
    if not gone and "records" in work.row.counts:
        return
    erased = dict(work.row.counts.get("erased", {}))
    if gone:
        erased[PAYLOADS] = erased.get(PAYLOADS, 0) + len(gone)
    work.add_counts(erased=erased)
    for start in range(0, max(len(gone), 1), PAYLOADS_PER_RECORD):
        some = [str(payload_id) for payload_id in gone[start : start + PAYLOADS_PER_RECORD]]
        facts = {"payloads": some}
        note(session, work.row, DecisionType.ERASURE_EXECUTED, facts=facts, now=work.now)
        work.add_counts(records=work.row.counts.get("records", 0) + 1)


def key(session: Session, work: Work) -> None:
    """Nothing that was ever sealed for the person opens again, wherever a copy lies.

    In SQLite nobody else writes meanwhile; in PostgreSQL, whoever began before may still commit a
    row that nobody can read: the scan looks for those and has them erased.
    """
    keyring_of(session).destroy_person(*work.person)


def clean(db: Database, work: Work) -> None:
    """SQLite: the write-ahead log is emptied (deleted content is overwritten anyway). PostgreSQL:
    dead rows of the touched tables go now, where we may.
    """
    engine = db.engine.execution_options(isolation_level="AUTOCOMMIT")
    if engine.dialect.name == "sqlite":
        _empty_the_log(db)
        return
    names = ", ".join(f'"{name}"' for name in work.row.counts.get("erased", {}))
    with engine.connect() as connection:
        if names:
            connection.execute(text(f"VACUUM {names}"))


def nothing_more(session: Session, work: Work) -> None:
    """It was all done beside the transaction."""
    del session, work


def scan(db: Database, work: Work) -> None:
    """Every file of ours and every value in the database, in every encoding."""
    with db.reading() as session:
        wanted = patterns_of(_sought(session, work.row))
        found = scan_database(session, wanted)
    for folder in work.stores.folders:
        found += scan_folder(folder, wanted)
    for file in work.stores.files:
        found += scan_file(file, wanted, file.name)
    named = {hit.place for hit in found if scan_bytes(hit.place.encode(), wanted)}
    work.places = sorted({NAMELESS if hit.place in named else hit.place for hit in found})


def judge(session: Session, work: Work) -> None:
    """Clean, or back: a row that came late is erased like the others, a trace needs a person."""
    workspace_id, subject_ref = work.person
    late = [
        table.name
        for table in repository.erasable()
        if not repository.is_blanked(table)
        and repository.count(session, workspace_id, table, subject_ref)
    ]
    if late:
        LOG.warning("erasure.came_late", erasure=str(work.row.id), tables=len(late))
        work.row.step = Step.TRACES
        return
    if work.places:
        raise NotClean([Failure(place, "trace_found") for place in work.places])


def verify(session: Session, work: Work) -> None:
    facts = {"sought": work.row.counts["sought"], "found": 0}
    note(session, work.row, DecisionType.ERASURE_VERIFIED, facts=facts, now=work.now)


def receipt(session: Session, work: Work) -> None:
    words = receipt_of(work.row, now=work.now)
    work.row.receipt = checkpoints.signed(session, work.row.workspace_id, words)


def wipe(session: Session, work: Work) -> None:
    work.row.traces_sealed = None
    work.row.state, work.row.ended_at, work.row.failures = State.DONE, work.now, []
    keyring_of(session).destroy(work.row.workspace_id, f"workspace:erasure:{work.row.id}")


BESIDE: dict[Step, Callable[[Database, Work], None]] = {
    Step.OUTSIDE: forget_outside,
    Step.CLEAN: clean,
    Step.SCAN: scan,
}
WITHIN: dict[Step, Callable[[Session, Work], None]] = {
    Step.FREEZE: freeze,
    Step.PLAN: plan,
    Step.KEEP: keep,
    Step.TRACES: traces,
    Step.OUTSIDE: outside,
    Step.ROWS: rows,
    Step.PAYLOADS: payloads,
    Step.KEY: key,
    Step.CLEAN: nothing_more,
    Step.SCAN: judge,
    Step.VERIFY: verify,
    Step.RECEIPT: receipt,
    Step.WIPE: wipe,
}


def note(
    session: Session,
    row: Erasure,
    kind: DecisionType,
    *,
    facts: dict[str, Any],
    outcome: str = "performed",
    now: datetime,
) -> None:
    """One record of the erasure."""
    is_member = repository.member_of(session, row.workspace_id, row.subject_ref) is not None
    entry = Entry(
        type=kind,
        outcome=outcome,
        subject_ref=row.subject_ref,
        role=Role.MEMBER if is_member else Role.PROSPECT,
        facts={"erasure": str(row.id)} | facts,
    )
    decisions.record(session, row.workspace_id, entry, now=now)


def _opened(session: Session, work: Work) -> tuple[list[str], list[str]]:
    """Names and addresses; everything else that was written."""
    identity: list[str] = []
    written: list[str] = []
    try:
        person_key = keyring_of(session).living_person(*work.person)
    except NotFound:  # destroyed already: nothing sealed can be read by anybody
        return identity, written
    for category, place, sealed in repository.sealed_values(session, *work.person):
        texts = list(texts_in(unseal(person_key, sealed, place=place).decode()))
        is_identity = category in PERSONAL - {Category.WORDS}
        (identity if is_identity else written).extend(texts)
    return identity, written


def _sought(session: Session, row: Erasure) -> list[str]:
    if row.traces_sealed is None:
        return []
    try:
        sealed_under = keyring_of(session).workspace(row.workspace_id, f"erasure:{row.id}")
    except NotFound as error:
        raise Unavailable("erasure.traces", "What to look for is not readable.") from error
    found: list[str] = json.loads(unseal(sealed_under, row.traces_sealed, place=_place(row)))
    return found


def _place(row: Erasure) -> str:
    return f"erasure:traces:{row.id}"


def _empty_the_log(db: Database) -> None:
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy = bool((cursor.fetchone() or (1,))[0])
        cursor.close()
    finally:
        connection.close()
    if is_busy:
        raise NotClean([Failure("database", "busy")])
