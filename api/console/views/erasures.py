"""Erasures as people follow them: why, how far, how much has gone."""

from dataclasses import dataclass

from salesgenix.erasures.rules import Cause, State, Step
from salesgenix.erasures.service import ErasureCard

STATES = {
    State.PLANNED: ("Ordered", "info"),
    State.RUNNING: ("Under way", "info"),
    State.PARTIAL: ("Not complete, tried again", "danger"),
    State.DONE: ("Erased", "ok"),
}
CAUSES = {
    Cause.REQUEST: "They asked for it",
    Cause.MINOR: "They may be a child",
    Cause.RETENTION: "The time to keep them was over",
    Cause.RESTORE: "An older copy of the database had forgotten it",
}


@dataclass(frozen=True, slots=True)
class Row:
    card: ErasureCard
    state: tuple[str, str]
    cause: str
    percent: int
    erased: int  # rows

    @property
    def is_live(self) -> bool:
        return not self.card.is_done


def row_of(card: ErasureCard) -> Row:
    steps = list(Step)
    done = steps.index(card.step) + 1 if card.step else 0
    erased = sum(int(count) for count in card.counts.get("erased", {}).values())
    return Row(card, STATES[card.state], CAUSES[card.cause], 100 * done // len(steps), erased)
