"""A prospect as a file: who they are, what they say, and what must be so at the end.

The fields are described in ``docs/simulator.md``. A file is read whole or not at all; what is wrong
is said with its line.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from datetime import date as Day  # noqa: N812 a field is called so
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import BeforeValidator, Field, ValidationError, field_validator, model_validator

from salesgenix.accounts.rules import Language, Zone
from salesgenix.authority.rules import ActionKind
from salesgenix.decisions.rules import DecisionType
from salesgenix.kit.errors import NotFound
from salesgenix.kit.strict_yaml import load_yaml
from salesgenix.leads.rules import FactField, Stage
from salesgenix.privacy.rules import RequestKind
from salesgenix.tasks.rules import TaskKind
from salesgenix.workspaces.rules import Block, FileInvalid, plain_problems

MAX_FILE_BYTES = 200_000
MOST_TURNS = 60
UNITS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
_SPAN = re.compile(r"(?P<count>\d{1,4}) (?P<unit>second|minute|hour|day|week)s?")
_GAP = re.compile(r"\{\{|\{(?P<name>[^{}]*)\}")
_TAKES = re.compile(r"takes slots?(?: (?P<place>\d))?")
TEAM = ("takes over", "hands back", "approves", "rejects", "cancels appointment", "pauses",
        "resumes")  # fmt: skip


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _span(value: object) -> object:
    found = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("must be written like: 30 seconds, 10 minutes, 2 hours, 3 days, 1 week")
    return timedelta(seconds=int(found["count"]) * UNITS[found["unit"]])


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from error
    return value


def _nothing(value: object) -> object:
    return [] if value == 0 and value is not False else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_several)]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Weekdays = Annotated[tuple[Weekday, ...], BeforeValidator(_several)]
Span = Annotated[timedelta, BeforeValidator(_span)]
Pattern = Annotated[str, BeforeValidator(_pattern)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Wanted = tuple[str | tuple[str, ...], ...]  # each; of a tuple any


class Local(Block):
    """A time on somebody's clock."""

    weekday: Weekdays = ()
    date: Day | None = None
    between: tuple[Clock, Clock] | None = None
    at: Clock | None = None


class Slots(Local):
    """Each offered slot is so, on the prospect's clock."""

    least: int = 1


class Seen(Block):
    """What an answer shows. Everything that is named must hold."""

    asks: Texts = ()
    matches: Pattern | None = None
    offers: bool | None = None
    booked: bool | None = None
    cancelled: bool | None = None
    waits: bool | None = None
    refused: bool | None = None
    handed_over: bool | None = None
    question: bool | None = None
    silent: bool | None = None
    language: Language | None = None


class When(Seen):
    has: Texts = ()  # any of these


class Reply(Seen):
    has: Wanted = ()
    lacks: Texts = ()
    lacks_match: Pattern | None = None
    figures: tuple[Decimal, ...] = ()
    lacks_figures: tuple[Decimal, ...] = ()
    slots: int | Slots | None = None
    most_words: int | None = None


class Step(Block):
    """What can be said or pressed, and what must come of it."""

    say: Texts = ()
    choose: int | None = None
    after: Span | None = None
    reply: Reply | None = None


class Way(Step):
    when: When | None = None
    otherwise: Literal[True] | None = Field(default=None, alias="else")

    @model_validator(mode="after")
    def _is_one(self) -> "Way":
        if (self.when is None) == (self.otherwise is None):
            raise ValueError("has either: when, or: else: true")
        if bool(self.say) == (self.choose is not None):
            raise ValueError("has either: say, or: choose")
        return self


class Team(Block):
    says: str | None = None
    whispers: str | None = None
    rejects: str | None = None
    answers: str | None = None

    @model_validator(mode="after")
    def _is_one(self) -> "Team":
        if len(self.model_fields_set) != 1:
            raise ValueError("is one of: says, whispers, rejects, answers")
        return self


class Turn(Step):
    """One of ``say``, ``choose``, ``answer``, ``team``, ``other``; or only ``after``."""

    when: When | None = None
    answer: tuple[Way, ...] = ()
    times: Annotated[int, Field(ge=1, le=12)] = 1
    team: Literal[TEAM] | Team | None = None  # type: ignore[valid-type]
    other: str | None = None

    @field_validator("other")
    @classmethod
    def _is_known(cls, value: str | None) -> str | None:
        if value is not None and not _TAKES.fullmatch(value):
            raise ValueError("must be: takes slot 1 (2, 3), or: takes slots")
        return value

    @model_validator(mode="after")
    def _is_one(self) -> "Turn":
        does = [bool(self.say), self.choose is not None, bool(self.answer),
                self.team is not None, self.other is not None]  # fmt: skip
        if sum(does) > 1 or (not any(does) and self.after is None):
            raise ValueError("is one of: say, choose, answer, team, other; or only: after")
        if any(way.otherwise for way in self.answer[:-1]):
            raise ValueError("else must come last")
        return self

    @property
    def taken(self) -> int | None:
        """Which offered slot another prospect takes; 0: all. None: they do nothing."""
        found = _TAKES.fullmatch(self.other or "")
        return int(found["place"] or 0) if found else None


