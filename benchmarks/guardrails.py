"""Our detector beside stock Presidio and argus-redact, on the marked messages of the tests.

``python -m benchmarks.guardrails`` reads every set; ``… FILE.tsv`` reads yours, and ``--faults``
tells what ours got wrong in it. Prints, asserts nothing. ``benchmarks.guard_memory`` measures what
many messages leave behind.

All three run in one process, message by message in turn, so that a busy machine slows them alike;
times are CPU milliseconds. None knows a reserved top-level domain, so all read real ones. What a
set is worth, and what was measured when nobody had yet seen it, stands in
``tests/guardrails/evaluation/README.md``.
"""

import argparse
import logging
import os
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.detectors import Detect, Ours, argus, presidio, typed
from benchmarks.figures import median, p95, ratio, table
from benchmarks.marked import read, read_replies, read_sets
from guardrails.entities import Entity
from guardrails.inspection import OUTWARD
from tests.guardrails.evaluation.scoring import (
    OTHER,
    Marked,
    Predicted,
    Score,
    clean_hit_of,
    f2_of,
    leak_of,
    score_all,
)

KINDS = [entity.value for entity in Entity]
_COLUMNS = (
    *("P", "R", "F1", "F2", "(95 %)", "any R", "leak", "(95 %)", "over"),
    *("clean hit", "(95 %)", "typed"),
)


@dataclass
class Run:
    """One system's answers to one set, and what they took."""

    answers: list[tuple[Marked, list[Predicted]]] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)

    def score(self, *, every_label: bool = False) -> Score:
        return score_all((m, p if every_label else typed(p)) for m, p in self.answers)


Runs = dict[str, Run]


def main() -> None:
    asked = _asked()
    logging.disable(logging.CRITICAL)
    ours = Ours()
    systems: dict[str, Detect] = {"salesgenix": ours, "presidio": presidio(), "argus": argus()}
    for detect in systems.values():
        detect(read_sets()["tuning"][0])
    print(f"load average {os.getloadavg()[0]:.1f}")
    sets = {asked.file.name: read(asked.file)} if asked.file else read_sets()
    without_model = Watch()
    runs = {name: _run(messages, systems, without_model) for name, messages in sets.items()}
    for name, of_set in runs.items():
        _print_set(name, of_set)
    judged = [runs[name] for name in sets if name != "tuning"]
    _print_kinds({name: _together(judged, name).score() for name in systems})
    _print_languages({name: _together(judged, name) for name in systems})
    _print_times({name: _together(list(runs.values()), name) for name in systems}, without_model)
    if asked.file and asked.faults:
        print("\n".join(("", *_together(judged, "salesgenix").score().faults)))
    if not asked.file:
        _print_replies(ours, systems)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.guardrails")
    parser.add_argument("file", nargs="?", type=Path, help="marked messages of your own")
    parser.add_argument("--faults", action="store_true", help="what ours got wrong in your file")
    return parser.parse_args()


@dataclass
class Watch:
    """Our own time, apart from what the model takes, and how often the model was not needed."""

    structured_ms: list[float] = field(default_factory=list)
    skipped: int = 0


def _run(messages: list[Marked], systems: dict[str, Detect], watch: Watch) -> Runs:
    runs = {name: Run() for name in systems}
    for message in messages:
        for name, detect in systems.items():
            began = time.process_time()
            predicted = detect(message)
            took = (time.process_time() - began) * 1000
            runs[name].answers.append((message, predicted))
            runs[name].ms.append(took)
            if isinstance(detect, Ours):
                model_ms = detect.last_model_ms()
                watch.structured_ms.append(took - (model_ms or 0.0))
                watch.skipped += model_ms is None
    return runs


def _together(runs: Iterable[Runs], name: str) -> Run:
    whole = Run()
    for run in runs:
        whole.answers += run[name].answers
        whole.ms += run[name].ms
    return whole


