"""What the guard finds in a text, in a terminal: nothing is kept, and nothing is sent."""

import json
import sys
from pathlib import Path
from typing import Any

import typer

from agent.people import people_of_workspace
from cli.installation import open_installation
from cli.upkeep import pick_workspace, settings_for
from guardrails.engine import Detector
from guardrails.entities import Owner
from guardrails.guard import REGIONS, Guard
from guardrails.inspection import INWARD, MAX_CHARACTERS, Finding, inspect
from guardrails.people import NOBODY, KnownPeople
from guardrails.vault import Vault
from salesgenix.kit.errors import Invalid


def scan_text(file: Path | None, *, as_json: bool, slug: str | None, data_dir: Path | None) -> None:
    text = _read(file)
    is_of_workspace = slug is not None or data_dir is not None
    known = _known(slug, data_dir) if is_of_workspace else NOBODY
    detector = Detector()
    findings = inspect(
        text,
        detector,
        vault=Vault(),
        known=known,
        regions=known.rules.regions or REGIONS,
        stranger=Owner.PROSPECT,
        least=INWARD,
    )
    inbound = Guard(detector).inbound(text, vault=Vault(), known=known)
    held_back = bool(inbound.blocked or inbound.stopped)
    found = [_plain(finding) for finding in findings]
    if as_json:
        model = None if held_back else inbound.model
        typer.echo(json.dumps({"found": found, "model": model}, ensure_ascii=False))
        return
    for one in found:
        typer.echo(
            f"{one['entity']:<14} {one['start']:>6} {one['end']:>6}  "
            f"{one['score']:.2f}  {one['detail']}".rstrip()
        )
    typer.echo("Nothing found." if not found else "")
    typer.echo("No model would be asked about it." if held_back else inbound.model)


def _plain(finding: Finding) -> dict[str, Any]:
    span = finding.span
    return {
        "entity": span.entity.value,
        "start": span.start,
        "end": span.end,
        "score": round(span.score, 3),
        "detail": "public" if finding.is_public else span.detail,
    }


def _read(file: Path | None) -> str:
    raw = sys.stdin.buffer.read() if file is None or str(file) == "-" else file.read_bytes()
    try:
        text = raw.decode("utf-8-sig").removesuffix("\n")
    except UnicodeDecodeError as error:
        raise Invalid("scan.not_text", "The input is not text in UTF-8.") from error
    if len(text) > MAX_CHARACTERS:
        raise Invalid(
            "scan.too_long", f"A text has {MAX_CHARACTERS:,} characters at most; give it in parts."
        )
    return text


def _known(slug: str | None, data_dir: Path | None) -> KnownPeople:
    house = open_installation(settings_for(data_dir))
    try:
        with house.db.reading() as session:
            return people_of_workspace(session, pick_workspace(session, slug))
    finally:
        house.close()
