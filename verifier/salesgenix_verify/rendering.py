"""The report in plain English, and the same as JSON."""

import json
from typing import Any

from salesgenix_verify.report import SOUND, TAMPERED, VERDICTS, Found, Report

WORDS = {
    "sound": "SOUND. Nothing in it was changed since it was signed.",
    "tampered": "TAMPERED. This is not what was signed, or not a whole log.",
    "undecided": "UNDECIDED. Nothing wrong was seen, but more is needed to tell.",
}
ALWAYS_UNPROVEN = [
    (
        "That nothing was recorded after the last record here, or that this is the newest state: "
        "compare with a checkpoint that you hold from another day (--previous)."
    ),
    "That what was recorded is true. It proves that nothing was changed afterwards.",
    (
        "decisions.csv, summary.html and data.json: their bytes are the signed ones, but what they "
        "say is not compared with the records. records.jsonl decides."
    ),
]
PART_UNPROVEN = (
    "That no record of this selection was left out. Each one here is proven to be in the log; only "
    "an archive of the whole workspace shows that there are no others."
)
MASKED_UNPROVEN = (
    "The words of masked payloads: other people are hidden in them, so they cannot be compared "
    "with the sealed original."
)
SEALED_UNPROVEN = "What sealed payloads say: they are unchanged, but no key for them is given."


def unproven(report: Report) -> list[str]:
    found = [*report.unproven]
    if report.subject.get("kind") in {"period", "subject"}:
        found.append(PART_UNPROVEN)
    if any(name.startswith("payloads masked") for name in report.counts):
        found.append(MASKED_UNPROVEN)
    if "payloads sealed" in report.counts:
        found.append(SEALED_UNPROVEN)
    return found + (ALWAYS_UNPROVEN if report.subject.get("kind") != "log" else ALWAYS_UNPROVEN[:2])


def _first(report: Report) -> Found | None:
    """The most exact place among what decides the verdict: a record before a file before none."""
    deciding = [found for found in report.findings if found.exit == report.exit]
    return min(
        deciding,
        key=lambda found: (found.place.seq is None, found.place.line is None),
        default=None,
    )


def as_json(report: Report) -> str:
    first = _first(report)
    body = {
        "verdict": VERDICTS[report.exit],
        "exit": report.exit,
        "path": report.path,
        "subject": report.subject,
        "keys": report.keys,
        "checked": [{"code": code, "sentence": sentence} for code, sentence in report.checks],
        "counts": report.counts,
        "first": None if first is None else _finding(first),
        "findings": [_finding(found) for found in report.findings],
        "not_proven": unproven(report),
    }
    return json.dumps(body, indent=2, ensure_ascii=True)


def _finding(found: Found) -> dict[str, Any]:
    place = found.place
    return {
        "code": found.code,
        "verdict": VERDICTS[found.exit],
        "sentence": found.sentence,
        "file": place.file,
        "line": place.line,
        "seq": place.seq,
        "offset": place.offset,
    }


def as_text(report: Report, *, is_quiet: bool = False) -> str:
    """The verdict first. What comes from the archive is shown without control characters."""
    lines = [f"{report.path}: {WORDS[VERDICTS[report.exit]]}"]
    first = _first(report)
    for found in [first] if is_quiet and first else report.findings:
        where = f" [{found.place}]" if str(found.place) else ""
        mark = "!!" if found.exit == TAMPERED else "??"
        lines.append(f"  {mark} {found.sentence}{where} ({found.code})")
    if not is_quiet:
        lines += _details(report)
    return "\n".join(_printable(line) for line in lines)


def _details(report: Report) -> list[str]:
    lines = ["", *(f"  {name}: {value}" for name, value in report.subject.items())]
    lines += ["", "Checked:", *(f"  ok {sentence}" for _, sentence in report.checks)]
    lines += [f"     {name}: {count}" for name, count in report.counts.items()]
    if report.keys:
        lines += ["", "Keys:"]
        for key in report.keys:
            mark = "trusted" if key["trusted"] else "not compared with one you trust"
            lines += [f"  {key['vkey']} ({mark})"]
            if "fingerprint" in key:
                lines += [f"    SHA-256 of the key: {key['fingerprint']}"]
    if report.exit == SOUND or report.checks:
        lines += ["", "Not proven by this:", *(f"  - {sentence}" for sentence in unproven(report))]
    return lines


def _printable(line: str) -> str:
    """A hostile archive must not steer the terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)