class Ground(Block):
    """How the company differs for this prospect."""

    languages: tuple[Language, ...] = ()
    without_orders: Texts = ()
    without_pages: Texts = ()
    paused: bool = False


class FactWanted(Block):
    value: str | None = None
    has: str | None = None
    quote: str | None = None


def _as_fact(value: object) -> object:
    return {"value": value} if isinstance(value, str) else value


FactCheck = Annotated[FactWanted, BeforeValidator(_as_fact)]


def _stages(value: object) -> object:
    return [value] if isinstance(value, str) else value


class LeadWanted(Block):
    stage: Annotated[tuple[Stage, ...], BeforeValidator(_stages)] = ()
    not_stage: Annotated[tuple[Stage, ...], BeforeValidator(_stages)] = ()
    suppressed: bool | None = None
    frozen: bool | None = None
    language: Language | None = None
    facts: dict[FactField, FactCheck] = Field(default_factory=dict)
    lacks_facts: tuple[FactField, ...] = ()
    superseded: dict[FactField, FactCheck] = Field(default_factory=dict)


class TalkWanted(Block):
    control: Literal["agent", "rep"] | None = None
    waits_for_person: bool | None = None


class Booking(Local):
    zone: Zone | None = None
    with_: str | None = Field(default=None, alias="with")
    prospect_zone: Zone | None = None
    state: Literal["confirmed", "cancelled"] = "confirmed"
    host: Local | None = None


class ActionsWanted(Block):
    done: tuple[ActionKind, ...] = ()
    waits: tuple[ActionKind, ...] = ()
    lacks: tuple[ActionKind, ...] = ()


class DecisionWanted(Block):
    type: DecisionType
    outcome: str | None = None
    reasons: Texts = ()


def _as_decision(value: object) -> object:
    return {"type": value} if isinstance(value, str) else value


Decided = Annotated[DecisionWanted, BeforeValidator(_as_decision)]


class DecisionsWanted(Block):
    has: tuple[Decided, ...] = ()
    lacks: tuple[Decided, ...] = ()


class MailWanted(Block):
    to: str
    kind: ActionKind | None = None
    times: int = 1
    has: Texts = ()


class TasksWanted(Block):
    has: tuple[TaskKind, ...] = ()
    lacks: tuple[TaskKind, ...] = ()


class Replies(Block):
    has: Wanted = ()
    lacks: Texts = ()
    lacks_match: Pattern | None = None
    figures: tuple[Decimal, ...] = ()
    lacks_figures: tuple[Decimal, ...] = ()
    language: Language | None = None
    most_words: int | None = None
    known_figures: bool = True
    repeats_no_question: bool | None = None  # none: unless it is about safety
    answered: bool = True


class End(Block):
    lead: LeadWanted = LeadWanted()
    conversation: TalkWanted = TalkWanted()
    bookings: int | tuple[Booking, ...] | None = None
    holds: int | None = None
    waiting: int | None = None
    actions: ActionsWanted = ActionsWanted()
    decisions: DecisionsWanted = DecisionsWanted()
    outbox: Annotated[int | tuple[MailWanted, ...] | None, BeforeValidator(_nothing)] = None
    tasks: TasksWanted = TasksWanted()
    requests: tuple[RequestKind, ...] | None = None
    replies: Replies = Replies()


class Prospect(Block):
    """One invented person. The texts hold no gaps any more: the hidden facts stand in them."""

    prospect: Name
    about: Annotated[str, Field(min_length=1, max_length=400)]
    persona: str = ""
    goal: str = ""
    safety: bool = False
    tags: tuple[str, ...] = ()
    language: Language = "en"
    zone: Zone | None = None
    now: datetime
    facts: dict[str, str] = Field(default_factory=dict)
    ground: Ground = Ground()
    known: dict[FactField, str] = Field(default_factory=dict)
    turns: Annotated[tuple[Turn, ...], Field(min_length=1, max_length=MOST_TURNS)]
    end: End

    @property
    def begins(self) -> datetime:
        """``now`` in UTC; a wall clock is the prospect's own."""
        wall = self.now
        if wall.tzinfo is None:
            wall = wall.replace(tzinfo=ZoneInfo(self.zone) if self.zone else UTC)
        return wall.astimezone(UTC)

    @property
    def most_messages(self) -> int:
        """How many messages they write at most."""
        return sum(
            turn.times if turn.answer else bool(turn.say) or turn.choose is not None
            for turn in self.turns
        )


