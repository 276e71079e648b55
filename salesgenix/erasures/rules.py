"""The steps of an erasure, when a failed one is tried again, and what a scan can look for."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from enum import StrEnum
from typing import Any

RETRIES = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3_600))
PAYLOADS_PER_RECORD = 500
LEAST_LETTERS = 5  # of a name, a company, an address: less is found anywhere
LEAST_WORDS = 3  # of what somebody wrote
LEAST_WRITTEN = 16
MOST_WRITTEN = 12  # texts: a scan costs time for each
REFERENCE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|\d{4}-\d\d-\d\d(T|$)|[0-9a-f]{32}", re.IGNORECASE)


class Cause(StrEnum):
    """Why somebody is erased; only ``REQUEST`` needs an order of the owner of its own."""

    REQUEST = "request"
    MINOR = "minor"  # a child wrote: the policy asks for it
    RETENTION = "retention"  # the period has run out
    RESTORE = "restore"  # it had been done, and an older copy of the database forgot it


class State(StrEnum):
    PLANNED = "planned"  # ordered; nothing has been destroyed
    RUNNING = "running"
    PARTIAL = "partial"  # a store could not be cleaned; it is tried again
    DONE = "done"


class Step(StrEnum):
    """In this order. Each is one short transaction, and may be done again without harm."""

    FREEZE = "freeze"  # nobody acts on the person any more, and they write no more
    PLAN = "plan"  # what there is, counted by the register
    KEEP = "keep"  # what stays, and why
    TRACES = "traces"  # what the scan will look for, sealed under the erasure's own key
    OUTSIDE = "outside"  # archives, and stores outside the database
    ROWS = "rows"  # the tables, by the register
    PAYLOADS = "payloads"  # what decisions refer to; recorded in the same transaction
    KEY = "key"  # the person's key, overwritten
    CLEAN = "clean"  # what the database itself keeps of deleted rows
    SCAN = "scan"  # every byte of every store, in every encoding
    VERIFY = "verify"  # the record that nothing was found
    RECEIPT = "receipt"  # the signed note
    WIPE = "wipe"  # what was looked for, and the key it lay under


def step_after(done: str) -> Step | None:
    """The step that follows the last complete one; none after the last."""
    steps = list(Step)
    at = steps.index(Step(done)) + 1 if done else 0
    return steps[at] if at < len(steps) else None


def retry_after(attempts: int) -> timedelta:
    """How long to wait after so many failures in a row. It is never given up."""
    return RETRIES[min(attempts, len(RETRIES)) - 1]


def texts_in(value: str) -> Iterator[str]:
    """The text itself, or all texts within it where it is a JSON object or list."""
    if value[:1] in {"{", "["}:
        try:
            found: Any = json.loads(value)
        except ValueError:
            yield value
            return
        yield from _leaves(found)
        return
    yield value


def telling(identity: Iterable[str], written: Iterable[str]) -> list[str]:
    """What is distinctive enough to be looked for: names and addresses, and of what somebody wrote
    the longest texts. References and dates are not theirs.
    """
    names = [text for text in map(str.strip, identity) if len(text) >= LEAST_LETTERS]
    long = [
        text
        for text in map(str.strip, written)
        if len(text.split()) >= LEAST_WORDS and len(text) >= LEAST_WRITTEN
    ]
    long.sort(key=len, reverse=True)
    chosen = [*dict.fromkeys(names), *list(dict.fromkeys(long))[:MOST_WRITTEN]]
    return [text for text in dict.fromkeys(chosen) if not REFERENCE.match(text)]


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, str):
        yield value
