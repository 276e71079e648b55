"""The same agent in a terminal. Each line read is one prospect message; replies are printed.

With ``--json`` every public event is one JSON line ``{"type", "seq", "at", "actor", …}``, so that a
conversation can be scripted; input that ends, ends the chat.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import anyio
import typer

from agent.receiving import open_conversation, take_message
from agent.turns import take_turn
from cli.composition import Parts, compose
from cli.installation import DEMO_FILE, open_installation
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import EventCard
from salesgenix.kit.errors import SalesgenixError
from salesgenix.kit.logging import configure_logging
from salesgenix.kit.settings import Settings
from salesgenix.workspaces import service as workspaces
from worker.rounds import Rounds


@dataclass(slots=True)
class Chat:
    parts: Parts
    workspace_id: UUID
    conversation_id: UUID
    as_json: bool
    shown: int = 0

    def show_new(self) -> None:
        with self.parts.house.db.reading() as session:
            events = conversations.events_after(
                session,
                self.workspace_id,
                self.conversation_id,
                after=self.shown,
                for_prospect=True,
            )
        for event in events:
            self.shown = event.seq
            line = as_json_line(event) if self.as_json else as_text(event)
            if line:
                typer.echo(line)

    def say(self, text: str) -> None:
        mind = self.parts.mind.get()
        try:
            received = take_message(
                mind, self.workspace_id, self.conversation_id, text=text, client_id=str(uuid4())
            )
        except SalesgenixError as error:
            self._complain(error)
            return
        if received.turn_id is not None:
            anyio.run(take_turn, mind, received.turn_id)
        self.show_new()

    def _complain(self, error: SalesgenixError) -> None:
        if self.as_json:
            line = {"type": "error", "code": error.code, "message": error.message}
            typer.echo(json.dumps(line, ensure_ascii=False))
        else:
            typer.echo(f"! {error.message}", err=True)


def run_chat(
    workspace_file: Path | None, *, data_dir: Path | None, as_json: bool, zone: str | None
) -> None:
    configure_logging(level="ERROR")
    declared = workspaces.read_file(workspace_file or DEMO_FILE)
    with _folder(data_dir) as folder:
        house = open_installation(Settings(mode="demo", data_dir=folder))
        parts = compose(house)
        with house.db.writing() as session:
            applied = workspaces.apply(session, declared, now=house.clock.now())
        opened = open_conversation(
            house.db, applied.workspace_id, channel="chat", now=house.clock.now(), zone=zone
        )
        chat = Chat(parts, applied.workspace_id, opened.conversation.id, as_json)
        chat.show_new()
        for line in _lines(prompting=not as_json):
            chat.say(line)
        Rounds(db=house.db, clock=house.clock, carrier=parts.carrier).run()
        chat.show_new()
        house.close()


@contextmanager
def _folder(data_dir: Path | None) -> Iterator[Path]:
    if data_dir is not None:
        yield data_dir
        return
    with tempfile.TemporaryDirectory(prefix="salesgenix-chat-") as name:
        yield Path(name)


def _lines(*, prompting: bool) -> Iterator[str]:
    """Lines with words in them; undecodable bytes are kept visible rather than ending the chat."""
    interactive = prompting and sys.stdin.isatty()
    reader = sys.stdin.buffer
    while True:
        if interactive:
            sys.stderr.write("> ")
            sys.stderr.flush()
        raw = reader.readline()
        if not raw:
            return
        line = raw.decode("utf-8", errors="replace").strip()
        if line:
            yield line


def as_json_line(event: EventCard) -> str:
    body = {
        "type": event.kind.value,
        "seq": event.seq,
        "at": event.at.isoformat(),
        "actor": event.actor.value,
        **event.payload,
    }
    return json.dumps(body, ensure_ascii=False)


def as_text(event: EventCard) -> str:
    payload = event.payload
    if event.kind is EventKind.MESSAGE and event.actor is not Actor.PROSPECT:
        sources = ", ".join(source["title"] for source in payload.get("sources", []))
        return payload.get("text", "") + (f"\n    [source: {sources}]" if sources else "")
    if event.kind is EventKind.BOOKING_PROPOSED:
        rows = [
            f"    {place}. {slot['label']} with {slot.get('member', '')}"
            for place, slot in enumerate(payload.get("slots", []), start=1)
        ]
        return "\n".join(rows)
    if event.kind is EventKind.BOOKING_CONFIRMED:
        return f"    [booked: {payload.get('label', '')}]"
    return ""
