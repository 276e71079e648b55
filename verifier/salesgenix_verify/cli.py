"""The command. Exit code 0: sound. 1: tampered. 2: undecided, or it could not be read."""

import argparse
import mmap
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from salesgenix_verify import archive, log_file
from salesgenix_verify.canonical import Bytes
from salesgenix_verify.evidence import Evidence
from salesgenix_verify.notes import read_vkey
from salesgenix_verify.rendering import as_json, as_text
from salesgenix_verify.report import UNDECIDED, Found, Report, Undecided, stumbled

MAX_EVIDENCE = 2**20


def run() -> None:
    sys.exit(main())


def main(arguments: Sequence[str] | None = None) -> int:
    """Never a traceback, and 0 only after every check ran and held."""
    options = _options().parse_args(arguments)
    report = Report(str(options.path))
    try:
        _verify(options, report)
    except Found as found:
        report.findings.append(found)
    except (OSError, MemoryError) as error:
        why = getattr(error, "strerror", None) or str(error) or "out of memory"
        report.findings.append(
            Undecided("input.unreadable", f"{options.path} could not be read: {why}.")
        )
    except KeyboardInterrupt:
        report.findings.append(Undecided("input.interrupted", "The check was interrupted."))
    except Exception as error:  # noqa: BLE001 the edge: a failure here must never look like success
        report.findings.append(stumbled("archive", error))
    text = as_json(report) if options.json else as_text(report, is_quiet=options.quiet)
    try:
        sys.stdout.buffer.write(f"{text}\n".encode())
        sys.stdout.flush()
    except OSError:  # the reader of our output has gone; the exit code is the answer
        return max(report.exit, UNDECIDED) if report.exit == 0 else report.exit
    return report.exit


def verify(data: Bytes, path: str, evidence: Evidence | None = None) -> Report:
    """The same check for bytes that are at hand; raises nothing about them."""
    report = Report(path)
    try:
        _verify_bytes(data, report, evidence or Evidence())
    except Found as found:
        report.findings.append(found)
    except Exception as error:  # noqa: BLE001 the edge: a failure here must never look like success
        report.findings.append(stumbled("archive", error))
    return report


def _verify(options: argparse.Namespace, report: Report) -> None:
    evidence = Evidence(
        keys=[key for given in options.key for key in _keys(given)],
        previous=[(name, _small(Path(name), "--previous")) for name in options.previous],
        signature=_signature(options.path, options.signature),
    )
    with _mapped(options.path) as data:
        _verify_bytes(data, report, evidence)


def _verify_bytes(data: Bytes, report: Report, evidence: Evidence) -> None:
    is_log = report.path.endswith((".jsonl", ".ndjson"))
    is_zip = report.path.endswith(".zip") or data[:2] == b"PK"
    if is_log or (data[:1] == b"{" and not is_zip):
        log_file.verify(data, report, evidence)
    else:
        archive.verify(data, report, evidence)


@contextmanager
def _mapped(path: Path) -> Iterator[Bytes]:
    """The file without reading it into memory."""
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            yield b""
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            yield mapped


def _keys(given: str) -> list[str]:
    """A verifier key, or a file with one to a line."""
    try:
        read_vkey(given)
    except ValueError:
        if not given.strip():
            raise Undecided("key.unreadable", "--key is empty: give a key, or a file.") from None
        found = [
            line.strip()
            for line in _small(Path(given), "--key").decode("utf-8", "replace").splitlines()
            if line.strip() and not line.startswith("#")
        ]
    else:
        return [given]
    try:
        for line in found:
            read_vkey(line)
    except ValueError:
        found = []
    if not found:
        raise Undecided("key.unreadable", "The key you gave is not a verifier key (name+id+key).")
    return found


def _signature(path: Path, given: Path | None) -> tuple[str, bytes] | None:
    beside = Path(f"{path}.sig")
    chosen = given or (beside if beside.exists() else None)
    return None if chosen is None else (str(chosen), _small(chosen, "--signature"))


def _small(path: Path, option: str) -> bytes:
    try:
        if path.stat().st_size > MAX_EVIDENCE:
            raise Undecided("input.large", f"{path} is too large to be a key, note or signature.")
        return path.read_bytes()
    except OSError as error:
        why = error.strerror or error
        raise Undecided(
            "input.unreadable", f"{path}, given as {option}, could not be read: {why}."
        ) from error


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="salesgenix-verify", description=__doc__)
    parser.add_argument("path", type=Path, metavar="ARCHIVE", help="an export, or a .jsonl log")
    parser.add_argument("--signature", type=Path, help="the archive's .sig (else beside it)")
    parser.add_argument(
        "--key", action="append", default=[], help="a key you trust, or a file with keys"
    )
    parser.add_argument(
        "--previous", action="append", default=[], help="a checkpoint you kept", metavar="FILE"
    )
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.add_argument("--quiet", action="store_true", help="the verdict and the first bad place")
    return parser
