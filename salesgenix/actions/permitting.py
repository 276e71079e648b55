"""The single-use right to do exactly one action: issued with the claim, spent at the hand-over.

What stays in the house has no permit of its own: it is allowed and done in one transaction, so that
nothing can come in between, and its row, unique by its key, cannot be done twice. Its decisions
name the rule all the same.
"""

import hashlib
import hmac
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import repository
from salesgenix.actions.models import Action, Permit
from salesgenix.actions.rules import LEASE, PermitFault, is_digest_of
from salesgenix.authority.rules import Reason, Verdict
from salesgenix.db import keyring_of


def issue(session: Session, row: Action, *, attempt: int, now: datetime) -> Permit:
    """For this attempt, under the rule that the verdict kept on the row names."""
    asked = repository.approval_of(session, row.workspace_id, row.id)
    is_approved = Reason.APPROVED in row.reasons and asked is not None
    permit = Permit(
        workspace_id=row.workspace_id,
        action_id=row.id,
        subject_ref=row.subject_ref,
        attempt=attempt,
        digest=row.digest,
        instruction_id=row.instruction_id,
        rule_version=row.rule_version,
        approval_id=asked.id if asked is not None and is_approved else None,
        issued_at=now,
        expires_at=now + LEASE,
    )
    session.add(permit)
    session.flush()
    return permit


def spend(
    session: Session,
    row: Action,
    arguments: dict[str, Any],
    verdict: Verdict,
    /,
    *,
    content: str,
    now: datetime,
) -> Permit | PermitFault:
    """The permit of the row's present attempt, used for what has the digest ``content``.

    Else why not: it lapsed (its time, or the rule it was issued under), was used before, or is not
    for this action as it is now.
    """
    key = keyring_of(session).person(row.workspace_id, row.subject_ref)
    if not is_digest_of(row.digest, row.kind, arguments, key):
        return PermitFault.MISMATCH
    rule = (verdict.instruction_id, verdict.rule_version)
    is_ours = repository.use_permit(session, row.workspace_id, row, rule, content=content, now=now)
    permit = repository.permit(session, row.workspace_id, row.id, row.attempts)
    if permit is None or permit.digest != row.digest:
        return PermitFault.MISMATCH
    if is_ours:
        return permit
    return PermitFault.LAPSED if permit.used_at is None else PermitFault.USED


def content_digest(
    session: Session, workspace_id: UUID, subject_ref: UUID, *, recipient: str, message: bytes
) -> str:
    """HMAC-SHA-256 under the person's key over whom it went to and the very bytes, hexadecimal."""
    key = keyring_of(session).person(workspace_id, subject_ref)
    handed = b"\0".join([b"delivery", recipient.encode(), message])
    return hmac.new(key, handed, hashlib.sha256).hexdigest()
