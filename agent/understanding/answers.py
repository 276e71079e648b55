"""What a message tells as the answer to an open question that our last reply put."""

from collections.abc import Sequence
from dataclasses import replace

from agent.understanding.kinds import FactSeen, Intent, Understanding

# Fields of a lead that are told in free words, and so only known by the question before.
OPEN = frozenset({"need", "timeline", "authority", "budget", "preference"})
_ELSEWHERE = frozenset(
    {
        Intent.OBJECTION, Intent.NOT_INTERESTED, Intent.RUDE, Intent.BOOKING_REQUEST,
        Intent.CHOOSE_SLOT, Intent.DISCOUNT_REQUEST, Intent.SMALL_TALK, Intent.GOODBYE,
        Intent.SEND_TRANSCRIPT, Intent.PROVENANCE, Intent.MOVE_APPOINTMENT,
        Intent.CANCEL_APPOINTMENT,
    }
)  # fmt: skip
_SHORT = 2  # words: a bare yes or no tells nothing about when or what
_BARE = frozenset({Intent.AFFIRM, Intent.DENY, Intent.THANKS, Intent.GREETING})
_LONGEST = 300  # characters that are kept


def with_answer(seen: Understanding, text: str, just_asked: Sequence[str]) -> Understanding:
    """The message with one fact more, where it answers; the words themselves are value and quote.

    Whoever asks back, objects or wants something else has not answered.
    """
    field = next((one for one in just_asked if one in OPEN), None)
    said = " ".join(text.split())
    if field is None or not said or seen.fact(field) is not None or not _answers(seen, said):
        return seen
    told = FactSeen(field, said[:_LONGEST].rstrip(), said[:_LONGEST].rstrip())
    return replace(seen, facts=(*seen.facts, told))


def _answers(seen: Understanding, said: str) -> bool:
    intents = frozenset(seen.intents)
    if seen.floor or seen.is_question or intents & _ELSEWHERE or seen.fact("email"):
        return False
    return len(said.split()) > _SHORT or not intents & _BARE
