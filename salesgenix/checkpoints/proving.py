"""Whether a log is sound by itself, and still the one that every kept checkpoint was signed for.

Somebody who may write to the database can cut a log and close it again, so that it is sound by
itself; the checkpoints remember, most of all those outside.
"""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from salesgenix.checkpoints import signing
from salesgenix.checkpoints.rules import checkpoint_text, origin_of
from salesgenix.db import checkpoint_log_of
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType
from salesgenix.decisions.service import Verification
from salesgenix.kit.checkpoint_log import Line
from salesgenix.kit.merkle import extend, root_of

PAGE = 200


def verify(session: Session, workspace_id: UUID) -> Verification:
    """``decisions.verify_chain``, and every checkpoint in the database and in the file outside.

    A past that was lost to a restored backup is no fault once the log itself says so.
    """
    chain = decisions.verify_chain(session, workspace_id)
    if not chain.sound:
        return chain
    kept, outside = list(_kept(session, workspace_id)), _outside(session, workspace_id)
    roots = _roots(session, workspace_id, {line.size for line in (*kept, *outside)})
    said = _said(session, workspace_id)
    pruned = decisions.head(session, workspace_id).pruned
    for line in sorted((*kept, *outside), key=lambda line: line.size):
        if line.size < pruned or _fits(line, workspace_id, roots):
            continue
        is_kept = line in kept
        if not is_kept and (line.size <= said or not signing.is_ours(session, line)):
            continue
        where = "kept" if is_kept else "outside"
        why = f"a checkpoint ({where}) was signed for {line.size} records of another log"
        return replace(chain, sound=False, first_bad_seq=line.size, why=why)
    return chain


def _fits(line: Line, workspace_id: UUID, roots: dict[int, bytes]) -> bool:
    root = roots.get(line.size)
    return root is not None and signing.says(line, workspace_id, root)


def _kept(session: Session, workspace_id: UUID) -> Iterator[Line]:
    """Those in the database: as they were signed, and as their columns say."""
    origin, before = origin_of(workspace_id), None
    while page := signing.listing(session, workspace_id, before=before, limit=PAGE):
        for card in page:
            yield Line(origin, card.size, card.note)
            text = checkpoint_text(workspace_id, card.size, bytes.fromhex(card.root))
            yield Line(origin, card.size, f"{text}\n")
        before = page[-1].size


def _outside(session: Session, workspace_id: UUID) -> list[Line]:
    log = checkpoint_log_of(session)
    return [] if log is None else list(log.lines(origin_of(workspace_id)))


def _roots(session: Session, workspace_id: UUID, sizes: set[int]) -> dict[int, bytes]:
    """The roots of the log's first records, for those sizes that it has."""
    head = decisions.head(session, workspace_id)
    size, frontier = head.pruned, list(head.pruned_frontier)
    found = {size: root_of(frontier)} if size in sizes else {}
    for leaf in decisions.leaves(session, workspace_id):
        frontier = extend(frontier, size, leaf)
        size += 1
        if size in sizes:
            found[size] = root_of(frontier)
    return found


def _said(session: Session, workspace_id: UUID) -> int:
    """The largest size that the log says it has lost."""
    told = decisions.listing(session, workspace_id, type_=DecisionType.RESTORE_REPLAYED, limit=PAGE)
    return max((card.body.get("facts", {}).get("known_size", 0) for card in told), default=0)
