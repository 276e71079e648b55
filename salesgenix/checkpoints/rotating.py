"""One signing key after another: the old one signs what was, and the new one itself.

A module of its own beside ``service`` to keep that file a page long.
"""

from datetime import datetime

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.checkpoints import signers
from salesgenix.checkpoints.rules import Cause
from salesgenix.checkpoints.signers import KeyCard
from salesgenix.checkpoints.signing import sign_head, take_over
from salesgenix.decisions import service as decisions


def rotate(session: Session, *, now: datetime) -> KeyCard:
    """The installation's next signing key. Each log's head is signed by the old key, says that the
    key has changed, and is signed again by the new one. For the installation's operator only.
    """
    old = signers.signer(session)
    logs = [card.id for card in accounts.workspaces(session)]
    for workspace_id in logs:
        if decisions.head(session, workspace_id).size:
            sign_head(session, workspace_id, Cause.ROTATION, now=now)
    new = signers.follow(session, old, now=now)
    for workspace_id in logs:
        decisions.lock_head(session, workspace_id)
        take_over(session, workspace_id, new, now=now)
        sign_head(session, workspace_id, Cause.ROTATION, now=now)
    return signers.keys(session)[-1]
