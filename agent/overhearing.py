"""What a prospect asks for while a person of the team has the conversation: no turn is owed and
nothing is said, but their stop holds at once, and a wish about their data starts its days.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from agent.understanding.kinds import DataRequest, Floor, Understanding
from salesgenix.actions import service as actions
from salesgenix.actions.service import Proposed
from salesgenix.authority.rules import ActionKind
from salesgenix.conversations.service import ConversationCard
from salesgenix.privacy.rules import SuppressionReason

MOST_WORDS = 1_000


def keep(
    session: Session,
    card: ConversationCard,
    seen: Understanding,
    *,
    seq: int,
    words: str,
    now: datetime,
) -> None:
    """``words``: of message ``seq``."""
    for action, arguments in owed(seen, words):
        wanted = Proposed(
            kind=action,
            arguments=arguments,
            conversation_id=card.id,
            lead_id=card.lead_id,
            subject_ref=card.subject_ref,
            idempotency_key=f"{card.id}:{seq}:{action}",
        )
        actions.propose(session, card.workspace_id, wanted, now=now)


def owed(seen: Understanding, words: str) -> list[tuple[ActionKind, dict[str, Any]]]:
    """What the law has us do at this person's word; a stop keeps the first 1,000 characters."""
    found: list[tuple[ActionKind, dict[str, Any]]] = []
    if Floor.STOP in seen.floor:
        stop = {"reason": SuppressionReason.OPT_OUT.value, "words": words[:MOST_WORDS]}
        found.append((ActionKind.CONTACT_SUPPRESS, stop))
    if Floor.DATA_REQUEST in seen.floor:
        kind = seen.data_request or DataRequest.ACCESS
        found.append((ActionKind.DATA_REQUEST_OPEN, {"kind": kind.value}))
    return found
