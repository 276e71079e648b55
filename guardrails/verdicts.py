"""What the guard answers: counts and codes only. A verdict is stored and logged, a value never."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from salesgenix.kit.errors import Unavailable


class Stage(StrEnum):
    INBOUND = "inbound"
    FOR_MODEL = "for_model"
    OUTBOUND = "outbound"
    LOG = "log"


class Result(StrEnum):
    """Ordered by gravity: ``pass`` < ``mask`` < ``block`` < ``stop``."""

    PASS = "pass"  # noqa: S105 - a verdict
    MASK = "mask"
    BLOCK = "block"
    STOP = "stop"


class Signal(StrEnum):
    """What code must act on. ``injection`` is a hint for people and logs, never a barrier."""

    MINOR = "minor"
    INJECTION = "injection"
    CARD = "card"
    SECRET = "secret"  # noqa: S105 - the name of a signal


@dataclass(frozen=True, slots=True)
class GuardVerdict:
    """``counts`` is entity -> number found; ``codes`` are closed reason codes, sorted; ``treated``
    is (entity, treatment, number): what was done about what was found.
    """

    stage: Stage
    result: Result
    counts: Mapping[str, int] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    treated: tuple[tuple[str, str, int], ...] = ()
    engine: str = ""
    version: str = ""
    ms: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Guarded:
    text: str
    verdict: GuardVerdict

    def __repr__(self) -> str:
        return f"Guarded({len(self.text)} characters, {self.verdict!r})"


@dataclass(frozen=True, slots=True, repr=False)
class Inbound:
    """``stored``: what may be kept (no card, secret or national id in it, ever).
    ``model``: what a model may read (pseudonyms instead of values). ``blocked`` and ``stopped`` are
    the kinds for which no model may be asked: the one is told and goes on, the other ends it.
    """

    stored: str
    model: str
    signals: frozenset[str]
    verdict: GuardVerdict
    blocked: frozenset[str] = frozenset()
    stopped: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        signals = ", ".join(sorted(self.signals))
        return f"Inbound({len(self.stored)} characters, [{signals}], {self.verdict!r})"


class GuardFailure(Unavailable):
    """No verdict, so no model call and no send.

    Codes: ``guard.too_long``, ``guard.engine`` (the detector broke), ``guard.busy`` and
    ``guard.late`` (no answer in time), ``guard.unknown_token``, ``guard.foreign_token``,
    ``guard.closed`` (a stream that failed before). It is raised ``from None``: what the detector
    said about the text must not travel with it.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code, "The guard gave no verdict.")
