"""The whole way of a mail on real servers: our relay, postfix, dovecot, and our reader again."""

import asyncio
import contextlib
import imaplib
import time
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import anyio
import dkim
import pytest
from pydantic import SecretStr

from integrations.email.imap import ImapAccount, ImapMailbox
from integrations.email.letter import House, Letter, Thread, Unsubscription, write_letter
from integrations.email.reading import read_mail
from integrations.email.signing import Signer, new_key, record_name, record_text
from integrations.email.smtp import Relay, SmtpMail
from salesgenix.actions.ports import DeliveryError, Envelope
from salesgenix.mailboxes.ports import MailboxError
from tests.integrations.mail.postoffice import DOMAIN, FAR, PASSWORD

HOUSE = House(
    company="Orchard Tools",
    agent="Mira",
    site="https://orchard.example",
    sender_email=f"mira@{DOMAIN}",
    postal_address="1 Elm Road",
    privacy_url="",
)


@pytest.fixture(scope="module")
def key() -> bytes:
    return new_key()


def mailbox(office, user, **changes) -> ImapMailbox:
    account = ImapAccount(
        host="127.0.0.1",
        port=office.imap,
        tls="none",
        username=f"{user}@{DOMAIN}",
        password=SecretStr(PASSWORD),
        timeout_seconds=5,
    )
    return ImapMailbox(replace(account, **changes), trust=office.trust)


def relay(port, *, signer=None) -> SmtpMail:
    return SmtpMail(
        Relay(host="127.0.0.1", port=port, tls="none", timeout_seconds=5), signer=signer
    )


def envelope(recipient, *, sender=HOUSE.sender_email, **more) -> Envelope:
    name = f"<{uuid4().hex}@salesgenix>"
    letter = Letter(
        house=HOUSE,
        recipient_name="Carla",
        recipient_email=recipient,
        language="de",
        subject="Grüße",
        text="Täglich.\n.\nEin Punkt allein steht darüber.",
        message_id=name,
        at=datetime(2026, 11, 23, 9, tzinfo=UTC),
        **more,
    )
    return Envelope(sender, recipient, write_letter(letter), name)


async def arrived(box, message_id, *, seconds=10):
    """The mail with that id, or that speaks of it, however long the servers take over it."""
    with anyio.fail_after(seconds):
        async with contextlib.aclosing(box.arrivals()) as bells:
            async for _ in bells:
                for one in await box.fetch(uid_validity=None, after=0):
                    mail = read_mail(one.raw)
                    told = {mail.message_id, *(failure.original_id for failure in mail.failures)}
                    if message_id in told:
                        return one, mail
    raise AssertionError


def test_a_mail_goes_round_and_its_seal_holds(office, key):
    """Sent, signed, delivered to a plus address, heard by IDLE in under two seconds: the token, the
    thread and the seal are whole, and one changed letter breaks the seal.
    """
    signer = Signer(DOMAIN, "s1", key)
    box = mailbox(office, "ben")
    sent = envelope(
        f"ben+T0k-EN_x@{DOMAIN}",
        thread=Thread("<c-1@nordhalle.example>", ("<a-0@salesgenix>",)),
        unsubscription=Unsubscription(f"https://orchard.example/u/{'x' * 90}", f"stop@{DOMAIN}"),
        token="Ab3-_",
    )

    async def trip():
        async with contextlib.aclosing(box.arrivals()) as bells:
            await anext(bells)
            before = {one.uid for one in await box.fetch(uid_validity=None, after=0)}
            bell = asyncio.ensure_future(anext(bells))
            await asyncio.sleep(0.1)  # until IDLE is being listened to
            began = time.monotonic()
            await relay(office.smtp, signer=signer).send(sent)
            await bell
            took = time.monotonic() - began
            found = await box.fetch(uid_validity=None, after=0)
            return took, [one for one in found if one.uid not in before]

    took, [came] = anyio.run(trip)
    assert took < 2
    mail = read_mail(came.raw)
    assert f"ben+T0k-EN_x@{DOMAIN}" in mail.recipients
    assert mail.message_id == sent.message_id
    assert mail.in_reply_to == "<c-1@nordhalle.example>"
    assert mail.references == ("<a-0@salesgenix>", "<c-1@nordhalle.example>")
    assert f"mira+Ab3-_@{DOMAIN}".encode() in came.raw
    assert sent.message in came.raw
    assert verifies(came.raw, key)
    assert not verifies(came.raw.replace(b"T=C3=A4glich", b"T=C3=A4gliche"), key)
    assert not verifies(came.raw.replace(b"/u/x", b"/u/y"), key)
    assert not verifies(b"List-Unsubscribe: <https://evil.example>\r\n" + came.raw, key)
    assert not verifies(
        came.raw.replace(b"\r\nFrom: ", b"\r\nFrom: x@evil.example\r\nFrom: ", 1), key
    )


