"""Reading the companies' mailboxes: each minute, and at once where a server says that mail came.

A look costs nothing to repeat: what has been taken in is known again by its Message-ID, and the
place in the mailbox moves on only with what has been kept.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import anyio
import structlog

from agent import incoming
from agent.receiving import InboundGuard
from salesgenix.db import Database
from salesgenix.kit.clock import Clock
from salesgenix.kit.errors import SalesgenixError
from salesgenix.mailboxes import service as mailboxes
from salesgenix.mailboxes.intake import Arrived
from salesgenix.mailboxes.ports import Incoming, MailboxError, MailboxReader, ReadMail

LOG = structlog.get_logger()
EVERY = timedelta(minutes=1)
MOST_FETCHES = 20  # in a round; what is left comes with the next
LISTENING_AGAIN_SECONDS = 30.0


@dataclass(slots=True)
class _Ear:
    """One mailbox that is listened to, in a thread of its own."""

    thread: threading.Thread
    ends: threading.Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailboxes:
    """``reader_of`` opens a workspace's mailbox; ``read`` tells what a mail is (it raises for what
    is none). ``listens``: whether servers are asked to say when mail comes.
    """

    db: Database
    clock: Clock
    guard: InboundGuard
    reader_of: Callable[[UUID], MailboxReader]
    read: Callable[[bytes], ReadMail]
    listens: bool = False
    _woken: set[UUID] = field(default_factory=set)
    _looked: dict[UUID, datetime] = field(default_factory=dict)
    _ears: dict[UUID, _Ear] = field(default_factory=dict)

    def run(self) -> int:
        """How many mails have been taken in."""
        with self.db.reading() as session:
            there = mailboxes.to_read(session)
        if self.listens:
            self._listen(there)
        return sum(self._collect(one) for one in there if self._is_due(one))

    def stop(self) -> None:
        """Nobody listens any more; a line that is open ends with the process."""
        for ear in self._ears.values():
            ear.ends.set()

    def wake(self, workspace_id: UUID) -> None:
        """Something may have come: the next round looks."""
        self._woken.add(workspace_id)

    def _is_due(self, workspace_id: UUID) -> bool:
        looked = self._looked.get(workspace_id)
        return workspace_id in self._woken or looked is None or self.clock.now() - looked >= EVERY

    def _collect(self, workspace_id: UUID) -> int:
        self._woken.discard(workspace_id)
        self._looked[workspace_id] = self.clock.now()
        try:
            count = self._fetch(workspace_id)
        except MailboxError as error:
            LOG.warning("mailbox.unreadable", workspace=str(workspace_id), code=error.code)
            self._note(workspace_id, error.code)
            return 0
        self._note(workspace_id, None)
        return count

    def _fetch(self, workspace_id: UUID) -> int:
        reader, count = self.reader_of(workspace_id), 0
        for _ in range(MOST_FETCHES):
            with self.db.reading() as session:
                box = mailboxes.card(session, workspace_id)

            async def fetch(box: mailboxes.MailboxCard = box) -> list[Incoming]:
                return await reader.fetch(uid_validity=box.uid_validity, after=box.last_uid)

            found = anyio.run(fetch)
            for one in found:
                if not self._take_in(workspace_id, one):
                    return count  # it is tried again; nothing after it overtakes it
                count += 1
            if not found:
                break
        return count

    def _take_in(self, workspace_id: UUID, one: Incoming) -> bool:
        """Whether it has been dealt with for good."""
        try:
            mail = self.read(one.raw)
        except Exception:  # whatever a stranger sends, the mails behind it are read
            LOG.exception("mail.unreadable", workspace=str(workspace_id))
            self._pass_over(workspace_id, one)
            return True
        arrived = Arrived(one.uid_validity, one.uid, one.raw, mail)
        try:
            taken = incoming.take_in(self, workspace_id, arrived)
        except SalesgenixError as error:
            LOG.warning("mail.not_taken", workspace=str(workspace_id), code=error.code)
            if error.code in PASSING:
                return False
            self._pass_over(workspace_id, one)
            return True
        LOG.info("mail.taken", workspace=str(workspace_id), kind=str(taken.as_what))
        return True

    def _pass_over(self, workspace_id: UUID, one: Incoming) -> None:
        with self.db.writing() as session:
            mailboxes.advance(session, workspace_id, uid_validity=one.uid_validity, uid=one.uid)

    def _note(self, workspace_id: UUID, error: str | None) -> None:
        with self.db.writing() as session:
            mailboxes.note_look(session, workspace_id, error=error, now=self.clock.now())

    def _listen(self, there: list[UUID]) -> None:
        for workspace_id in self._ears.keys() - set(there):
            self._ears.pop(workspace_id).ends.set()
        for workspace_id in there:
            ear = self._ears.get(workspace_id)
            if ear is None or not ear.thread.is_alive():
                ends = threading.Event()
                thread = threading.Thread(
                    target=self._hear, args=(workspace_id, ends), name="mailbox", daemon=True
                )
                self._ears[workspace_id] = _Ear(thread, ends)
                thread.start()

    def _hear(self, workspace_id: UUID, ends: threading.Event) -> None:
        async def hear() -> None:
            async for _ in self.reader_of(workspace_id).arrivals():
                self.wake(workspace_id)
                if ends.is_set():
                    return

        while not ends.is_set():
            try:
                anyio.run(hear)
            except MailboxError as error:  # the minute's look says so to the owner
                LOG.info("mailbox.deaf", workspace=str(workspace_id), code=error.code)
            except SalesgenixError:  # it has been taken away meanwhile
                return
            ends.wait(LISTENING_AGAIN_SECONDS)


PASSING = frozenset({"guard.unavailable", "message.busy", "master_key.wrong"})
