"""A mailbox over IMAP (RFC 9051, IDLE by RFC 2177). It reads; nothing is marked, moved or deleted.

Every look is a connection of its own, so that nothing has to be repaired in a broken one; waiting
holds a second one. LOGIN with a password alone: no XOAUTH2.
"""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal

import anyio
from aioimaplib import aioimaplib
from pydantic import SecretStr

from salesgenix.mailboxes.ports import Incoming, MailboxError

MOST_AT_ONCE = 50
MOST_BYTES = 10_000_000
HEAD_OF_LARGE = 262_144
RENEWAL_SECONDS = 1_500.0  # servers hang up on an IDLE of half an hour
POLL_SECONDS = 60.0
CLOSING_SECONDS = 2
BROKEN = (
    aioimaplib.AioImapException,
    OSError,  # TimeoutError and ssl.SSLError among them
    ValueError,
    LookupError,
    AttributeError,  # a line without a transport
    asyncio.IncompleteReadError,
    RecursionError,
)
VALIDITY = re.compile(rb"\[UIDVALIDITY (\d+)\]", re.IGNORECASE)
EXISTS = re.compile(rb"^(?:\* )?(\d+) EXISTS", re.IGNORECASE)
SIZES = re.compile(rb"\bUID (\d+)\b")
SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapAccount:
    host: str
    username: str
    password: SecretStr
    port: int = 993
    tls: Literal["none", "starttls", "tls"] = "tls"
    folder: str = "INBOX"
    timeout_seconds: float = 20.0


