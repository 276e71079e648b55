"""What became of a whisper that was understood: where nothing came of it, the colleague is told.

Only the team reads that. A hosted model is told the whisper and weighs it itself.
"""

from datetime import datetime

from sqlmodel import Session

from agent.context import TurnContext
from agent.understanding.whispers import Wish, read_whisper
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent

NOT_DONE = "not_done"  # a note's code; its words stand in the console
_ASKED = {Wish.ASK_SIZE: "size", Wish.ASK_TOOL: "tool"}


def tell_unheeded(session: Session, context: TurnContext, *, now: datetime) -> None:
    """A note to the team if what they whispered since the agent last spoke is not in its reply."""
    if context.mind.brain.is_hosted:
        return
    state, turn = context.state, context.turn
    fresh = [
        read_whisper(one.text, now=state.now, zone=state.zone)
        for one in state.whispers
        if one.is_new
    ]
    wishes = frozenset[Wish]().union(*(one.wishes for one in fresh))
    if all(_is_done(context, wish) for wish in wishes):
        return
    note = NewEvent(
        kind=EventKind.NOTE, actor=Actor.SYSTEM, payload={"said": NOT_DONE}, turn_id=turn.id
    )
    conversations.append(session, turn.workspace_id, turn.conversation_id, note, now=now)


def _is_done(context: TurnContext, wish: Wish) -> bool:
    if wish is Wish.OFFER_TIMES:
        return bool(context.slots)
    return wish not in _ASKED or _ASKED[wish] in context.asked
