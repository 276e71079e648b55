"""What stands behind a reply in this turn, and what is said where nothing does.

A sentence whose figure, term, deed or nature nothing backs is never shown, not even half. In its
place stands, once, what is true; the team is asked, and the record says why. Only the courtesy that
a reply opens with ("Of course, ") does not wait: it is judged again with what follows, and what is
true is said so that it reads well after it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from agent.state import TurnState
from guardrails.claims import Backing, Code, judge
from guardrails.text.openings import is_opening
from prompts.loader import phrases
from tools.catalog import CATALOG

UNFINISHED = 3  # a segment's last signs: "31. " goes on
NAMES = frozenset(CATALOG) | frozenset(
    {name for name in TurnState.model_fields if "_" in name} | {"signals.floor"}
)
INTERNAL = frozenset({Code.PROMPT, Code.WHISPER})
PHRASES = {Code.HUMAN: "bot_answer", Code.DONE: "claim_undone"} | dict.fromkeys(
    INTERNAL, "claim_internal"
)
UNBACKED, AFTER_OPENING = "claim_unbacked", "claim_after_opening"
# What the team is asked about; a lie about oneself needs nobody.
ASKED = frozenset(Code) - INTERNAL - {Code.HUMAN}


@dataclass(frozen=True, slots=True, repr=False)
class Withheld:
    code: Code
    text: str

    def __repr__(self) -> str:
        return f"Withheld({self.code})"


class Claims:
    """Reads a reply sentence by sentence, as the guard releases it. ``withheld`` gathers over the
    runs of a turn; what was put in its place is said once in a turn.
    """

    def __init__(self, backing: Callable[[], Backing], state: TurnState) -> None:
        self.withheld: list[Withheld] = []
        self._backing = backing
        self._state = state
        self._said: set[str] = set()
        self._before = ""
        self._held = ""
        self._opening = ""  # what was shown of the first sentence
        self._opens = True
        self._is_cut = False

    def begin(self) -> None:
        """A new run of the model."""
        self._held, self._opening, self._opens, self._is_cut = "", "", True, False

    def judged(self, segments: list[str], *, ending: bool) -> str:
        """What of these sentences may be shown."""
        shown = "".join(self._one(segment) for segment in segments)
        if ending and self._held:
            held, self._held = self._held, ""
            shown += self._shown(held)
        return shown

    def refuses(self, text: str) -> Code | None:
        """Why a text of the model's may not leave in another way than the reply, if it may not."""
        code = judge(text, self._backing(), names=NAMES)
        if code is not None:
            self.withheld.append(Withheld(code, text))
        return code

    def _one(self, segment: str) -> str:
        if self._opens and is_opening(segment):
            self._opening += segment
            return segment
        self._opens = False
        segment, self._held = self._held + segment, ""
        end = segment.rstrip()
        if end.endswith(".") and end[-UNFINISHED:-1].strip("( ").isdigit():
            self._held = segment  # a day, whose month is the next word
            return ""
        return self._shown(segment)

    def _shown(self, segment: str) -> str:
        if self._is_cut:
            return ""
        opening, self._opening = self._opening, ""
        code = self._judged(segment) or (self._judged(opening + segment) if opening else None)
        if code is None:
            self._before += opening + segment
            return segment
        self.withheld.append(Withheld(code, (opening + segment).strip()))
        self._is_cut = code in INTERNAL
        is_new = self._is_new(code)
        end = segment[len(segment.rstrip()) :]
        return self._instead(code, opening) + end if is_new or opening else ""

    def _judged(self, sentence: str) -> Code | None:
        return judge(sentence, self._backing(), before=self._before, names=NAMES)

    def _is_new(self, code: Code) -> bool:
        key = PHRASES.get(code, UNBACKED)
        is_new = key not in self._said
        self._said.add(key)
        return is_new

    def _instead(self, code: Code, opening: str) -> str:
        state = self._state
        words = phrases(state.language)
        said = words.one(
            PHRASES.get(code, UNBACKED), agent=state.agent_name, company=state.company.name
        )
        is_open = opening.rstrip().endswith(",")
        return f"{words.one(AFTER_OPENING)} {said}" if is_open else said
