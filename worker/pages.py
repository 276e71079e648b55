"""What new pages mean is read before anybody asks about them, a few pieces a round.

Where no model of meaning is installed there is nothing to read.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from agent.brains.playbook.finding import likeness
from agent.brains.playbook.quoting.fragments import Passage
from agent.understanding import meaning
from salesgenix.accounts import service as accounts
from salesgenix.knowledge import service as knowledge

if TYPE_CHECKING:
    from worker.keeping import Keeping

EVERY = timedelta(seconds=30)
PIECES = 24  # a second of one processor, so that the other jobs have their turn


def read_new_pages(keeping: "Keeping") -> int:
    """How many pieces were read now."""
    now = keeping.clock.now()
    last = keeping.done_at.get(__name__)
    if (last is not None and last <= now < last + EVERY) or not meaning.is_there():
        return 0
    keeping.done_at[__name__] = now
    with keeping.db.reading() as session:
        found = {
            workspace.id: tuple(
                Passage(str(card.id), card.title, card.heading, card.text, at, card.ordinal)
                for at, card in enumerate(knowledge.public(session, workspace.id, now=now))
            )
            for workspace in accounts.workspaces(session)
        }
    count = 0
    for workspace_id, passages in found.items():
        if keeping.read.get(workspace_id) != hash(passages):
            read = likeness.prepare(passages, most=PIECES - count)
            count += read
            if count >= PIECES:
                del keeping.done_at[__name__]  # the next round goes on
                break
            keeping.read[workspace_id] = hash(passages)
    return count
