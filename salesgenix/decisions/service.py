"""The verbs of the log, for every other room: record, read back with the reasons, prove.

The verbs themselves lie in ``recording``, ``reading`` and ``verifying``.
"""

from salesgenix.decisions.reading import (
    DecisionCard,
    DecisionRow,
    HeadCard,
    PayloadRow,
    card,
    export_lines,
    forget_payloads,
    head,
    leaves,
    listing,
    lock_head,
    of_action,
    of_turn,
    open_intents,
    payload_rows,
    payloads,
    raw,
    rows,
)
from salesgenix.decisions.recording import record, record_all
from salesgenix.decisions.verifying import Verification, verify_chain

__all__ = [
    "DecisionCard",
    "DecisionRow",
    "HeadCard",
    "PayloadRow",
    "Verification",
    "card",
    "export_lines",
    "forget_payloads",
    "head",
    "leaves",
    "listing",
    "lock_head",
    "of_action",
    "of_turn",
    "open_intents",
    "payload_rows",
    "payloads",
    "raw",
    "record",
    "record_all",
    "rows",
    "verify_chain",
]