def read_prospects(places: Iterable[Path]) -> list[Prospect]:
    """All prospects of these files and of the files in these folders, in order of their names.

    ``NotFound`` where there is none; ``FileInvalid`` says what is wrong in all of them.
    """
    paths = [path for place in places for path in prospect_files(place)]
    found: dict[str, Prospect] = {}
    problems: list[str] = []
    for path in paths:
        try:
            one = read_prospect(path)
        except FileInvalid as error:
            problems += [f"{path.name}: {line}" for line in error.problems]
            continue
        if one.prospect in found:
            problems.append(f"{path.name}: prospect: another file has {one.prospect!r} already")
        found[one.prospect] = one
    if problems:
        raise FileInvalid("These prospects cannot be run", problems)
    return [found[name] for name in sorted(found)]


def read_prospect(path: Path) -> Prospect:
    """``FileInvalid`` with a line such as ``line 12, turns[2].say: is missing``."""
    if path.stat().st_size > MAX_FILE_BYTES:
        raise FileInvalid(path.name, [f"is larger than {MAX_FILE_BYTES:,} bytes"])
    try:
        text = path.read_text(encoding="utf-8-sig")
        value = load_yaml(text)
    except UnicodeDecodeError as error:
        raise FileInvalid(path.name, ["is not text in UTF-8"]) from error
    except ValueError as error:
        raise FileInvalid(path.name, [str(error)]) from error
    if not isinstance(value, dict):
        raise FileInvalid(path.name, ["must be a block of fields, beginning with: prospect"])
    problems: list[str] = []
    given = value.get("facts")
    facts: dict[str, Any] = given if isinstance(given, dict) else {}
    for part in ("turns", "end"):
        if part in value:
            value[part] = _filled(value[part], facts, part, problems)
    try:
        found = Prospect.model_validate(value)
    except ValidationError as error:
        problems += plain_problems(error, Prospect)
    else:
        problems += _contradictions(found, path)
    if problems:
        lines = Lines(text)
        raise FileInvalid(path.name, [lines.placed(problem) for problem in problems])
    return found


def prospect_files(place: Path) -> list[Path]:
    """The file, or those of the folder; ``NotFound`` where there is none."""
    if place.is_dir():
        found = sorted(path for path in place.rglob("*.y*ml") if path.is_file())
        if not found:
            raise NotFound("prospects.none", f"There is no prospect (*.yaml) in {place}.")
        return found
    if not place.is_file():
        raise NotFound("prospects.missing", f"There is no file {place}.")
    return [place]


def _filled(value: Any, facts: dict[str, Any], path: str, problems: list[str]) -> Any:
    """The same with the hidden facts in their gaps."""
    if isinstance(value, dict):
        return {k: _filled(v, facts, f"{path}.{k}", problems) for k, v in value.items()}
    if isinstance(value, list):
        return [_filled(v, facts, f"{path}[{n}]", problems) for n, v in enumerate(value)]
    if not isinstance(value, str) or path.endswith(("match", "matches")):
        return value

    def fill(gap: re.Match[str]) -> str:
        if gap["name"] is None:
            return "{"
        if gap["name"] not in facts:
            problems.append(f"{path}: {{{gap['name']}}} is not among the facts")
        return str(facts.get(gap["name"], ""))

    return _GAP.sub(fill, value)


def _contradictions(found: Prospect, path: Path) -> Iterator[str]:
    if found.prospect != path.stem:
        yield f"prospect: is {found.prospect!r}, but the file is called {path.name}"
    hidden = {field for field in found.end.lead.facts if field in found.end.lead.lacks_facts}
    for field in sorted(hidden):
        yield f"end.lead.lacks_facts: {field} must be there as well, says facts"


class Lines:
    """On which line of the text each field stands."""

    def __init__(self, text: str) -> None:
        self._root = yaml.compose(text, Loader=yaml.SafeLoader)

    def placed(self, problem: str) -> str:
        path, _, said = problem.partition(": ")
        return f"line {self._line(path)}, {path}: {said}"

    def _line(self, path: str) -> int:
        node, line = self._root, 1
        for part in re.findall(r"\[(\d+)\]|([^.\[\]]+)", path):
            found = _within(node, *part)
            if found is None:
                break
            node, line = found
        return line


def _within(node: Any, index: str, name: str) -> tuple[Any, int] | None:
    if index and isinstance(node, yaml.SequenceNode) and int(index) < len(node.value):
        inner = node.value[int(index)]
        return inner, inner.start_mark.line + 1
    if name and isinstance(node, yaml.MappingNode):
        for key, inner in node.value:
            if key.value == name:
                return inner, key.start_mark.line + 1
    return (node, node.start_mark.line + 1) if name and not index else None