def verifies(raw, key) -> bool:
    def from_dns(name, timeout=5):
        is_ours = name.decode().rstrip(".") == record_name("s1", DOMAIN)
        return record_text(key).encode() if is_ours else None

    return dkim.verify(raw, dnsfunc=from_dns)


def test_what_is_fetched_is_new_alone_and_left_as_it_was(office):
    """After a UID only what is younger; under another validity everything; and always again."""
    box = mailbox(office, "ben")

    async def looks():
        sent = [envelope(f"ben@{DOMAIN}") for _ in range(2)]
        for one in sent:
            await relay(office.smtp).send(one)
            await arrived(box, one.message_id)
        every = await box.fetch(uid_validity=None, after=0)
        last = every[-1]
        same = {"uid_validity": last.uid_validity}
        return (
            every,
            await box.fetch(**same, after=every[-2].uid),
            await box.fetch(**same, after=last.uid),
            await box.fetch(uid_validity=last.uid_validity + 1, after=last.uid),
            await box.check(),
        )

    every, newer, none, anew, count = anyio.run(looks)
    assert [one.uid for one in newer] == [every[-1].uid]
    assert none == []
    assert anew == every
    assert count == len(every) == len(unread(office))


def unread(office) -> list[bytes]:
    """As another program sees the mailbox: what nobody has opened."""
    with imaplib.IMAP4("127.0.0.1", office.imap) as other:
        other.login(f"ben@{DOMAIN}", PASSWORD)
        other.select(readonly=True)
        return other.search(None, "UNSEEN")[1][0].split()


def test_of_many_the_oldest_come_first(office, monkeypatch):
    """A full mailbox is taken in portions, none of them left out."""
    monkeypatch.setattr("integrations.email.imap.MOST_AT_ONCE", 2)
    box = mailbox(office, "ben")

    async def portions():
        for _ in range(3):
            await relay(office.smtp).send(envelope(f"ben@{DOMAIN}"))
        sent = envelope(f"ben@{DOMAIN}")
        await relay(office.smtp).send(sent)
        uids, after, validity = [], 0, None
        with anyio.fail_after(10):
            while True:
                found = await box.fetch(uid_validity=validity, after=after)
                assert len(found) <= 2
                if found:
                    validity, after = found[-1].uid_validity, found[-1].uid
                    uids += [one.uid for one in found]
                if any(read_mail(one.raw).message_id == sent.message_id for one in found):
                    return uids
                await anyio.sleep(0 if found else 0.05)

    uids = anyio.run(portions)
    assert uids == sorted(set(uids))
    assert len(uids) >= 4


def test_a_mail_that_cannot_be_delivered_comes_back_readable(office):
    """The remote server says 550 5.1.1 to postfix; its notification names address, status, mail."""
    lost = envelope(f"gone@{FAR}", sender=f"mira+bounce-t9@{DOMAIN}")

    async def trip():
        await relay(office.smtp).send(lost)
        return await arrived(mailbox(office, "mira"), lost.message_id)

    _, mail = anyio.run(trip)
    [failure] = mail.failures
    assert failure.recipient == f"gone@{FAR}"
    assert (failure.status, failure.action) == ("5.1.1", "failed")
    assert failure.original_id == lost.message_id
    assert f"mira+bounce-t9@{DOMAIN}" in mail.recipients
    assert mail.auto is not None


@pytest.mark.parametrize(
    ("name", "code", "status", "permanent"),
    [
        ("gone", "smtp.550", "5.1.1", True),
        ("full", "smtp.552", "5.2.2", True),
        ("grey", "smtp.450", "4.7.1", False),
    ],
)
def test_a_refusal_in_the_session_tells_hard_from_soft(office, name, code, status, permanent):
    """The code, the enhanced status, that it was the address, and whether waiting may help."""
    with pytest.raises(DeliveryError) as caught:
        anyio.run(relay(office.far).send, envelope(f"{name}@{FAR}"))
    error = caught.value
    assert (error.code, error.status, error.permanent) == (code, status, permanent)
    assert error.recipient_refused
    assert name not in str(error)


def test_postfix_refuses_a_stranger_of_its_own_domain(office):
    """The real server's words are read as well as an invented one's."""
    with pytest.raises(DeliveryError) as caught:
        anyio.run(relay(office.smtp).send, envelope(f"nobody@{DOMAIN}"))
    assert (caught.value.code, caught.value.status) == ("smtp.550", "5.1.1")
    assert caught.value.recipient_refused


