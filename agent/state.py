"""What any brain is told about the turn: one frozen value, written as a fenced block of JSON.

The block stands in the system message: a hosted model reads it as text, the embedded one parses it
back. It holds what our own code has already read and resolved; a brain never has to guess it.
Personal values are pseudonym tokens (``<<EMAIL_1>>``) by the time they stand here.
"""

import re
from collections.abc import Iterable
from typing import Any, Literal

from langchain_core.messages import BaseMessage, SystemMessage
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator

_FENCE = re.compile(r"^```state\n(?P<body>.*?)\n```$", re.DOTALL | re.MULTILINE)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True, extra="ignore")


class FactSignal(_Part):
    """One thing the person said about themselves; ``quote`` is verbatim."""

    field: str
    value: str
    quote: str


class Signals(_Part):
    """The newest message as read by ``agent.understanding``; ``model_validate`` takes its type."""

    language: str = "en"
    written_in: str = "en"
    floor: tuple[str, ...] = ()
    data_request: str | None = None
    intents: tuple[str, ...] = ()
    objection: str | None = None
    objections: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    facts: tuple[FactSignal, ...] = ()
    discount_percent: int | None = None
    seats: int | None = None
    months: int | None = None
    choice: int | None = None
    is_question: bool = False

    @field_validator("floor", "doubtful", mode="before")
    @classmethod
    def _in_a_fixed_order(cls, value: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(str(item) for item in value))

    def fact(self, name: str) -> str | None:
        """The last value stated for a field: a correction wins."""
        return next((seen.value for seen in reversed(self.facts) if seen.field == name), None)


class TimeWindow(_Part):
    """A stretch the person could meet in, and the words it was read from."""

    start: AwareDatetime
    end: AwareDatetime
    words: str = ""


class OfferedSlot(_Part):
    """A slot on the table; ``label`` is how the house writes it, with its zone."""

    id: str
    starts: AwareDatetime
    label: str = ""
    member: str = ""
    zone: str = ""  # of the member's clock


class BookedAppointment(_Part):
    """``slot`` names its time as an offered slot would, where that is known."""

    id: str
    starts: AwareDatetime
    label: str = ""
    member: str = ""
    zone: str = ""
    slot: str = ""


class TurnOutcome(_Part):
    """How something that was proposed ended: by the rules at once, or by a person later.

    ``answered``: the person did not decide but said, in ``reason``, what to do instead.
    """

    kind: str
    state: Literal["approved", "rejected", "answered", "denied", "done", "awaiting_approval"]
    reason: str = ""
    percent: int | None = None
    details: dict[str, Any] = Field(default_factory=dict)


class Whisper(_Part):
    """What a colleague told the agent for this conversation. ``is_new``: since it last spoke."""

    text: str
    is_new: bool = True


class HandBack(_Part):
    """What a colleague said before handing back, in their own words."""

    promised: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


class AnsweredQuestion(_Part):
    """What they asked and nothing answered then; the page ``title`` answers it now."""

    id: str
    question: str
    title: str


class CompanyFacts(_Part):
    name: str
    about: str = ""
    site: str = ""
    privacy_url: str = ""


class DiscountLimit(_Part):
    """What may be offered without asking, in whole percent."""

    ceiling_percent: int = 0


class TurnState(_Part):
    """One turn as a brain sees it.

    ``zone`` is the prospect's IANA zone, or the workspace's while ``zone_is_known`` is false.
    ``asked`` is what the agent has asked so far, oldest first: fields of ``FactSignal``, ``slot``,
    ``time``, ``confirm`` or ``explore:<objection>``. ``known`` maps a field to its value or token.
    ``next_questions`` are the facts worth asking for, best first; ``questions_max`` of them are
    asked in one conversation. ``source`` is where the lead came from, as stored. ``signals`` and
    ``windows`` read the newest message only. ``waits_for_person``: one was asked for, and nobody
    has come yet. ``colleague``: who of the team the newest message names.
    ``is_waiting``: they are on the waiting list for a meeting, for the times ``waits_for``; with
    the trigger ``waitlist`` such a time has come free, and until ``asked_first_until`` nobody else
    is told. ``answered`` is what the team has answered since, to
    be told in this turn; it alone is the reason of one with the trigger ``answered``.
    ``is_back``: they write again after hours or days, in a talk that had begun before.
    ``stands_in``: for a model that failed; who has no answer either says nothing.
    """

    trigger: Literal["message", "approval", "handback", "waitlist", "answered"] = "message"
    now: AwareDatetime
    zone: str = "UTC"
    zone_is_known: bool = False
    home_zone: str = "UTC"
    company: CompanyFacts
    agent_name: str
    language: str = "en"
    languages: tuple[str, ...] = ("en",)
    stage: str = "greeting"
    control: str = "agent"
    known: dict[str, str | None] = Field(default_factory=dict)
    source: str | None = None
    signals: Signals = Signals()
    windows: tuple[TimeWindow, ...] = ()
    time_question: str | None = None
    offered_slots: tuple[OfferedSlot, ...] = ()
    held: OfferedSlot | None = None
    appointment: BookedAppointment | None = None
    outcomes: tuple[TurnOutcome, ...] = ()
    asked: tuple[str, ...] = ()
    next_questions: tuple[str, ...] = ()
    questions_max: int = 3
    objection_attempts: dict[str, int] = Field(default_factory=dict)
    discount: DiscountLimit = DiscountLimit()
    strategies: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    meeting_label: str = "Demo"
    is_first_turn: bool = False
    whispers: tuple[Whisper, ...] = ()
    handback: HandBack | None = None
    waits_for_person: bool = False
    colleague: str = ""
    is_waiting: bool = False
    waits_for: tuple[TimeWindow, ...] = ()
    asked_first_until: AwareDatetime | None = None
    answered: tuple[AnsweredQuestion, ...] = ()
    is_back: bool = False
    stands_in: bool = False

    def to_fence(self) -> str:
        """The block for the system prompt. Backticks are escaped: no value can close the fence."""
        body = self.model_dump_json(exclude_defaults=True).replace("`", "\\u0060")
        return f"```state\n{body}\n```"

    @classmethod
    def from_messages(cls, messages: Iterable[BaseMessage]) -> "TurnState | None":
        """The state in the system message, or None. A fence in another message is only text."""
        found = None
        for message in messages:
            if isinstance(message, SystemMessage):
                for match in _FENCE.finditer(str(message.text)):
                    found = match["body"]
        return cls.model_validate_json(found) if found is not None else None
