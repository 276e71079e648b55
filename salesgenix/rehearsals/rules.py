"""What is asked of a rehearsal: a conversation with the agent under orders nobody has given yet."""

from dataclasses import dataclass
from uuid import UUID

from salesgenix.authority.rules import Rule

MOST = 8  # at once; whichever has rested longest makes room
RESTS_SECONDS = 1_800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One message of a made-up visitor. ``ref`` names the rehearsal; only who began it goes on.

    ``rule`` is none where the words so far mean nothing that can be enforced.
    """

    workspace_id: UUID
    member_id: UUID
    ref: UUID
    key: str
    words: str
    rule: Rule | None
    text: str
