"""Which sentences of a reply are said: those that no order bars and that make nothing up."""

from agent.claiming import Claims
from salesgenix.authority.barring import may_go_on, said
from salesgenix.authority.rules import ActiveRule


class Sayable:
    """``claims`` takes out what nothing backs. ``barring`` are the orders that bar words. The
    sentence that would say one is not said, nor is the rest of its run; ``stopped_by`` is then the
    order that forbade it. ``is_whole``: nothing has been kept back.

    Told the guard's segments as they come, it depends on them alone: however the text arrived.
    """

    def __init__(self, claims: Claims, barring: tuple[ActiveRule, ...] = ()) -> None:
        self.claims = claims
        self.stopped_by: ActiveRule | None = None
        self.is_whole = True
        self._barring = barring
        self._held: list[str] = []
        self._is_cut = False

    def begin(self) -> None:
        """A new run of the model."""
        self._held, self._is_cut = [], False
        self.claims.begin()

    def passed(self, segments: list[str], *, ending: bool) -> str:
        if self._barring:
            segments = self._unbarred(segments, ending=ending)
        withheld = len(self.claims.withheld)
        piece = self.claims.judged(segments, ending=ending)
        self.is_whole = self.is_whole and withheld == len(self.claims.withheld)
        return piece

    def _unbarred(self, segments: list[str], *, ending: bool) -> list[str]:
        """The sentences that bar no word; the beginning of a barred phrase waits for its end."""
        words = frozenset[str]().union(*(active.rule.barred_words for active in self._barring))
        shown: list[str] = []
        for segment in segments:
            if self._is_cut:
                break
            self._held.append(segment)
            held = "".join(self._held)
            if (active := self._barred_by(held)) is not None:
                self._is_cut, self.is_whole = True, False
                self._held, self.stopped_by = [], self.stopped_by or active
            elif not may_go_on(words, held):
                shown += self._held
                self._held = []
        if ending:
            shown += self._held
            self._held = []
        return shown

    def _barred_by(self, text: str) -> ActiveRule | None:
        return next(
            (active for active in self._barring if said(active.rule.barred_words, text)), None
        )
