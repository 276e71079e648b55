"""The flat view: one row per decision, safe to open in a spreadsheet (RFC 4180)."""

import csv
import io
from typing import Any

from salesgenix.exports.coverage import Record
from salesgenix.exports.rules import formula_safe

COLUMNS = (
    "seq",
    "at",
    "type",
    "outcome",
    "phase",
    "automation",
    "reasons",
    "explanation",
    "purpose",
    "instruction",
    "model",
    "strategy",
    "conversation",
    "action",
)


def row_of(record: Record, explanation: str) -> bytes:
    body: dict[str, Any] = record.body
    order = body.get("instruction") or {}
    cells = {
        "reasons": " ".join(body.get("reasons", ())),
        "explanation": explanation,
        "instruction": f"{order['id']} v{order.get('version', 1)}" if "id" in order else "",
        "model": (body.get("model") or {}).get("name", ""),
        "strategy": (body.get("strategy") or {}).get("id", ""),
        "conversation": body.get("conversation_ref", ""),
        "action": body.get("action_id", ""),
    }
    return _line([str(cells.get(name, body.get(name, ""))) for name in COLUMNS])


def _line(cells: list[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow([formula_safe(cell) for cell in cells])
    return text.getvalue().encode()


HEADER = _line(list(COLUMNS))
