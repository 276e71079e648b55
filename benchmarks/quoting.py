"""What a person wrote now, and whether a person did: ours beside mail-parser-reply and one header.

The mails are those of the tests: ``blind`` was written before the code, ``later`` after it; 29 of
32 and 23 of 24 were right when they first met it. A mail counts where the text is exactly what the
person wrote. The peer is told the mail's language; "body" is without what it takes for a signature.
"""

import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import yaml
from mailparser_reply import EmailReplyParser

from benchmarks.figures import median, table
from integrations.email.incoming.quoting import written_now
from integrations.email.reading import read_mail

MAILS = Path(__file__).parents[1] / "tests" / "integrations" / "mail"


def main() -> None:
    cases = _read("quoted.yaml")
    ways: dict[str, Callable[[dict[str, Any]], str]] = {
        "ours": lambda case: written_now(case["text"]),
        "mail-parser-reply": lambda case: _peer(case)[0],
        "  its body": lambda case: _peer(case)[1],
    }
    halves = sorted({case["half"] for case in cases})
    sets = {half: [case for case in cases if case["half"] == half] for half in halves}
    languages = sorted({case["id"][:2] for case in cases})
    sets |= {one: [case for case in cases if case["id"].startswith(f"{one}-")] for one in languages}
    rows = []
    for name, way in ways.items():
        took, right = [], set()
        for case in cases:
            began = time.perf_counter()
            found = way(case)
            took.append((time.perf_counter() - began) * 1000)
            if _same(found, case["want"]):
                right.add(case["id"])
        scores = [f"{sum(c['id'] in right for c in of)}/{len(of)}" for of in sets.values()]
        rows.append([name, *scores, f"{median(took):.2f} ms"])
    table(["exactly what was written", *sets, "median"], rows)
    print()
    _automatic()


def _peer(case: dict[str, Any]) -> tuple[str, str]:
    first = EmailReplyParser(languages=[case["id"][:2]]).read(case["text"]).replies[0]
    return first.content, first.body


def _same(found: str, want: str) -> bool:
    """White space at the ends of lines is nobody's words: the peer strips it, and so do we."""
    return [line.strip() for line in found.strip().split("\n")] == [
        line.strip() for line in want.strip().split("\n")
    ]


def _automatic() -> None:
    cases = _read("automatic.yaml")
    told = {
        "ours": [read_mail(_mail(case)).auto is not None for case in cases],
        "Auto-Submitted alone": [
            case["head"].get("Auto-Submitted", "no") != "no" for case in cases
        ],
    }
    machines = [case["sign"] is not None for case in cases]
    rows = []
    for name, found in told.items():
        hits = sum(one and is_machine for one, is_machine in zip(found, machines, strict=True))
        rows.append([name, f"{hits}/{sum(found)}", f"{hits}/{sum(machines)}"])
    table(["written by a machine", "precision", "recall"], rows)


def _mail(case: dict[str, Any]) -> bytes:
    message = EmailMessage()
    message["From"] = case.get("from", "carla@nordhalle.example")
    for name, value in case["head"].items():
        message[name] = value
    message.set_content(case["text"])
    return message.as_bytes()


def _read(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load((MAILS / name).read_text(encoding="utf-8"))
    return cases


if __name__ == "__main__":
    main()
