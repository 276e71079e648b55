"""Which way to persuade a passage supports; the tool checks what must hold for it."""

from agent.brains.playbook.desk import Desk
from agent.brains.playbook.quoting.fragments import Passage
from salesgenix.knowledge.lexicon import lexicon
from tools.persuasion import is_verifiable

# What a passage is about, and the strategy that rests on such a passage; the first that fits.
_RESTS_ON = (
    ("customer_story", frozenset({"reference"})),
    ("risk_reversal", frozenset({"trial", "contract", "cancellation"})),
    ("credential", frozenset({"security", "privacy", "certification"})),
)
GENERAL, CREDENTIAL = "benefit", "credential"


def fitting(passage: Passage) -> str:
    about = lexicon().concepts_of(f"{passage.title} {passage.heading}")
    fits = (name for name, concepts in _RESTS_ON if concepts & about)
    return next((name for name in fits if name != CREDENTIAL or _can_be_checked(passage)), GENERAL)


def _can_be_checked(passage: Passage) -> bool:
    return is_verifiable(passage.text)


def is_barred(desk: Desk, passage: Passage) -> bool:
    """Whether the owner allows ways to persuade, but not the one that this passage is."""
    name, allowed = fitting(passage), desk.state.strategies
    return bool(allowed) and name != GENERAL and name not in allowed


def use(desk: Desk, strategy: str, passage_id: str | None = None) -> None:
    """Records the strategy with what it claims, when the owner allows it; silent when not."""
    if strategy not in desk.state.strategies:
        return
    claim = {"claim_passage_id": passage_id} if passage_id else {}
    desk.call("choose_strategy", strategy=strategy, **claim)
