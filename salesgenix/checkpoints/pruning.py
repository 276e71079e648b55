"""Forgetting old records without rewriting the log: whole prefixes go, their subtrees stay.

A module of its own beside ``service`` to keep that file a page long.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.checkpoints import repository
from salesgenix.checkpoints.rules import Cause
from salesgenix.checkpoints.signing import sign_head, tree
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry


def prunable(session: Session, workspace_id: UUID, *, before: datetime) -> int:
    """How long the log's prefix is whose records may go: each older than ``before``, signed, and
    before any intent whose effect is still awaited. 0 if nothing would be removed.
    """
    pruned = decisions.head(session, workspace_id).pruned
    end = repository.signed_size(session, workspace_id)
    young = repository.first_since(session, workspace_id, before)
    awaited = repository.first_open_intent(session, workspace_id)
    cut = min([end, *(seq - 1 for seq in (young, awaited) if seq is not None)])
    return cut if cut > pruned else 0


def prune(session: Session, workspace_id: UUID, *, before: datetime, now: datetime) -> int:
    """Removes the longest such prefix with its payloads; the size that is pruned then, or 0.

    The subtrees over it stay (at most log2 n hashes), so every later root and proof is what it
    was. ``retention.purged`` names size and root, and a checkpoint is signed over that record.
    """
    decisions.lock_head(session, workspace_id)
    cut = prunable(session, workspace_id, before=before)
    if not cut:
        return 0
    prefix = tree(session, workspace_id, cut)
    leaf = repository.leaf_of(session, workspace_id, cut)
    root, frontier = prefix.root(), prefix.frontier(cut)
    repository.remove_prefix(session, workspace_id, cut, leaf=leaf, frontier=b"".join(frontier))
    entry = Entry(
        type=DecisionType.RETENTION_PURGED,
        outcome="performed",
        facts={"size": cut, "root": root.hex()},
    )
    decisions.record(session, workspace_id, entry, now=now)
    sign_head(session, workspace_id, Cause.PRUNING, now=now)
    return cut
