"""Mails for a company under test: a mailbox whose mails a test hands in, and people who write."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_string, policy
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID, uuid4

from sqlmodel import select

from cli.composition import PatientGuard
from integrations.email.reading import read_mail
from salesgenix.actions import service as actions
from salesgenix.actions.service import Proposed
from salesgenix.authority.rules import ActionKind
from salesgenix.conversations import service as conversations
from salesgenix.instructions import service as instructions
from salesgenix.leads import service as leads
from salesgenix.mailboxes import service as mailboxes
from salesgenix.mailboxes.models import MailMessage
from salesgenix.mailboxes.ports import Incoming, MailboxError
from salesgenix.mailboxes.rules import Access, Secrets
from salesgenix.privacy import service as privacy
from salesgenix.tasks import service as tasks
from tests.journeys.company import Company, Thread
from worker.mailboxes import Mailboxes

ADDRESS = "mira@tendralis.example"
CARLA = "carla@lumen.example"


@dataclass
class Pigeonhole:
    """A mailbox by hand: what is put in lies there, numbered as a server would."""

    validity: int = 7
    mails: list[bytes] = field(default_factory=list)
    trouble: str | None = None

    async def check(self) -> int:
        if self.trouble:
            raise MailboxError(self.trouble)
        return len(self.mails)

    async def fetch(self, *, uid_validity: int | None, after: int) -> list[Incoming]:
        await self.check()
        begin = after if uid_validity == self.validity else 0
        found = enumerate(self.mails, start=1)
        return [Incoming(self.validity, uid, raw) for uid, raw in found if uid > begin][:50]

    async def arrivals(self) -> AsyncIterator[None]:
        yield None


@dataclass
class Post:
    """The mailbox of a company and what reads it."""

    company: Company
    hole: Pigeonhole
    reading: Mailboxes

    def write(
        self,
        text: str,
        *,
        sender: str = CARLA,
        to: str = ADDRESS,
        subject: str = "A question",
        answers: str | None = None,
        **headers: str,
    ) -> str:
        """Somebody's mail arrives and is read; its Message-ID."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, to, subject
        mail["Message-ID"] = f"<{uuid4()}@lumen.example>"
        mail["Date"] = format_datetime(self.company.clock.now())
        if answers is not None:
            mail["In-Reply-To"], mail["References"] = answers, answers
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        self.put(mail.as_bytes())
        return str(mail["Message-ID"])

    def put(self, raw: bytes) -> None:
        self.hole.mails.append(raw)
        self.read()

    def read(self) -> int:
        self.reading.wake(self.company.workspace_id)
        return self.reading.run()

    def work(self) -> None:
        """What is owed is answered, and what may leave leaves."""
        self.company.clock.set(self.company.clock.now() + timedelta(seconds=10))
        self.company.rounds.run()
        self.company.rounds.run()

    def sent(self) -> list[EmailMessage]:
        """What has left, or would have."""
        texts = [one.message or "" for one in self.company.outbox()]
        return [message_from_string(text, policy=policy.default) for text in texts]

    def threads(self) -> list[Thread]:
        """Oldest first."""
        with self.company.house.db.reading() as session:
            rows = conversations.inbox(session, self.company.workspace_id)
        cards = sorted((row.conversation for row in rows), key=lambda card: card.created_at)
        return [Thread(self.company, card.id) for card in cards]

    def notes(self) -> list[str | None]:
        """What the team is asked to look at."""
        with self.company.house.db.reading() as session:
            return [one.note for one in tasks.listing(session, self.company.workspace_id)]

    def states(self, kind: str) -> list[str]:
        """How the actions of a kind stand, oldest first."""
        found = []
        with self.company.house.db.reading() as session:
            for thread in self.threads():
                cards = actions.actions_of(session, self.company.workspace_id, thread.id)
                found += [card for card in cards if card.kind == kind]
        return [card.state.value for card in sorted(found, key=lambda card: card.created_at)]


def text_of(mail: EmailMessage) -> str:
    """The words of a mail of ours."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def open_post(company: Company, *, public_url: str = "https://sales.tendralis.example") -> Post:
    with company.house.db.writing() as session:
        mailboxes.configure(
            session,
            company.workspace_id,
            ADDRESS,
            Access(imap_host="127.0.0.1"),
            secrets=Secrets(imap_username="mira", imap_password="not a real one"),
            now=company.clock.now(),
        )
    hole = Pigeonhole()
    reading = Mailboxes(
        db=company.house.db,
        clock=company.clock,
        guard=PatientGuard(company.parts.guard),
        reader_of=lambda _: hole,
        read=read_mail,
    )
    company.rounds = replace(company.rounds, public_url=public_url)
    return Post(company, hole, reading)


def workspace(post: Post) -> UUID:
    return post.company.workspace_id


def invited(post: Post) -> tuple[Thread, EmailMessage]:
    """A chat that came to a meeting, and the invitation that has left."""
    thread = post.company.open_thread()
    thread.book()
    post.company.rounds.run()
    return thread, post.sent()[-1]


def mailed(post: Post) -> tuple[Thread, EmailMessage]:
    """A chat and a mail of ours that has left for it, without a word of the agent's."""
    company, thread = post.company, post.company.open_thread()
    with company.house.db.writing() as session:
        card, now = thread.card(), company.clock.now()
        known = {"email": CARLA, "name": "Carla Moreno"}
        for field, value in known.items():
            leads.learn(
                session,
                workspace(post),
                card.lead_id,
                field,
                value=value,
                quote=None,
                source="message:1",
                now=now,
            )
        wanted = Proposed(
            kind=ActionKind.MAIL_TRANSCRIPT,
            arguments={"email": CARLA},
            conversation_id=thread.id,
            lead_id=card.lead_id,
            subject_ref=card.subject_ref,
            idempotency_key=str(thread.id),
        )
        actions.propose(session, workspace(post), wanted, now=now)
    company.rounds.settle()
    return thread, post.sent()[-1]


def withdraw_order(post: Post) -> None:
    """No order lets the agent answer mails any more."""
    company = post.company
    with company.house.db.writing() as session:
        (order,) = [
            card
            for card in instructions.listing(session, workspace(post), now=company.clock.now())
            if card.key == "answer-mails"
        ]
        instructions.revoke(
            session, workspace(post), order.id, by=company.owner, now=company.clock.now()
        )


def is_stopped(post: Post, address: str = CARLA) -> bool:
    with post.company.house.db.reading() as session:
        return privacy.is_suppressed(session, workspace(post), email=address)


def rows(post: Post, direction: str) -> list[MailMessage]:
    with post.company.house.db.reading() as session:
        query = select(MailMessage).where(
            MailMessage.workspace_id == workspace(post), MailMessage.direction == direction
        )
        return list(session.exec(query).all())
