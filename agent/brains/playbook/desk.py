"""What a topic works with: the state, the words, and tools that are asked by replay.

A chat model cannot wait for a tool. So each topic is plain sequential code that runs again on every
model call of a turn: a call that was answered returns its finding, a new one is put on the list and
ends the topic for now. The same call in the same turn has the same id, so nothing is asked twice.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolCall, ToolMessage

from agent.brains.playbook import memory
from agent.state import TurnState
from agent.understanding.letters import unsigned
from prompts.loader import Phrases, phrases
from salesgenix.kit.spoken import place_of, spoken, spoken_day

NO_NEWS = "[no new message"  # how a turn begins that no message has caused
_NOS = (
    "not_interested", "stop_done", "stop_not_done", "wrong_person", "distress", "distress_again",
    "service_other",
)  # fmt: skip
_DONE = frozenset({"done", "found", "approved"})
_WAITING = frozenset({"awaiting_approval", "authorised"})


class Pending(Exception):
    """The topic has asked a tool and goes on when the answer is there."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a tool gave back. ``state`` is ``found`` for one that only looks something up."""

    content: Mapping[str, Any] = field(default_factory=dict)
    state: str = "found"

    @property
    def is_done(self) -> bool:
        return self.state in _DONE

    @property
    def is_waiting(self) -> bool:
        return self.state in _WAITING

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(str(reason) for reason in self.content.get("reasons") or ())

    def items(self, name: str) -> list[dict[str, Any]]:
        """A list of objects in the content, or in the ``result`` of a proposal."""
        result = self.content.get("result")
        places = (self.content, result if isinstance(result, dict) else {})
        found: list[Any] = next((place[name] for place in places if place.get(name)), [])
        return [item for item in found if isinstance(item, dict)]


NOT_ALLOWED = Finding({"reasons": ["not_allowed"]}, "denied")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was said before."""

    is_ours: bool
    text: str


class Desk:
    """One model call of one turn. ``wanted`` and ``passages`` fill while topics run."""

    def __init__(self, state: TurnState, messages: Sequence[BaseMessage]) -> None:
        self.state = state
        self.words: Phrases = phrases(state.language)
        self.wanted: dict[str, ToolCall] = {}
        self.passages: dict[str, None] = {}
        start, end = _newest_humans(messages)
        self.text = "\n".join(unsigned(str(message.text)) for message in messages[start:end])
        self.history = [
            Line(isinstance(message, AIMessage), str(message.text))
            for message in messages[:start]
            if isinstance(message, HumanMessage | AIMessage) and str(message.text).strip()
        ]
        self._asked, self._found = _calls(messages)

    @property
    def has_news(self) -> bool:
        """Whether the person has written something, and not only the house."""
        return bool(self.text.strip()) and not self.text.startswith(NO_NEWS)

    @property
    def newest(self) -> Line:
        """What the person has just written."""
        return Line(is_ours=False, text=self.text)

    @property
    def last_reply(self) -> str:
        return next((line.text for line in reversed(self.history) if line.is_ours), "")

    @property
    def replies(self) -> list[str]:
        """What we have said so far, oldest first."""
        return [line.text for line in self.history if line.is_ours]

    @property
    def has_declined(self) -> bool:
        """Whether they have said no: after that nothing is sold that they do not ask for."""
        return any(memory.is_said(key, reply) for reply in self.replies for key in _NOS)

    @property
    def last_question(self) -> str:
        """What the person said before the newest message."""
        return next((line.text for line in reversed(self.history) if not line.is_ours), "")

    @property
    def just_asked(self) -> str:
        """What our last reply asked for, or nothing."""
        return next(reversed(memory.asked_in(self.last_reply)), "")

    @property
    def is_on_discount(self) -> bool:
        """Whether our last reply was about a discount, so that a bare percentage is about it."""
        about = ("discount_done", "discount_waiting", "discount_denied", "discount_up_to")
        return self.just_asked == "percent" or any(
            memory.is_said(key, self.last_reply) for key in about
        )

    def has_asked(self, thing: str) -> bool:
        return thing in self.state.asked or any(
            thing in memory.asked_in(line.text) for line in self.history if line.is_ours
        )

    def may(self, tool: str) -> bool:
        return tool in self.state.tools

    def call(self, tool: str, **arguments: Any) -> Finding:
        """The tool's finding. Raises ``Pending`` until it is there; denied when it is not ours."""
        if not self.may(tool):
            return NOT_ALLOWED
        key = call_id(tool, arguments)
        if key in self._found:
            return self._found[key]
        if key in self._asked:
            return Finding({"reasons": ["no_answer"]}, "failed")
        self.wanted[key] = ToolCall(name=tool, args=arguments, id=key, type="tool_call")
        raise Pending

    def when(self, at: datetime) -> str:
        """An instant as it is written to this person: weekday, date, hour and zone."""
        return spoken(at, self.state.zone, self.state.language)

    def day(self, at: datetime) -> str:
        """The day an instant lies in for this person: weekday, date and year."""
        local = at.astimezone(ZoneInfo(self.state.zone))
        return spoken_day(local.date(), self.state.language)

    def both(self, at: datetime, theirs: str) -> str:
        """As ``when``, and on the clock of whom they will meet where that shows another hour."""
        host = theirs or self.state.home_zone
        here, there = (at.astimezone(ZoneInfo(zone)) for zone in (self.state.zone, host))
        if here.utcoffset() == there.utcoffset():
            return self.when(at)
        if here.date() == there.date():
            return f"{self.when(at)} = {there:%H:%M} ({place_of(host)})"
        return f"{self.when(at)} = {spoken(at, host, self.state.language)}"

    def say(self, key: str, **facts: object) -> str:
        """The wording used least in this conversation, and never that of the reply before, as long
        as there is another one.
        """
        wordings = self.words.all(key, **facts)
        if len(wordings) == 1:
            return wordings[0]
        used = memory.times_said(key, self.words.language, self.replies)
        return wordings[used.index(min(used))]


