"""Which way to persuade a passage supports; the tool checks what must hold for it."""

from agent.brains.playbook.desk import Desk
from agent.brains.playbook.quoting.fragments import Passage
from salesgenix.knowledge.lexicon import lexicon

# What a passage is about, and the strategy that rests on such a passage; the first that fits.
_RESTS_ON = (
    ("customer_story", frozenset({"reference"})),
    ("risk_reversal", frozenset({"trial", "contract", "cancellation"})),
    ("credential", frozenset({"security", "privacy", "certification"})),
)
GENERAL = "benefit"


def fitting(passage: Passage) -> str:
    about = lexicon().concepts_of(f"{passage.title} {passage.heading}")
    return next((name for name, concepts in _RESTS_ON if concepts & about), GENERAL)


def use(desk: Desk, strategy: str, passage_id: str | None = None) -> None:
    """Records the strategy with what it claims, when the owner allows it; silent when not."""
    if strategy not in desk.state.strategies:
        return
    claim = {"claim_passage_id": passage_id} if passage_id else {}
    desk.call("choose_strategy", strategy=strategy, **claim)
