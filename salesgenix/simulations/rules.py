"""What a run of an invented prospect shows, and what changed between two of them. Pure.

A run holds no id and no instant of the machine: the same prospect against the same ground gives the
same bytes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from math import comb
from typing import Any

from salesgenix.simulations.texts import figures_in, words_of


@dataclass(frozen=True, slots=True)
class Line:
    """One message of our side to the prospect; ``language`` where it is long enough to tell."""

    text: str
    language: str | None = None
    is_agent: bool = True  # or the house's own line


@dataclass(frozen=True, slots=True)
class Offer:
    starts_at: datetime
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """All that came since the prospect last wrote."""

    lines: tuple[Line, ...] = ()
    asked: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    is_booked: bool = False
    is_cancelled: bool = False
    waits: bool = False
    is_refused: bool = False
    is_handed_over: bool = False

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What was said and what came of it. ``turn`` counts from 1 in the file.

    ``did`` and ``denied`` are kinds of action; ``knew`` the fields known before; ``is_ours``: the
    agent was to answer.
    """

    turn: int
    said: tuple[str, ...]
    answer: Answer
    stage: str = ""
    did: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    knew: frozenset[str] = frozenset()
    is_ours: bool = True


@dataclass(frozen=True, slots=True)
class FactKept:
    field: str
    value: str
    quote: str | None
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class Booked:
    starts_at: datetime
    state: str
    host: str
    host_zone: str
    prospect_zone: str


@dataclass(frozen=True, slots=True)
class Decided:
    type: str
    outcome: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mailed:
    to: str
    kind: str
    text: str
    is_to_team: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EndState:
    stage: str
    language: str | None
    is_suppressed: bool
    is_frozen: bool
    control: str
    waits_for_person: bool
    facts: tuple[FactKept, ...] = ()
    bookings: tuple[Booked, ...] = ()
    waiting: int = 0
    actions: tuple[tuple[str, str], ...] = ()  # kind, state
    decisions: tuple[Decided, ...] = ()
    outbox: tuple[Mailed, ...] = ()
    tasks: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    sold_after_stop: tuple[str, ...] = ()  # types of decisions that sell, after the stop


@dataclass(frozen=True, slots=True)
class Failure:
    """What does not hold: where (``turn 3``, ``end``), which claim, and what was found instead."""

    place: str
    claim: str
    found: str


@dataclass(frozen=True, slots=True)
class Spent:
    """What was asked of a model somewhere else: answers that came and that failed, tokens as it
    counts them.
    """

    calls: int = 0
    tokens_read: int = 0
    tokens_written: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    prospect: str
    about: str
    is_safety: bool
    language: str
    exchanges: tuple[Exchange, ...]
    end: EndState
    failures: tuple[Failure, ...] = ()
    spent: Spent = Spent()

    @property
    def has_passed(self) -> bool:
        return not self.failures

    def judged(self, failures: Iterable[Failure]) -> "Run":
        return replace(self, failures=tuple(failures))


class Aspect(StrEnum):
    """In which respect a behaviour changed."""

    VERDICT = "verdict"
    END_STATE = "end_state"
    STAGES = "stages"
    OFFERS = "offers"
    FIGURES = "figures"
    REFUSALS = "refusals"
    ACTIONS = "actions"
    DENIED = "denied"
    REPLIES = "replies"


@dataclass(frozen=True, slots=True)
class Change:
    """One behaviour that is not what it was. ``turn`` 0: at the end, or over the whole talk."""

    prospect: str
    aspect: Aspect
    turn: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    is_safety: bool = False

    @property
    def is_regression(self) -> bool:
        return self.aspect is Aspect.VERDICT and not self.before and bool(self.after)


def compare(before: Sequence[Run], after: Sequence[Run]) -> tuple[Change, ...]:
    """Every behaviour that changed, prospect by prospect, those in both alone.

    A reply counts as changed in substance when what it does, asks, offers, refuses or counts is not
    the same, or when fewer than half of its words are.
    """
    earlier = {run.prospect: run for run in before}
    return tuple(
        change
        for run in after
        if run.prospect in earlier
        for change in _changes(earlier[run.prospect], run)
    )


