"""The same agent in a terminal. Each line read is one prospect message; replies are printed.

With ``--json`` every event the prospect may see, and what the team decided, is one JSON line
``{"type", "seq", "at", "actor", …}``, so that a conversation can be scripted; input that ends,
ends the chat.
"""

import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID, uuid4
from zoneinfo import available_timezones

import typer
from anyio.from_thread import BlockingPortal, start_blocking_portal

from agent.receiving import open_conversation, take_message
from api.widget.view import visitor_view
from cli.composition import Parts, compose
from cli.installation import DEMO_FILE, open_installation
from cli.reading import local_settings
from salesgenix.accounts import service as accounts
from salesgenix.actions import service as actions
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import MAX_MESSAGE_CHARACTERS, Actor, EventKind, Visibility
from salesgenix.conversations.service import EventCard
from salesgenix.db import Wakeup
from salesgenix.kit.errors import Invalid, SalesgenixError
from salesgenix.kit.logging import configure_logging
from salesgenix.workspaces import service as workspaces
from worker.rounds import Rounds

MAX_LINE_BYTES = 4 * MAX_MESSAGE_CHARACTERS + 2  # a longer line is too long a message for sure
APPROVALS = frozenset({EventKind.APPROVAL_REQUESTED, EventKind.APPROVAL_DECIDED})
NOTICES = {
    EventKind.BOOKING_CONFIRMED: "booked: {label}",
    EventKind.BOOKING_CANCELLED: "cancelled: {label}",
    EventKind.APPROVAL_REQUESTED: "waits for the team: {summary}",
    EventKind.APPROVAL_DECIDED: "the team: {kind} {outcome}",
    EventKind.HANDOFF_REQUESTED: "a person has been asked for",
}
SHOWN_OF_APPROVALS = ("approval_id", "action_id", "kind", "summary", "outcome", "reason")


@dataclass(slots=True)
class Chat:
    """One conversation. ``decide`` is what the team says to whatever needs its approval."""

    parts: Parts
    portal: BlockingPortal
    workspace_id: UUID
    conversation_id: UUID
    as_json: bool
    decide: str
    shown: int = 0
    owed: list[UUID] = field(default_factory=list)

    def hear(self, wakeup: Wakeup) -> None:
        """Keeps in mind each turn that a commit makes due."""
        if wakeup.topic == "turn":
            self.owed.append(wakeup.id)

    def say(self, text: str) -> None:
        try:
            take_message(
                self.parts.mind.get(),
                self.workspace_id,
                self.conversation_id,
                text=text,
                client_id=str(uuid4()),
            )
        except SalesgenixError as error:
            self._complain(error)
            return
        self._answer()
        if self._decided():
            self._answer()
        Rounds(
            db=self.parts.house.db, clock=self.parts.house.clock, carrier=self.parts.carrier
        ).run()

    def show_new(self) -> None:
        with self.parts.house.db.reading() as session:
            events = conversations.events_after(
                session,
                self.workspace_id,
                self.conversation_id,
                after=self.shown,
                for_prospect=False,
            )
        for event in events:
            self.shown = event.seq
            if event.visibility is not Visibility.PUBLIC and event.kind not in APPROVALS:
                continue
            line = as_json_line(event) if self.as_json else as_text(event)
            if line:
                typer.echo(line)

    def _answer(self) -> None:
        """Runs every turn that is owed, and shows what has come of it."""
        while self.owed:
            self.portal.call(self.parts.take_turn, self.owed.pop(0))
        self.show_new()

    def _decided(self) -> bool:
        """Decides what waits for the team in this conversation, if it was told how."""
        if self.decide == "wait":
            return False
        house, count = self.parts.house, 0
        with house.db.writing() as session:
            owner = accounts.owner_of(session, self.workspace_id)
            for asked in actions.pending_approvals(session, self.workspace_id):
                if asked.action.conversation_id == self.conversation_id:
                    actions.decide_approval(
                        session,
                        self.workspace_id,
                        asked.id,
                        owner,
                        verb=self.decide,
                        digest=asked.digest,
                        now=house.clock.now(),
                    )
                    count += 1
        return count > 0

    def _complain(self, error: SalesgenixError) -> None:
        if self.as_json:
            at = self.parts.house.clock.now().isoformat().replace("+00:00", "Z")
            line = {"type": "error", "seq": None, "at": at, "actor": "system", "code": error.code}
            typer.echo(json.dumps(line | {"message": error.message}, ensure_ascii=False))
        else:
            typer.echo(f"! {error.message}", err=True)


