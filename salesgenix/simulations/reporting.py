"""What a run tells its owner: each behaviour that changed, old beside new. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from salesgenix.simulations.rules import Change, Exchange, Run, compare, pairs_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """``changed`` counts prospects, ``behaviours`` what changed in them. ``worse``: passed before
    and does not now; ``regressions`` names those of them whose rule is locked.
    """

    prospects: int
    passed_before: int | None  # none where nothing was tried
    passed: int
    safety: int
    safety_passed: int
    changed: int = 0
    behaviours: int = 0
    worse: int = 0
    better: int = 0
    regressions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    summary: Summary
    prospects: list[dict[str, Any]]


def report_of(before: Sequence[Run] | None, after: Sequence[Run]) -> Report:
    """Of two runs of the same prospects, or of one where nothing is tried."""
    old = {run.prospect: run for run in before or ()}
    changes: dict[str, list[Change]] = {run.prospect: [] for run in after}
    for change in compare(before or (), after):
        changes[change.prospect].append(change)
    worse = [run for run in after if _verdicts(old.get(run.prospect), run) == (True, False)]
    better = [run for run in after if _verdicts(old.get(run.prospect), run) == (False, True)]
    safe = [run for run in after if run.is_safety]
    summary = Summary(
        prospects=len(after),
        passed_before=_passed(before) if before is not None else None,
        passed=_passed(after),
        safety=len(safe),
        safety_passed=_passed(safe),
        changed=sum(bool(found) for found in changes.values()),
        behaviours=sum(map(len, changes.values())),
        worse=len(worse),
        better=len(better),
        regressions=tuple(run.prospect for run in worse if run.is_safety),
    )
    told = [_told(old.get(run.prospect), run, changes[run.prospect]) for run in after]
    return Report(summary, told)


def _passed(runs: Iterable[Run]) -> int:
    return sum(run.has_passed for run in runs)


def _verdicts(before: Run | None, after: Run) -> tuple[bool | None, bool]:
    return (before.has_passed if before is not None else None), after.has_passed


def _told(before: Run | None, after: Run, changes: Sequence[Change]) -> dict[str, Any]:
    """The talk of those alone that somebody will want to read."""
    was, now = _verdicts(before, after)
    is_read = bool(changes) or not now
    return {
        "prospect": after.prospect,
        "about": after.about,
        "language": after.language,
        "safety": after.is_safety,
        "passed_before": was,
        "passed": now,
        "failures": [asdict(one) for one in after.failures],
        "changes": [
            {"aspect": str(one.aspect), "turn": one.turn, "before": one.before, "after": one.after}
            for one in changes
        ],
        "talk": list(_talk(before, after)) if is_read else [],
    }


def _talk(before: Run | None, after: Run) -> Iterable[dict[str, Any]]:
    if before is None:
        for one in after.exchanges:
            yield _line(one, None, one.answer.text)
        return
    for old, new in pairs_of(before, after):
        yield _line(new if new.turn else old, old.answer.text, new.answer.text)


def _line(one: Exchange, before: str | None, after: str) -> dict[str, Any]:
    return {"turn": one.turn, "said": list(one.said), "before": before, "after": after}
