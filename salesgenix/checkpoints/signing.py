"""Signing the head of a log, and never two heads that contradict each other without saying so.

A module of its own beside ``service`` to keep that file a page long.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice, takewhile
from uuid import UUID

import structlog
from sqlmodel import Session

from salesgenix.checkpoints import repository, signers
from salesgenix.checkpoints.models import Checkpoint
from salesgenix.checkpoints.repository import LogState
from salesgenix.checkpoints.rules import OF_THE_CLOCK, Cause, checkpoint_text, origin_of
from salesgenix.db import checkpoint_log_of
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry
from salesgenix.decisions.service import HeadCard
from salesgenix.kit.checkpoint_log import Line
from salesgenix.kit.errors import Conflict, Invalid, NotFound
from salesgenix.kit.merkle import Tree, root_of
from salesgenix.kit.notes import Signer, is_signed_by

LOG = structlog.get_logger()
PAGE = 200
KEYS_AHEAD = 2  # epochs that a restored database may have forgotten


@dataclass(frozen=True, slots=True)
class CheckpointCard:
    """A signed head: the first ``size`` records have the root ``root`` (hex)."""

    size: int
    root: str
    note: str
    key_epoch: int
    at: datetime
    cause: Cause


def sign_head(
    session: Session, workspace_id: UUID, cause: Cause, *, now: datetime, size: int | None = None
) -> CheckpointCard:
    """The signed head of the log, or of its first ``size`` records; the same one if it was signed.

    If the file outside knows of more than this database, that is recorded before anything is
    signed (``restore.replayed``). ``Conflict`` when another root was signed for ``size`` before.
    """
    decisions.lock_head(session, workspace_id)
    _own_up(session, workspace_id, now=now)
    head = decisions.head(session, workspace_id)
    kept = repository.of_size(session, workspace_id, head.size if size is None else size)
    if kept is not None:
        return _card(kept)
    key = signers.signer(session)
    if head.key_epoch < key.epoch:  # the log was begun after this key
        head = take_over(session, workspace_id, key, now=now)
    if size is not None:
        root = tree(session, workspace_id, size).root()
        if _is_taken(session, workspace_id, size, root):
            raise Conflict("checkpoint.forked", "Another root was signed for this size.")
        return _sign(session, workspace_id, cause, key, size=size, root=root, now=now)
    while _is_taken(session, workspace_id, head.size, root_of(head.frontier)):
        head = _record_replay(session, workspace_id, head.size, now=now)
    return _sign(
        session, workspace_id, cause, key, size=head.size, root=root_of(head.frontier), now=now
    )


def take_over(session: Session, workspace_id: UUID, key: Signer, *, now: datetime) -> HeadCard:
    """Says in the log that ``key`` signs it from here on."""
    before = decisions.head(session, workspace_id).key_epoch
    entry = Entry(
        type=DecisionType.KEY_ROTATED,
        outcome="performed",
        facts={"from": before, "to": key.epoch, "public": key.public.hex()},
    )
    decisions.record(session, workspace_id, entry, now=now)
    repository.raise_epoch(session, workspace_id, key.epoch)
    return decisions.head(session, workspace_id)


def signed(session: Session, workspace_id: UUID, text: str) -> str:
    """``text`` as a note of this log, signed by the newest key."""
    return signers.signer(session).note(origin_of(workspace_id), text)


def latest(session: Session, workspace_id: UUID) -> CheckpointCard | None:
    """The checkpoint with the largest size."""
    found = listing(session, workspace_id, limit=1)
    return found[0] if found else None


def listing(
    session: Session, workspace_id: UUID, *, before: int | None = None, limit: int = 50
) -> list[CheckpointCard]:
    """The largest first; page on with ``before`` = the last size seen."""
    rows = repository.newest_first(session, workspace_id, before=before, limit=limit)
    return [_card(row) for row in rows]


def tree(session: Session, workspace_id: UUID, size: int) -> Tree:
    """The tree of the log's first ``size`` records. ``Invalid`` if there are fewer, or if the
    records that it ends in have been pruned.
    """
    head = decisions.head(session, workspace_id)
    if not head.pruned <= size <= head.size:
        raise Invalid("tree.outside", "The tree has no such place, or it has been pruned.")
    leaves = islice(decisions.leaves(session, workspace_id), size - head.pruned)
    return Tree(list(leaves), pruned=head.pruned, frontier=head.pruned_frontier)


def is_first_of_day(session: Session, workspace_id: UUID, card: CheckpointCard) -> bool:
    """Whether the worker signed before, but not on this checkpoint's UTC day."""
    before = repository.signed_before(session, workspace_id, OF_THE_CLOCK, below=card.size)
    return before is not None and before.date() < card.at.astimezone(UTC).date()


def unwritten(session: Session, workspace_id: UUID) -> list[Line]:
    """The checkpoints that the file outside does not hold yet, the smallest first.

    Usually those above the largest or the last that it holds; if it holds none of the newest, it is
    read as a whole.
    """
    log = checkpoint_log_of(session)
    if log is None:
        return []
    origin = origin_of(workspace_id)
    written = {line.note for line in (log.newest(origin), log.largest(origin)) if line}
    rows = repository.newest_first(session, workspace_id, before=None, limit=PAGE)
    above = list(takewhile(lambda row: row.note not in written, rows))
    if written and len(above) < len(rows):
        return [Line(origin, row.size, row.note) for row in reversed(above)]
    missing = _absent(session, workspace_id, {line.note for line in log.lines(origin)})
    return [Line(origin, row.size, row.note) for row in reversed(missing)]