def run_chat(
    workspace_file: Path | None,
    *,
    data_dir: Path | None,
    as_json: bool,
    zone: str | None,
    decide: str,
) -> None:
    if zone is not None and zone not in available_timezones():
        raise Invalid("zone.unknown", f"There is no time zone {zone!r}; try Europe/Berlin.")
    configure_logging(level="ERROR")
    declared = workspaces.read_file(workspace_file or DEMO_FILE)
    with _folder(data_dir) as folder, start_blocking_portal() as portal:
        house = open_installation(local_settings("demo", folder))
        parts = compose(house)
        with house.db.writing() as session:
            applied = workspaces.apply(session, declared, now=house.clock.now())
        opened = open_conversation(
            house.db, applied.workspace_id, channel="chat", now=house.clock.now(), zone=zone
        )
        chat = Chat(
            parts, portal, applied.workspace_id, opened.conversation.id, as_json, decide=decide
        )
        house.db.listeners.append(chat.hear)
        chat.show_new()
        for line in lines_of(sys.stdin.buffer if sys.stdin else None, prompting=not as_json):
            chat.say(line)
        house.close()


@contextmanager
def _folder(data_dir: Path | None) -> Iterator[Path]:
    if data_dir is not None:
        yield data_dir
        return
    with tempfile.TemporaryDirectory(prefix="salesgenix-chat-") as name:
        yield Path(name)


def lines_of(reader: BinaryIO | None, *, prompting: bool) -> Iterator[str]:
    """Lines with words in them. Bytes that are no UTF-8 stay visible as ``\\ufffd`` rather than
    ending the chat; of a line without an end no more is held than a message may have.
    """
    if reader is None:
        return
    is_terminal = prompting and reader.isatty()
    while True:
        if is_terminal:
            sys.stderr.write("> ")
            sys.stderr.flush()
        raw = reader.readline(MAX_LINE_BYTES)
        if not raw:
            return
        rest = raw
        while rest and not rest.endswith(b"\n"):
            rest = reader.readline(MAX_LINE_BYTES)
            raw += rest[: MAX_LINE_BYTES - len(raw) + 2]
        line = raw.decode("utf-8", errors="replace").lstrip("\ufeff").rstrip("\r\n")
        if line.strip():
            yield line


def as_json_line(event: EventCard) -> str:
    """What the widget shows of it, flat; of an approval what a person would be shown."""
    view = visitor_view(event)
    payload: dict[str, Any] = view["payload"]
    if event.kind in APPROVALS:
        payload = {
            name: event.payload[name] for name in SHOWN_OF_APPROVALS if name in event.payload
        }
        payload["visibility"] = "rep"
    body = {"type": view["kind"], "seq": view["seq"], "at": view["at"], "actor": view["actor"]}
    return json.dumps(body | payload | body, ensure_ascii=False)


def as_text(event: EventCard) -> str:
    payload = event.payload
    if event.kind is EventKind.MESSAGE:
        sources = ", ".join(source["title"] for source in payload.get("sources") or [])
        words = str(payload.get("text", "")) + (f"\n    [source: {sources}]" if sources else "")
        return words if event.actor is not Actor.PROSPECT else ""
    if event.kind is EventKind.BOOKING_PROPOSED:
        rows = [
            f"    {place}. {slot['label']} with {slot.get('member', '')}"
            for place, slot in enumerate(payload.get("slots", []), start=1)
        ]
        return "\n".join(rows)
    words = NOTICES.get(event.kind, "")
    return f"    [{words.format_map(defaultdict(str, payload))}]" if words else ""