@pytest.mark.parametrize(("tls", "port"), [("tls", "imaps"), ("starttls", "imap")])
def test_a_line_is_encrypted_when_it_shall_be(office, tls, port):
    """TLS from the first byte or after STARTTLS; a certificate nobody vouches for ends it."""
    box = mailbox(office, "ben", tls=tls, port=getattr(office, port))
    assert anyio.run(box.check) >= 0
    stranger = ImapMailbox(box._account)
    with pytest.raises(MailboxError) as caught:
        anyio.run(stranger.check)
    assert caught.value.code == "imap.tls"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"password": SecretStr("wrong")}, "imap.login"),
        ({"password": SecretStr("a\r\nb")}, "imap.login"),
        ({"folder": "Nowhere"}, "imap.folder"),
        ({"folder": "Grüße"}, "imap.folder"),
        ({"port": 1}, "imap.unreachable"),
        ({"host": "nobody.invalid"}, "imap.unreachable"),
    ],
    ids=str,
)
def test_what_is_wrong_has_a_name(office, changes, code):
    """Password, folder, address: each is told apart, and nothing else is raised."""
    box = mailbox(office, "ben", **changes)
    with pytest.raises(MailboxError) as caught:
        anyio.run(box.check)
    assert caught.value.code == code


def test_a_large_mail_is_cut_and_says_so(office, monkeypatch):
    """Above the limit only the beginning comes, under a header with its true size."""
    monkeypatch.setattr("integrations.email.imap.MOST_BYTES", 3_000)
    monkeypatch.setattr("integrations.email.imap.HEAD_OF_LARGE", 2_000)
    sent = envelope(f"ben@{DOMAIN}")
    large = replace(sent, message=sent.message + b"x" * 70 + b"\r\n" + b"y\r\n" * 2_000)

    async def trip():
        await relay(office.smtp).send(large)
        return await arrived(mailbox(office, "ben"), sent.message_id)

    came, mail = anyio.run(trip)
    assert came.raw.startswith(b"X-Salesgenix-Truncated: ")
    assert len(came.raw) < 2_100
    assert mail.sender == HOUSE.sender_email


def test_waiting_is_renewed_and_ends_with_the_line(office):
    """IDLE is said anew before a server tires of it; a waiter who is stopped leaves no task."""
    box = ImapMailbox(mailbox(office, "ben")._account, renewal_seconds=0.2)

    async def waits():
        async with contextlib.aclosing(box.arrivals()) as bells:
            for _ in range(3):
                await anext(bells)
        return {task for task in asyncio.all_tasks() if task is not asyncio.current_task()}

    assert anyio.run(waits) == set()


async def _speaks(lines, reader, writer):
    """A server that answers by a script: what a command holds, and what is said to it."""
    writer.write(b"* OK here\r\n")
    with contextlib.suppress(ConnectionError):
        while told := await reader.readline():
            tag, _, command = told.strip().partition(b" ")
            for word, answer in lines.items():
                if word in command.upper():
                    writer.write(answer.replace(b"TAG", tag))
                    if answer == b"":
                        writer.close()
                    break
            else:
                writer.write(tag + b" OK done\r\n")
            await writer.drain()
    writer.close()


PLAIN = {
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n",
    b"SELECT": b"* 0 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\nTAG OK done\r\n",
}


def scripted(lines, visit, **more):
    async def run():
        server = await asyncio.start_server(
            lambda reader, writer: _speaks(lines, reader, writer), "127.0.0.1", 0
        )
        account = ImapAccount(
            host="127.0.0.1",
            port=server.sockets[0].getsockname()[1],
            tls="none",
            username="u",
            password=SecretStr("p"),
            timeout_seconds=0.4,
        )
        try:
            return await visit(ImapMailbox(account, **more))
        finally:
            server.close()
            await server.wait_closed()

    return anyio.run(run)


def test_without_idle_it_is_asked_now_and_then():
    """A server that cannot push is polled; each look rings."""

    async def visit(box):
        async with contextlib.aclosing(box.arrivals()) as bells:
            return [await anext(bells) for _ in range(3)]

    assert scripted(PLAIN, visit, poll_seconds=0.02) == [None, None, None]


def test_a_line_that_breaks_while_waiting_is_an_error_at_once():
    """Whoever waits for mail hears that nobody is there any more, and does not wait on."""
    hangs_up = {
        **PLAIN,
        b"CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE\r\nTAG OK done\r\n",
        b"IDLE": b"+ idling\r\n",
        b"DONE": b"",
    }

    async def visit(box):
        async for _ in box.arrivals():
            pass

    began = time.monotonic()
    with pytest.raises(MailboxError) as caught:
        scripted({**hangs_up, b"IDLE": b""}, visit)
    assert caught.value.code == "imap.broken"
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "nonsense",
    [
        b"TAG BAD no\r\n",
        b"* SEARCH x y\r\nTAG NO\r\n",
        b"",
        b"\xff\xfe\r\n" * 20,
        b"* 1 FETCH ({9\r\n",
    ],
)
def test_nonsense_of_a_server_is_one_error(nonsense):
    """Whatever it says to a search, the adapter says that the line is broken, and in time."""
    with pytest.raises(MailboxError) as caught:
        scripted({**PLAIN, b"SEARCH": nonsense}, lambda box: box.fetch(uid_validity=7, after=0))
    assert caught.value.code == "imap.broken"