def _absent(session: Session, workspace_id: UUID, seen: set[str]) -> list[Checkpoint]:
    """All checkpoints but those that were seen, the largest first."""
    missing: list[Checkpoint] = []
    before: int | None = None
    while page := repository.newest_first(session, workspace_id, before=before, limit=PAGE):
        missing += [row for row in page if row.note not in seen]
        before = page[-1].size
    return missing


def newest_line(session: Session, workspace_id: UUID) -> Line:
    """The newest checkpoint as it is written outside. ``NotFound`` if there is none."""
    card = latest(session, workspace_id)
    if card is None:
        raise NotFound("checkpoint.none", "Nothing has been signed yet.")
    return Line(origin_of(workspace_id), card.size, card.note)


def states(session: Session) -> list[LogState]:
    """How far each log is signed."""
    return repository.states(session)


def _sign(
    session: Session,
    workspace_id: UUID,
    cause: Cause,
    key: Signer,
    *,
    size: int,
    root: bytes,
    now: datetime,
) -> CheckpointCard:
    row = Checkpoint(
        workspace_id=workspace_id,
        size=size,
        root=root.hex(),
        key_epoch=key.epoch,
        note=key.note(origin_of(workspace_id), checkpoint_text(workspace_id, size, root)),
        cause=cause,
        at=now,
    )
    is_late = repository.signed_size(session, workspace_id) > size
    session.add(row)
    session.flush()
    if is_late:
        _write_at_once(session, Line(origin_of(workspace_id), size, row.note))
    return _card(row)


def _write_at_once(session: Session, line: Line) -> None:
    """A checkpoint below one that is signed already, which nobody would miss in the file later.

    It says nothing that is not committed, so it need not wait for this transaction.
    """
    log = checkpoint_log_of(session)
    if log is None:
        return
    try:
        log.append([line])
    except OSError:
        LOG.exception("checkpoint.log_unwritable")


def _own_up(session: Session, workspace_id: UUID, *, now: datetime) -> None:
    """Records once that the file outside knows another or a longer log than this one."""
    known = _largest_outside(session, workspace_id)
    if known is None or _agrees(session, workspace_id, known):
        return
    told = decisions.listing(session, workspace_id, type_=DecisionType.RESTORE_REPLAYED, limit=PAGE)
    if all(card.body.get("facts", {}).get("known_size") != known.size for card in told):
        _record_replay(session, workspace_id, known.size, now=now)


def _record_replay(
    session: Session, workspace_id: UUID, known_size: int, *, now: datetime
) -> HeadCard:
    size = decisions.head(session, workspace_id).size
    LOG.error(
        "checkpoint.rollback_found", workspace=str(workspace_id), known_size=known_size, size=size
    )
    facts = {"known_size": known_size, "size": size}
    entry = Entry(type=DecisionType.RESTORE_REPLAYED, outcome="performed", facts=facts)
    decisions.record(session, workspace_id, entry, now=now)
    return decisions.head(session, workspace_id)


def _largest_outside(session: Session, workspace_id: UUID) -> Line | None:
    log = checkpoint_log_of(session)
    if log is None:
        return None
    try:
        return log.largest(origin_of(workspace_id))
    except OSError as error:  # a file that cannot be read must not stop the log
        LOG.warning("checkpoint.log_unreadable", reason=error.strerror)
        return None


def _agrees(session: Session, workspace_id: UUID, line: Line) -> bool:
    """Whether this line may stand beside our log; so may one that no key of ours has signed."""
    head = decisions.head(session, workspace_id)
    if line.size > head.size:
        return not is_ours(session, line)
    kept = repository.of_size(session, workspace_id, line.size)
    if kept is not None:
        root = bytes.fromhex(kept.root)
    elif line.size < head.pruned:
        return True  # nothing is left to compare it with
    else:
        root = tree(session, workspace_id, line.size).root()
    return says(line, workspace_id, root) or not is_ours(session, line)


def _is_taken(session: Session, workspace_id: UUID, size: int, root: bytes) -> bool:
    """Whether another root was signed for this size, in a past that this database has lost."""
    known = _largest_outside(session, workspace_id)
    log = checkpoint_log_of(session)
    if log is None or known is None or known.size < size:
        return False
    return any(
        line.size == size and not says(line, workspace_id, root) and is_ours(session, line)
        for line in log.lines(origin_of(workspace_id))
    )


def says(line: Line, workspace_id: UUID, root: bytes) -> bool:
    """Whether it was signed for this root."""
    return line.note.startswith(checkpoint_text(workspace_id, line.size, root) + "\n")


def is_ours(session: Session, line: Line) -> bool:
    """A key of this installation signed it, perhaps one that this database does not know yet."""
    newest = max((key.epoch for key in signers.keys(session)), default=0)
    for epoch in range(1, newest + KEYS_AHEAD + 1):
        try:
            public = signers.held_signer(session, epoch).public
        except NotFound:
            continue
        if is_signed_by(line.note, line.origin, public):
            return True
    LOG.error("checkpoint.line_foreign", size=line.size)
    return False


def _card(row: Checkpoint) -> CheckpointCard:
    return CheckpointCard(row.size, row.root, row.note, row.key_epoch, row.at, Cause(row.cause))
