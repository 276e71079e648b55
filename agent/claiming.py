"""What stands behind a reply in this turn, and what is said where nothing does.

A sentence whose figure, term, deed or nature nothing backs is never shown, not even half. In its
place stands, once, what is true; the team is asked, and the record says why.
"""

from collections.abc import Callable
from dataclasses import dataclass

from agent.state import TurnState
from guardrails.claims import Backing, Code, judge
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
UNBACKED = "claim_unbacked"
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
        self._is_cut = False

    def begin(self) -> None:
        """A new run of the model."""
        self._held, self._is_cut = "", False

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
        segment, self._held = self._held + segment, ""
        end = segment.rstrip()
        if end.endswith(".") and end[-UNFINISHED:-1].strip("( ").isdigit():
            self._held = segment  # a day, whose month is the next word
            return ""
        return self._shown(segment)

    def _shown(self, segment: str) -> str:
        if self._is_cut:
            return ""
        code = judge(segment, self._backing(), before=self._before, names=NAMES)
        if code is None:
            self._before += segment
            return segment
        self.withheld.append(Withheld(code, segment.strip()))
        self._is_cut = code in INTERNAL
        return self._instead(code) + segment[len(segment.rstrip()) :] if self._is_new(code) else ""

    def _is_new(self, code: Code) -> bool:
        key = PHRASES.get(code, UNBACKED)
        is_new = key not in self._said
        self._said.add(key)
        return is_new

    def _instead(self, code: Code) -> str:
        state = self._state
        return phrases(state.language).one(
            PHRASES.get(code, UNBACKED), agent=state.agent_name, company=state.company.name
        )
