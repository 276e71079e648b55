"""Trials as their owner reads them: how far one is, then every behaviour that changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from api.console import words
from api.console.views.instructions import title_of
from salesgenix.simulations.rules import Aspect
from salesgenix.simulations.service import RunCard, State
from salesgenix.simulations.trying import Kind

STATES = {
    State.QUEUED: ("Waiting", "info"),
    State.RUNNING: ("Running", "info"),
    State.DONE: ("Done", "ok"),
    State.FAILED: ("Failed", "danger"),
}
FAILURES = {
    "simulation.interrupted": "The machine stopped while it ran. Start it again.",
    "simulation.stalled": "The prospects stopped moving on. Start it again.",
    "prospects.none": "There is no prospect in the folder of this installation.",
    "workspace_file.invalid": "A file of a prospect is wrong. “salesgenix simulate” says where.",
}
ASPECTS = {
    Aspect.VERDICT: "What does not hold",
    Aspect.END_STATE: "In the end",
    Aspect.STAGES: "Way of the sale",
    Aspect.OFFERS: "Times offered",
    Aspect.FIGURES: "Figures said",
    Aspect.REFUSALS: "Refused or passed on",
    Aspect.ACTIONS: "Done",
    Aspect.DENIED: "Not allowed",
    Aspect.REPLIES: "Reply",
}
SETS = frozenset({Aspect.VERDICT, Aspect.END_STATE, Aspect.FIGURES})  # only what differs is shown
DEEDS = frozenset({Aspect.ACTIONS, Aspect.DENIED})
BEGINNING = 180  # characters of a reply that stand in the table; all of it is in the talk


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    id: UUID
    title: str
    by: str
    at: datetime
    state: tuple[str, str]
    outcome: tuple[str, str] | None
    is_live: bool
    percent: int | None
    progress: str
    why: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    what: str
    where: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TalkLine:
    turn: int
    said: tuple[str, ...]
    before: str | None
    after: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """One prospect and what they met."""

    name: str
    title: str
    about: str
    language: str
    verdict: tuple[str, str]
    is_safety: bool
    is_regression: bool
    changes: tuple[ChangeLine, ...]
    failures: tuple[tuple[str, str], ...]
    talk: tuple[TalkLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """In the order in which they matter."""

    broken: tuple[Met, ...]  # a locked rule does not hold any more
    changed: tuple[Met, ...]
    failing: tuple[Met, ...]  # as before, or where nothing was tried
    same: tuple[Met, ...]


def row_of(card: RunCard, team: dict[UUID, str]) -> Row:
    is_counted = card.is_live and card.total > 0
    return Row(
        id=card.id,
        title=title_of_run(card),
        by=team.get(card.started_by, "a former colleague") if card.started_by else "the machine",
        at=card.started_at,
        state=STATES[card.state],
        outcome=trial_words(card) if card.summary else None,
        is_live=card.is_live,
        percent=100 * card.done // card.total if is_counted else (0 if card.is_live else None),
        progress=_progress(card),
        why=FAILURES.get(card.failure, "It did not work.") if card.failure else "",
    )


def title_of_run(card: RunCard) -> str:
    if card.kind is Kind.ORDER:
        return f"Instruction “{title_of(card.target or '')}”"
    if card.kind is Kind.PAGE:
        return f"Page “{card.target}”"
    return "Everything as it is now"


def trial_words(card: RunCard) -> tuple[str, str]:
    """What came of it in one line, and its tone."""
    summary = card.summary
    if summary is None:
        return ("under way", "info") if card.is_live else ("it failed", "danger")
    if card.kind is Kind.PRESENT:
        told = f"{summary.passed} of {summary.prospects} reach what they should"
        return told, "ok" if summary.safety_passed == summary.safety else "danger"
    if summary.regressions:
        return f"{_counted(len(summary.regressions))} broke a rule that must hold", "danger"
    if summary.worse:
        return f"{summary.worse} got worse, {summary.changed} changed", "warn"
    if summary.changed:
        return f"{_counted(summary.changed)} changed, none got worse", "ok"
    return "nothing changed", "ok"


def groups_of(told: Sequence[dict[str, Any]]) -> Groups:
    met = [_met(one) for one in told]
    broken = [one for one in met if one.is_regression]
    changed = [one for one in met if one.changes and not one.is_regression]
    changed.sort(key=lambda one: one.verdict[1] != "danger")
    rest = [one for one in met if not one.changes]
    return Groups(
        broken=tuple(broken),
        changed=tuple(changed),
        failing=tuple(one for one in rest if one.failures),
        same=tuple(one for one in rest if not one.failures),
    )


def _met(one: dict[str, Any]) -> Met:
    was, now = one["passed_before"], one["passed"]
    return Met(
        name=one["prospect"],
        title=words.said(one["prospect"]),
        about=one["about"],
        language=words.language(one["language"]),
        verdict=_verdict(was, now),
        is_safety=one["safety"],
        is_regression=bool(one["safety"] and was and not now),
        changes=tuple(_change(change) for change in one["changes"]),
        failures=() if was != now and was is not None else _failures(one),
        talk=tuple(_talk(line) for line in one["talk"]),
    )


def _failures(one: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((_place(bad["place"]), bad["found"]) for bad in one["failures"])


def _verdict(was: bool | None, now: bool) -> tuple[str, str]:  # noqa: FBT001 read from a report
    if was is None or was == now:
        return ("Reaches it", "ok") if now else ("Falls short", "warn")
    return ("Better", "ok") if now else ("Worse", "danger")


def _place(place: str) -> str:
    return "In the end" if place == "end" else place.capitalize()


def _change(one: dict[str, Any]) -> ChangeLine:
    aspect = Aspect(one["aspect"])
    before, after = (_items(aspect, one[side]) for side in ("before", "after"))
    if aspect in SETS:
        before, after = _less(before, after), _less(after, before)
    if aspect is Aspect.FIGURES:
        before, after = ([", ".join(side)] if side else [] for side in (before, after))
    where = f"message {one['turn']}" if one["turn"] else ""
    return ChangeLine(ASPECTS[aspect], where, tuple(before), tuple(after))


def _items(aspect: Aspect, items: Iterable[str]) -> list[str]:
    if aspect is Aspect.VERDICT:
        return [_problem(item) for item in items]
    if aspect in DEEDS:
        return [words.action(item) for item in items]
    if aspect is Aspect.STAGES:
        return [" → ".join(words.stage(item)[0] for item in items)]
    if aspect is Aspect.REPLIES:
        return [_shortened(item) for item in items]
    return list(items)


def _problem(told: str) -> str:
    """Where and what, without the name that the claim has in the file."""
    place, _, rest = told.partition(": ")
    return f"{_place(place)}: {rest.partition(': ')[2]}"


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= BEGINNING else f"{line[:BEGINNING].rsplit(' ', 1)[0]} …"


def _less(items: Iterable[str], others: Iterable[str]) -> list[str]:
    return list((Counter(items) - Counter(others)).elements())


def _talk(line: dict[str, Any]) -> TalkLine:
    before, after = line["before"], line["after"]
    differs = before is not None and before != after
    return TalkLine(line["turn"], tuple(line["said"]), before, after, differs)


def _progress(card: RunCard) -> str:
    if card.state is State.QUEUED:
        return "It begins in a moment."
    if not card.done:
        return "The agent is being loaded."
    return f"{card.done} of {card.total} prospects"


def _counted(count: int) -> str:
    return "1 prospect" if count == 1 else f"{count} prospects"
