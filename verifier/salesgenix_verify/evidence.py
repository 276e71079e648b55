"""What is at hand: the archive's parts, and what the auditor brings to judge it by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from salesgenix_verify.canonical import Bytes, lines
from salesgenix_verify.container import Stored
from salesgenix_verify.report import Place, Report, Tampered


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the auditor brings: (name, bytes) of a detached signature and of kept checkpoints, and
    verifier keys they trust.
    """

    keys: Sequence[str] = ()
    previous: Sequence[tuple[str, bytes]] = ()
    signature: tuple[str, bytes] | None = None


@dataclass(slots=True)
class Archive:
    """The parts of one archive, found so far."""

    data: Bytes
    report: Report
    evidence: Evidence
    files: dict[str, Stored] = field(default_factory=dict)

    def lines(self, name: str) -> Iterator[tuple[Place, bytes]]:
        stored = self.files.get(name)
        return lines(self.data, stored.start, stored.end, name) if stored else iter(())

    def content(self, name: str) -> bytes:
        stored = self.files.get(name)
        if stored is None:
            raise Tampered("files.missing", "A file of the archive is missing.", Place(name))
        return self.data[stored.start : stored.end]
