"""What was found: sound, tampered or undecided; the first bad places; what stays unproven."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

SOUND, TAMPERED, UNDECIDED = 0, 1, 2
VERDICTS = {SOUND: "sound", TAMPERED: "tampered", UNDECIDED: "undecided"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the material: a file of the archive, and in it line (from 1), seq, byte offset."""

    file: str | None = None
    line: int | None = None
    seq: int | None = None
    offset: int | None = None

    def __str__(self) -> str:
        parts = [
            self.file,
            None if self.line is None else f"line {self.line}",
            None if self.seq is None else f"seq {self.seq}",
            None if self.offset is None else f"byte {self.offset}",
        ]
        return ", ".join(part for part in parts if part)


class Found(Exception):
    """One thing that is wrong (``exit`` 1) or cannot be decided (``exit`` 2)."""

    exit = TAMPERED

    def __init__(self, code: str, sentence: str, place: Place | None = None) -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.place = code, sentence, place or Place()


class Tampered(Found):
    """The material is not what was signed, or not what the format allows."""


class Undecided(Found):
    """Nothing wrong was seen, but more is needed to tell; the sentence says what."""

    exit = UNDECIDED


@dataclass
class Report:
    """Grows while the checks run. ``subject`` names what was checked, ``checks`` what held."""

    path: str
    subject: dict[str, Any] = field(default_factory=dict)
    keys: list[dict[str, Any]] = field(default_factory=list)
    checks: list[tuple[str, str]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    findings: list[Found] = field(default_factory=list)
    unproven: list[str] = field(default_factory=list)

    @property
    def exit(self) -> int:
        """Tampering outweighs doubt, and only a check that ran to its end makes it sound."""
        exits = {found.exit for found in self.findings}
        if TAMPERED in exits:
            return TAMPERED
        return SOUND if not exits and self.checks else UNDECIDED

    @contextmanager
    def stage(self, code: str) -> Iterator[None]:
        """Keeps what a check finds; the checks after it still run, to name more exact places."""
        try:
            yield
        except Found as found:
            self.findings.append(found)
        except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
            self.findings.append(stumbled(code, error))

    def held(self, code: str, sentence: str) -> None:
        self.checks.append((code, sentence))

    def count(self, name: str, by: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + by


def stumbled(code: str, error: Exception) -> Tampered:
    """No archive that the format allows makes this program fail, so one that does is not sound."""
    return Tampered(
        f"{code}.malformed",
        f"This part is not in the format: reading it failed ({type(error).__name__}).",
    )