def either(options: Sequence[str], words: Phrases) -> str:
    """``a, b or c``."""
    if len(options) == 1:
        return options[0]
    return words.one("list_or", first=", ".join(options[:-1]), last=options[-1])


def call_id(tool: str, arguments: Mapping[str, Any]) -> str:
    canonical = json.dumps(arguments, sort_keys=True, ensure_ascii=False, default=str)
    return f"{tool}_{hashlib.sha256(canonical.encode()).hexdigest()[:12]}"


def _newest_humans(messages: Sequence[BaseMessage]) -> tuple[int, int]:
    """From where to where the person spoke last: they may have sent several messages in a row."""
    places = [at for at, message in enumerate(messages) if isinstance(message, HumanMessage)]
    if not places:
        return len(messages), len(messages)
    start = end = places[-1]
    while start and isinstance(messages[start - 1], HumanMessage):
        start -= 1
    return start, end + 1


def _calls(messages: Sequence[BaseMessage]) -> tuple[set[str], dict[str, Finding]]:
    """The calls of this turn, which are those after the newest message, and their answers."""
    _, start = _newest_humans(messages)
    asked: set[str] = set()
    found: dict[str, Finding] = {}
    for message in messages[start:]:
        if isinstance(message, AIMessage):
            asked |= {str(call["id"]) for call in message.tool_calls}
        if isinstance(message, ToolMessage):
            found[message.tool_call_id] = _read(message)
    return asked, found


def _read(message: ToolMessage) -> Finding:
    try:
        content = json.loads(str(message.text))
    except ValueError:
        content = None
    if not isinstance(content, dict):
        return Finding({"reasons": ["unreadable"]}, "failed")
    fallback = "failed" if message.status == "error" else "found"
    return Finding(content, str(content.get("state") or fallback))