class ImapMailbox:
    """A ``MailboxReader``. ``trust`` is for a server whose certificate is the owner's own."""

    def __init__(
        self,
        account: ImapAccount,
        *,
        trust: ssl.SSLContext | None = None,
        renewal_seconds: float = RENEWAL_SECONDS,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._account = account
        self._trust = trust
        self._renewal = renewal_seconds
        self._poll = poll_seconds

    async def check(self) -> int:
        async with self._opened() as line:
            return line.count

    async def fetch(self, *, uid_validity: int | None, after: int) -> list[Incoming]:
        """A mail above ten megabytes comes as its first quarter of one, under a header that says
        so (``X-Salesgenix-Truncated``).
        """
        async with self._opened() as line:
            begin = after if line.validity == uid_validity else 0
            uids = await line.since(begin)
            sizes = await line.sizes(uids)
            found = [(uid, await line.raw(uid, sizes.get(uid, 0))) for uid in uids]
            return [Incoming(line.validity, uid, raw) for uid, raw in found if raw is not None]

    async def arrivals(self) -> AsyncIterator[None]:
        """The first comes at once: what arrived before is waiting too. So does one with every
        renewal, since a server may say something just while IDLE is being renewed.
        """
        async with self._opened() as line:
            while True:
                yield None
                if line.has_idle:
                    await line.idle(self._renewal)
                else:
                    await anyio.sleep(self._poll)
                    await line.noop()

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator["_Line"]:
        line = _Line(self._account)
        try:
            await line.connect(self._context())
            await line.login()
            await line.select()
            yield line
        except MailboxError:
            raise
        except BROKEN as error:
            raise MailboxError("imap.broken") from error
        finally:
            with anyio.move_on_after(CLOSING_SECONDS, shield=True):
                await line.close()

    def _context(self) -> ssl.SSLContext | None:
        if self._account.tls == "none":
            return None
        return self._trust or ssl.create_default_context()


class _Line:
    """One connection, from greeting to goodbye."""

    def __init__(self, account: ImapAccount) -> None:
        self._account = account
        self._client: Any = None
        self._lost = asyncio.Event()
        self._is_sound = False  # the last question was answered
        self.validity = 0
        self.count = 0

    async def connect(self, context: ssl.SSLContext | None) -> None:
        account = self._account
        is_wrapped = account.tls == "tls"
        self._client = aioimaplib.IMAP4(
            host=account.host,
            port=account.port,
            timeout=account.timeout_seconds,
            conn_lost_cb=lambda _: self._lost.set(),
            ssl_context=context if is_wrapped else None,
        )
        try:
            await self._or_lost(self._client.wait_hello_from_server())
        except ssl.SSLError as error:
            raise MailboxError("imap.tls") from error
        except BROKEN as error:
            raise MailboxError("imap.unreachable") from error
        if account.tls == "starttls" and context is not None:
            await self._start_tls(context)

    async def _start_tls(self, context: ssl.SSLContext) -> None:
        """The library knows the command but not how to change lines. What came in the clear after
        the server's yes would be somebody's injection.
        """
        protocol = self._client.protocol
        command = aioimaplib.Command(
            "STARTTLS", protocol.new_tag(), timeout=self._account.timeout_seconds
        )
        try:
            answer = await self._or_lost(protocol.execute(command))
            if answer.result != "OK" or protocol.incomplete_line:
                raise MailboxError("imap.tls")
            protocol.transport = await asyncio.wait_for(
                asyncio.get_running_loop().start_tls(
                    protocol.transport, protocol, context, server_hostname=self._account.host
                ),
                self._account.timeout_seconds,
            )
        except BROKEN as error:
            raise MailboxError("imap.tls") from error

    async def login(self) -> None:
        account = self._account
        try:
            user = aioimaplib.quoted(account.username)
            password = account.password.get_secret_value()
            answer = await self._or_lost(self._client.login(user, password))
        except ValueError as error:  # a sign that no command can carry
            raise MailboxError("imap.login") from error
        if answer.result != "OK":
            raise MailboxError("imap.login")
        await self._or_lost(self._client.protocol.capability())

    async def select(self) -> None:
        folder = self._account.folder
        if not folder.isascii():
            raise MailboxError("imap.folder")
        answer = await self._or_lost(self._client.select(aioimaplib.quoted(folder)))
        if answer.result != "OK":
            raise MailboxError("imap.folder")
        for told in answer.lines:
            if match := VALIDITY.search(told):
                self.validity = int(match[1])
            if match := EXISTS.match(told):
                self.count = int(match[1])

    async def since(self, after: int) -> list[int]:
        """The oldest few dozen. ``n:*`` names the last mail even where it is older than n."""
        answer = await self._or_lost(self._client.uid_search(f"UID {after + 1}:*", charset=None))
        _must(answer)
        uids = {int(word) for told in answer.lines[:-1] for word in told.split() if word.isdigit()}
        return sorted(uid for uid in uids if uid > after)[:MOST_AT_ONCE]

    async def sizes(self, uids: list[int]) -> dict[int, int]:
        if not uids:
            return {}
        every = ",".join(str(uid) for uid in uids)
        answer = await self._or_lost(self._client.uid("fetch", every, "(UID RFC822.SIZE)"))
        _must(answer)
        pairs = [(SIZES.search(told), SIZE.search(told)) for told in answer.lines[:-1]]
        return {int(uid[1]): int(size[1]) for uid, size in pairs if uid and size}

    async def raw(self, uid: int, size: int) -> bytes | None:
        """None: it has gone in the meantime."""
        is_large = size > MOST_BYTES
        part = f"BODY.PEEK[]<0.{HEAD_OF_LARGE}>" if is_large else "BODY.PEEK[]"
        answer = await self._or_lost(self._client.uid("fetch", str(uid), f"({part})"))
        _must(answer)
        found = next((bytes(told) for told in answer.lines if isinstance(told, bytearray)), None)
        if found is None or not is_large:
            return found
        return f"X-Salesgenix-Truncated: {size}\r\n".encode() + found

    @property
    def has_idle(self) -> bool:
        return bool(self._client.has_capability("IDLE"))

    async def noop(self) -> None:
        _must(await self._or_lost(self._client.noop()))

    async def idle(self, seconds: float) -> None:
        """Returns when a mail may have come, or when it is time to say it anew."""
        client = self._client
        idle = await self._or_lost(client.idle_start(timeout=seconds))
        while True:
            pushed = await self._or_lost(client.wait_server_push(timeout=seconds + 5))
            is_over = pushed == aioimaplib.STOP_WAIT_SERVER_PUSH
            if is_over or any(EXISTS.match(told) for told in pushed):
                break
        client.idle_done()
        await self._or_lost(asyncio.wait_for(idle, self._account.timeout_seconds))

    async def _or_lost(self, work: Any) -> Any:
        """The library does not wake whoever waits when the line breaks."""
        self._is_sound = False
        doing, lost = asyncio.ensure_future(work), asyncio.ensure_future(self._lost.wait())
        try:
            await asyncio.wait({doing, lost}, return_when=asyncio.FIRST_COMPLETED)
            if not doing.done():
                raise MailboxError("imap.broken")
            answer = doing.result()
            self._is_sound = True
            return answer
        finally:
            for task in (doing, lost):
                task.cancel()
            await asyncio.gather(doing, lost, return_exceptions=True)

    async def close(self) -> None:
        """Says goodbye if it can, and leaves no task behind."""
        client = self._client
        if client is None:
            return
        transport = client.protocol.transport
        try:
            if self._is_sound and not self._lost.is_set() and not client.has_pending_idle():
                await self._or_lost(client.logout())
        except (*BROKEN, MailboxError):
            pass
        finally:
            if client._idle_waiter is not None:  # noqa: SLF001 - the library has no way to end it
                client._idle_waiter.cancel()  # noqa: SLF001
            left = [client._client_task, *client.tasks, *client.protocol.tasks]  # noqa: SLF001
            for task in left:
                task.cancel()
            if client.protocol.transport is not None:
                client.protocol.transport.abort()
            await asyncio.gather(*left, return_exceptions=True)
            with anyio.move_on_after(1):
                if transport is not None:
                    await self._lost.wait()


def _must(answer: Any) -> None:
    if answer.result != "OK":
        raise MailboxError("imap.broken")