def _changes(before: Run, after: Run) -> Iterable[Change]:
    def change(aspect: Aspect, old: Iterable[str], new: Iterable[str], turn: int = 0) -> Change:
        return Change(after.prospect, aspect, turn, tuple(old), tuple(new), after.is_safety)

    whole = (
        (Aspect.VERDICT, _verdict),
        (Aspect.END_STATE, _end_state),
        (Aspect.STAGES, _stages),
        (Aspect.ACTIONS, _done),
        (Aspect.DENIED, _denied),
    )
    for aspect, tell in whole:
        if tell(before) != tell(after):
            yield change(aspect, tell(before), tell(after))
    for old, new in pairs_of(before, after):
        parts = (
            (Aspect.OFFERS, _offers(old), _offers(new)),
            (Aspect.FIGURES, _figures(old), _figures(new)),
            (Aspect.REFUSALS, _refusal(old), _refusal(new)),
        )
        turn = new.turn or old.turn
        different = [(aspect, was, now) for aspect, was, now in parts if was != now]
        for aspect, was, now in different:
            yield change(aspect, was, now, turn)
        if not different and not _is_alike(old, new):
            yield change(Aspect.REPLIES, [old.answer.text], [new.answer.text], turn)


EMPTY = Exchange(turn=0, said=(), answer=Answer())


def pairs_of(before: Run, after: Run) -> list[tuple[Exchange, Exchange]]:
    """The n-th reply in each turn beside the n-th; one without a partner beside nothing."""
    numbered: list[dict[tuple[int, int], Exchange]] = []
    for run in (before, after):
        seen: dict[tuple[int, int], Exchange] = {}
        for one in run.exchanges:
            count = sum(turn == one.turn for turn, _ in seen)
            seen[one.turn, count] = one
        numbered.append(seen)
    old, new = numbered
    return [(old.get(key, EMPTY), new.get(key, EMPTY)) for key in sorted(old.keys() | new.keys())]


def _verdict(run: Run) -> tuple[str, ...]:
    return tuple(f"{one.place}: {one.claim}: {one.found}" for one in run.failures)


def _end_state(run: Run) -> tuple[str, ...]:
    end = run.end
    told = [f"stage: {end.stage}", f"control: {end.control}"]
    told += ["suppressed"] * end.is_suppressed + ["frozen"] * end.is_frozen
    told += ["waits for a person"] * end.waits_for_person
    told += [f"fact: {fact.field} = {fact.value}" for fact in end.facts if fact.is_in_force]
    told += [f"meeting: {one.starts_at:%Y-%m-%d %H:%M} UTC, {one.host}, {one.state}"
             for one in end.bookings]  # fmt: skip
    told += [f"mail: {mail.kind} to {mail.to}" for mail in end.outbox]
    told += [f"task: {task}" for task in end.tasks]
    told += [f"request: {request}" for request in end.requests]
    told += [f"waiting list: {end.waiting}"] * bool(end.waiting)
    return tuple(told)


def _stages(run: Run) -> tuple[str, ...]:
    path: list[str] = []
    for stage in (*(one.stage for one in run.exchanges), run.end.stage):
        if stage and path[-1:] != [stage]:
            path.append(stage)
    return tuple(path)


def _done(run: Run) -> tuple[str, ...]:
    return tuple(kind for one in run.exchanges for kind in one.did)


def _denied(run: Run) -> tuple[str, ...]:
    return tuple(kind for one in run.exchanges for kind in one.denied)


def _offers(one: Exchange) -> list[str]:
    return [offer.label for offer in one.answer.offers]


def _figures(one: Exchange) -> list[str]:
    return sorted({f"{figure:f}" for figure in figures_in(one.answer.text)})


def _refusal(one: Exchange) -> list[str]:
    return ["refused"] * one.answer.is_refused + ["handed over"] * one.answer.is_handed_over


def _is_alike(old: Exchange, new: Exchange) -> bool:
    if old.answer.asked != new.answer.asked:
        return False
    was, now = words_of(old.answer.text), words_of(new.answer.text)
    return was == now or 2 * len(was & now) >= len(was | now)


def pass_power(passed: Sequence[int], *, of: int, k: int) -> float:
    """pass^k: how likely k runs of a prospect all pass, averaged over the prospects.

    ``passed`` holds how many of the ``of`` runs of each prospect did; C(c, k) / C(n, k) is unbiased
    (Yao and others, tau-bench, 2024).
    """
    if not passed or not 1 <= k <= of:
        return 0.0
    return sum(comb(count, k) / comb(of, k) for count in passed) / len(passed)


def as_json(run: Run) -> dict[str, Any]:
    """For a report; the same run gives the same text."""
    body = asdict(run)
    body["passed"] = run.has_passed
    return body
