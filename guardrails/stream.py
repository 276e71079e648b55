"""A reply guarded while it is being written, sentence by sentence.

The segmentation depends on the text alone, never on how it arrived: for every way of cutting a text
into pieces, what is released in sum is what ``Guard.outbound`` gives for the whole. A sentence is
held until the first character after it is known, because only then is it certain that no value runs
on across the cut. Its first words need not wait: as long as each is one of a closed list that can
be no part of anybody's data, each is a segment of its own and leaves with the blank after it. Where
somebody judges whole sentences afterwards, only the courtesy that a reply opens with does.
"""

from collections.abc import Callable

from guardrails.inspection import MAX_CHARACTERS
from guardrails.pseudonyms.tokens import TOKEN_LIKE, UNFINISHED_TOKEN
from guardrails.text.harmless import first_word
from guardrails.text.openings import opening
from guardrails.text.sentences import cut
from guardrails.verdicts import GuardFailure, GuardVerdict

# A sentence this long is cut at a space instead, well before its end, outside every value.
LONG = 400
KEEP_BACK = 128
# How much of what was already released is read again, so that a cue still counts.
LOOK_BACK = 160

_ENDS = frozenset(".!?…。！？")

Release = Callable[[str, str], str]  # (what stood before, the next segment) -> what may be read
Avoid = Callable[[str], list[tuple[int, int]]]  # where values stand in a text


class OutboundStream:
    """``feed`` returns what may be shown now (often nothing), ``end`` the rest. Not thread-safe.

    A failure closes the stream: every later call fails too. ``whole_sentences``: for who judges
    sentences after the guard, and must see none in part but for the courtesies it opens with.
    """

    def __init__(
        self,
        release: Release,
        avoid: Avoid,
        verdict: Callable[[], GuardVerdict],
        *,
        whole_sentences: bool = False,
    ) -> None:
        self._release = release
        self._avoid = avoid
        self._verdict = verdict
        self._by_words = not whole_sentences
        self._starts = True  # a sentence
        self._opening = True  # nothing but harmless words since it started
        self._held = ""
        self._before = ""
        self._length = 0
        self._open = True

    @property
    def verdict(self) -> GuardVerdict:
        return self._verdict()

    def feed(self, piece: str) -> str:
        return "".join(self.segments(piece))

    def segments(self, piece: str) -> list[str]:
        """The same, sentence by sentence: however the text arrives, these are the sentences."""
        self._require_open()
        self._length += len(piece)
        if self._length > MAX_CHARACTERS:
            self._open = False
            raise GuardFailure("guard.too_long")
        self._held += piece
        released = []
        try:
            while self._held:
                length = self._opening_word()
                if length is not None:
                    released.append(self._let(self._held[:length]))
                elif (length := self._next_cut()) is not None:
                    released.append(self._pass(self._held[:length]))
                else:
                    break
                self._held = self._held[length:]
        except BaseException:
            self._open = False
            raise
        return released

    def end(self) -> str:
        self._require_open()
        self._open = False
        rest, self._held = UNFINISHED_TOKEN.sub("", self._held), ""
        return self._pass(rest) if rest else ""

    def _opening_word(self) -> int | None:
        if not self._opening:
            return None
        if not self._by_words:
            return opening(self._held)
        return first_word(self._held, starts=self._starts)

    def _let(self, word: str) -> str:
        """A word of the closed list needs no reading, but what follows is read with it."""
        self._starts = False
        self._before = (self._before + word)[-LOOK_BACK:]
        return word

    def _require_open(self) -> None:
        if not self._open:
            raise GuardFailure("guard.closed")

    def _pass(self, segment: str) -> str:
        released = self._release(self._before, segment)
        self._before = (self._before + segment)[-LOOK_BACK:]
        self._starts = segment.rstrip()[-1:] in _ENDS
        self._opening = self._by_words and self._starts
        return released

    def _next_cut(self) -> int | None:
        """Windows grow by doubling, and a window is only judged as a whole once it is full."""
        window = LONG
        while True:
            length = cut(self._held[:window])
            if length is not None or len(self._held) < window:
                return length
            length = self._space_outside_values(self._held[:window])
            if length is not None:
                return length
            window *= 2

    def _space_outside_values(self, text: str) -> int | None:
        values = self._avoid(text) + [found.span() for found in TOKEN_LIKE.finditer(text)]
        for place in range(len(text) - KEEP_BACK, 0, -1):
            if not text[place - 1].isspace() or text[place].isspace():
                continue
            between_digits = text[:place].rstrip()[-1:].isdigit() and text[place].isdigit()
            if not between_digits and not any(a - 1 <= place <= b + 1 for a, b in values):
                return place
        return None
