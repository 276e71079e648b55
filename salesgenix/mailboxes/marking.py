"""Tokens by which a mail is known again. All come from keys of the workspace and an action's id, so
that nobody can make one and none has to be kept in the clear.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from salesgenix.db import keyring_of

STOP = "stop-"  # an address with it ends all mail, whatever is written to it
ID_BYTES, MARK_BYTES = 16, 5
TOKEN = 34  # characters of a thread's token: letters and digits of one case
LONGEST_LOCAL = 64  # RFC 5321


def thread_token(session: Session, workspace_id: UUID, action_id: UUID) -> str:
    """What stands behind the plus where an answer, or a bounce, to this action's mail comes in."""
    whole = action_id.bytes + _mark(session, workspace_id, b"thread", action_id)[:MARK_BYTES]
    return base64.b32encode(whole).decode().rstrip("=").lower()


def action_of(session: Session, workspace_id: UUID, token: str) -> UUID | None:
    """``None`` for a token that is not this workspace's."""
    if len(token) != TOKEN:
        return None
    try:
        whole = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except ValueError:
        return None
    action_id = UUID(bytes=whole[:ID_BYTES])
    is_ours = hmac.compare_digest(thread_token(session, workspace_id, action_id), token.lower())
    return action_id if is_ours else None


def unsubscribe_token(session: Session, workspace_id: UUID, action_id: UUID) -> str:
    """Good for as long as the mail is known here. Only its digest is kept."""
    mark = _mark(session, workspace_id, b"unsubscribe", action_id)[:24]
    return base64.urlsafe_b64encode(mark).decode()


def digest_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def id_blind(session: Session, workspace_id: UUID, message_id: str) -> bytes:
    return keyring_of(session).blind(workspace_id, "message_id", message_id.strip())


def tag_of(addresses: Iterable[str], mailbox: str) -> str:
    """What stands behind the plus of the mailbox's own address; empty where nothing does."""
    name, _, domain = mailbox.lower().rpartition("@")
    for address in addresses:
        local, _, at = address.rpartition("@")
        base, plus, tag = local.partition("+")
        if plus and (base.lower(), at.lower()) == (name, domain):
            return tag.lower()
    return ""


def takes_tokens(address: str) -> bool:
    """Whether there is room behind the name for a token."""
    return len(address.rpartition("@")[0]) + 1 + len(STOP) + TOKEN <= LONGEST_LOCAL


def _mark(session: Session, workspace_id: UUID, purpose: bytes, action_id: UUID) -> bytes:
    key = keyring_of(session).workspace(workspace_id, "mail")
    return hmac.digest(key, purpose + b" " + action_id.bytes, "sha256")
