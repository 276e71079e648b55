"""The whole way of a mail over real servers: Debian's postfix and dovecot, on loopback."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import uuid4

import anyio
import pytest
from pydantic import SecretStr

from cli.composition import PatientGuard
from cli.posting import Mailrooms
from integrations.email.imap import ImapAccount, ImapMailbox
from integrations.email.reading import read_mail
from integrations.email.smtp import Relay, SmtpMail
from salesgenix.actions.ports import Envelope
from salesgenix.kit.settings import MailSettings
from salesgenix.mailboxes import service as mailboxes
from salesgenix.mailboxes.rules import Access, Secrets
from salesgenix.privacy import service as privacy
from tests.integrations.mail.postoffice import DOMAIN, FAR, PASSWORD, PostOffice, open_office
from tests.journeys.company import Company, Thread
from tests.journeys.mail import open_post, workspace
from worker.mailboxes import Mailboxes

OURS, PERSON = f"mira@{DOMAIN}", f"ben@{DOMAIN}"
SECONDS = 20.0


@pytest.fixture(scope="session")
def office() -> Iterator[PostOffice]:
    with contextlib.ExitStack() as ends:
        yield open_office(ends.callback)


class Wire:
    """A company whose mailbox and relay are those servers, and a person with a mailbox there."""

    def __init__(self, company: Company, office: PostOffice) -> None:
        self.company, self.office = company, office
        settings = MailSettings(carrier="smtp", host="127.0.0.1", port=office.smtp, tls="none")
        rooms = Mailrooms(company.house.db, settings)
        self.post = open_post(company)
        with company.house.db.writing() as session:
            mailboxes.configure(
                session,
                company.workspace_id,
                OURS,
                Access(imap_host="127.0.0.1", imap_port=office.imap, imap_tls="none"),
                secrets=Secrets(imap_username=OURS, imap_password=PASSWORD),
                now=company.clock.now(),
            )
        self.reading = Mailboxes(
            db=company.house.db,
            clock=company.clock,
            guard=PatientGuard(company.parts.guard),
            reader_of=rooms.reader,
            read=read_mail,
            listens=True,
        )
        self.post.reading = self.reading
        relay = SmtpMail(settings)
        company.rounds = replace(
            company.rounds, carrier=relay, relay_of=rooms.relay, mailboxes=self.reading
        )
        self.seen = self._count()

    def close(self) -> None:
        self.reading.stop()

    def until(self, claim: object) -> None:
        """Rounds go on, by the server's word alone, until it has come true."""
        end = time.monotonic() + SECONDS
        while not claim():  # type: ignore[operator]
            assert time.monotonic() < end, "it did not come true"
            self.post.work()
            time.sleep(0.05)

    def inbox(self) -> list[EmailMessage]:
        """What the person has got since the test began."""
        account = ImapAccount(
            host="127.0.0.1", port=self.office.imap, tls="none", username=PERSON,
            password=SecretStr(PASSWORD),
        )  # fmt: skip

        async def fetch() -> list[bytes]:
            found = await ImapMailbox(account).fetch(uid_validity=None, after=0)
            return [one.raw for one in found]

        raws = anyio.run(fetch)
        return [message_from_bytes(raw, policy=policy.default) for raw in raws]

    def _count(self) -> int:
        return len(self.inbox())

    def got(self) -> list[EmailMessage]:
        return self.inbox()[self.seen :]

    def send(self, text: str, answers: EmailMessage | None = None) -> None:
        """The person writes, by their own program over SMTP."""
        mail = EmailMessage()
        mail["From"], mail["Subject"] = f"Ben Winter <{PERSON}>", "Prices"
        mail["Message-ID"] = f"<{uuid4()}@{DOMAIN}>"
        mail["To"] = OURS
        if answers is not None:
            mail.replace_header("To", str(answers["Reply-To"]))
            mail.replace_header("Subject", f"Re: {answers['Subject']}")
            mail["In-Reply-To"], mail["References"] = answers["Message-ID"], answers["Message-ID"]
        mail.set_content(text)
        to = str(mail["To"]).rpartition("<")[2].rstrip(">")
        envelope = Envelope(PERSON, to, mail.as_bytes(policy=policy.SMTP), mail["Message-ID"])
        relay = Relay(host="127.0.0.1", port=self.office.smtp, tls="none")
        anyio.run(SmtpMail(relay).send, envelope)


@pytest.fixture
def wire(company: Company, office: PostOffice) -> Iterator[Wire]:
    made = Wire(company, office)
    yield made
    made.close()


def test_the_loop_closes(wire: Wire) -> None:
    """Chat, invitation, answer by mail, the same conversation, answer by mail; then the person's
    machine answers each of ours with the same words, and ours falls silent after one.
    """
    thread = wire.company.open_thread()
    thread.say("Can we meet on Thursday afternoon?", "the first one", f"Ben Winter, {PERSON}")
    wire.until(lambda: len(wire.got()) == 1)
    (invitation,) = wire.got()
    wire.send("How much is it for 20 technicians?", invitation)
    wire.until(lambda: len(wire.got()) == 2)
    answer = wire.got()[-1]
    assert [one.id for one in wire.post.threads()] == [thread.id]
    assert "780 EUR" in str(answer.get_content())
    assert invitation["Message-ID"] in answer["References"]
    assert str(answer["Return-Path"]).strip("<>").startswith("mira+")
    for count in range(3):
        wire.send("Thank you, I am on holiday until Monday and read nothing.", wire.got()[-1])
        wire.until(lambda heard=count + 2: len(mails_of(thread)) == heard)
    wire.post.work()
    assert len(wire.got()) <= 3
    assert "mail_loop" in wire.post.notes()


def mails_of(thread: Thread) -> list[str]:
    return [str(one.payload["text"]) for one in thread.events() if one.payload.get("via") == "mail"]


def test_a_bounce_stops_the_address(wire: Wire) -> None:
    """postfix writes the report to the tagged address; read, it has the address suppressed."""
    gone = f"gone@{FAR}"
    thread = wire.company.open_thread()
    thread.say("Can we meet on Thursday afternoon?", "the first one", f"Carla Moreno, {gone}")

    def is_stopped() -> bool:
        with wire.company.house.db.reading() as session:
            return privacy.is_suppressed(session, workspace(wire.post), email=gone)

    wire.until(is_stopped)
    (failed,) = [one for one in wire.company.decisions() if one.type == "mail.failed"]
    assert failed.body["reasons"] == ["address_gone"]