def _print_set(name: str, runs: Runs) -> None:
    messages = runs["salesgenix"].answers
    clean = sum(1 for message, _ in messages if not message.gold and not message.doubtful)
    print(f"\n{name}: {len(messages)} messages, {clean} of them clean")
    rows = []
    for system, run in runs.items():
        rows.append((system, *_figures(run.score())))
        if any(kind == OTHER for _, predicted in run.answers for kind, _, _ in predicted):
            rows.append((f"{system}, all labels", *_figures(run.score(every_label=True))))
    table(("", *_COLUMNS), rows)


def _figures(result: Score) -> tuple[str, ...]:
    f2, leak, hit = (result.interval(of) for of in (f2_of, leak_of, clean_hit_of))
    return (
        *(f"{x:.3f}" for x in (result.precision(), result.recall(), result.f1(), result.f2())),
        f"{f2.low:.2f}–{f2.high:.2f}",
        *(f"{x:.3f}" for x in (result.any_label_recall, result.leak)),
        f"{leak.low:.2f}–{leak.high:.2f}",
        *(f"{x:.3f}" for x in (result.over_redaction, result.clean_hit_rate)),
        f"{hit.low:.2f}–{hit.high:.2f}",
        f"{result.clean_hit_typed_rate:.3f}",
    )


def _print_kinds(results: dict[str, Score]) -> None:
    print("\nby kind, all that is no tuning set")
    header = ["", "n"]
    for name in results:
        header += [f"{name} P", "R", "F1", "F2"]
    rows = []
    for kind in KINDS:
        row = [kind, str(next(iter(results.values())).count(kind))]
        for result in results.values():
            row += _of_kind(result, kind)
        rows.append(row)
    table(header, rows)


def _of_kind(result: Score, kind: str) -> list[str]:
    """No precision where nothing was claimed, no recall where nothing was to be found."""
    claimed = result.found[kind] + result.wrong[kind]
    figures = [(result.precision, claimed), (result.recall, result.count(kind))]
    figures += [(of, result.count(kind)) for of in (result.f1, result.f2)]
    return [f"{of(kind):.2f}" if whole else "-" for of, whole in figures]


def _print_languages(runs: Runs) -> None:
    print("\nF2 by language, all that is no tuning set")
    scores: dict[str, dict[str, Score]] = {}
    for name, run in runs.items():
        by_language: dict[str, list[tuple[Marked, list[Predicted]]]] = defaultdict(list)
        for message, predicted in run.answers:
            by_language[message.language].append((message, typed(predicted)))
        scores[name] = {language: score_all(found) for language, found in by_language.items()}
    languages = list(scores["salesgenix"])
    rows = [(name, *(f"{of[x].f2():.3f}" for x in languages)) for name, of in scores.items()]
    table(("", *languages), rows)


def _print_times(runs: Runs, watch: Watch) -> None:
    print("\nCPU ms per message")
    stock = runs["presidio"].ms
    rows = []
    for name, ms in [
        *((name, run.ms) for name, run in runs.items()),
        ("salesgenix without the model", watch.structured_ms),
    ]:
        ratios = (ratio(median(ms), median(stock)), ratio(sum(ms), sum(stock)))
        figures = (f"{median(ms):.2f}", f"{p95(ms):.2f}", f"{sum(ms) / len(ms):.2f}")
        rows.append((name, *figures, *ratios))
    table(("", "p50", "p95", "mean", "p50 / presidio", "mean / presidio"), rows)
    share = watch.skipped / len(watch.structured_ms)
    print(f"the model was not asked in {share:.0%} of the messages")


def _print_replies(ours: Ours, systems: dict[str, Detect]) -> None:
    """What an agent writes, with nothing personal in it, must leave as it is."""
    print("\nreplies without personal data: share touched on the way out")
    rows = []
    for file in ("replies", "replies_held_out"):
        replies = read_replies(file)
        touched = {name: sum(bool(typed(d(r))) for r in replies) for name, d in systems.items()}
        touched["salesgenix"] = sum(bool(ours.spans(r.text, OUTWARD)) for r in replies)
        rows.append(
            (file, str(len(replies)), *(f"{n / len(replies):.3f}" for n in touched.values()))
        )
    table(("", "n", *systems), rows)


if __name__ == "__main__":
    main()
