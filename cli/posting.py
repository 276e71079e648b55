"""The adapters of each company's mailbox, built from what the workspace keeps sealed."""

from dataclasses import dataclass
from uuid import UUID

from pydantic import SecretStr

from integrations.email.domain.resolving import DnsResolver, Resolver
from integrations.email.imap import ImapAccount, ImapMailbox
from integrations.email.setup import Finding, Sending, check_setup
from integrations.email.signing import Signer, SigningError, new_key, record_text
from integrations.email.smtp import Relay, SmtpMail
from salesgenix.actions.ports import MailCarrier
from salesgenix.db import Database
from salesgenix.kit.settings import MailSettings
from salesgenix.mailboxes import service as mailboxes
from salesgenix.mailboxes.ports import MailboxReader
from salesgenix.mailboxes.rules import Access, Secrets
from salesgenix.mailboxes.service import MailboxCard


@dataclass(frozen=True, slots=True)
class Mailrooms:
    """How a workspace's mailbox is read, by which way its mail leaves, and whether the world may
    trust it. What an owner types is their own server: private addresses are fine.
    """

    db: Database
    settings: MailSettings
    resolver: Resolver | None = None  # none: the system's, asked for when it is needed

    def reader(self, workspace_id: UUID) -> MailboxReader:
        """``NotFound`` where there is no mailbox."""
        with self.db.reading() as session:
            box = mailboxes.card(session, workspace_id)
            secrets = mailboxes.secrets_of(session, workspace_id)
        return reader_for(box.access, secrets)

    def relay(self, workspace_id: UUID) -> MailCarrier | None:
        """The mailbox's own relay, or the installation's with its own seal; none where neither is
        set up, or where mail stays in the house.
        """
        if self.settings.carrier != "smtp":
            return None
        with self.db.reading() as session:
            box = mailboxes.find(session, workspace_id)
            if box is None or not box.is_on:
                return None
            secrets = mailboxes.secrets_of(session, workspace_id)
        signer = signer_of(box, secrets)
        if box.access.smtp_host is None:
            return SmtpMail(self.settings, signer=signer) if signer is not None else None
        relay = Relay(
            host=box.access.smtp_host,
            port=box.access.smtp_port,
            tls=box.access.smtp_tls,
            username=secrets.smtp_username or None,
            password=SecretStr(secrets.smtp_password) if secrets.smtp_password else None,
            timeout_seconds=self.settings.timeout_seconds,
        )
        return SmtpMail(relay, signer=signer)

    async def setup(self, workspace_id: UUID) -> tuple[Finding, ...]:
        """What the domain's records say of our mails, and what to do about it."""
        with self.db.reading() as session:
            box = mailboxes.card(session, workspace_id)
            secrets = mailboxes.secrets_of(session, workspace_id)
        record = None
        if secrets.dkim_key:
            try:
                record = record_text(secrets.dkim_key.encode())
            except SigningError:
                record = None
        sending = Sending(
            domain=box.address.rpartition("@")[2],
            host=box.access.smtp_host or self.settings.host,
            selector=box.access.dkim_selector if secrets.dkim_key else None,
            dkim_record=record,
        )
        return await check_setup(sending, self.resolver or DnsResolver())

    def new_key(self) -> str:
        """A DKIM key, as PEM."""
        return new_key().decode()


def reader_for(access: Access, secrets: Secrets) -> MailboxReader:
    return ImapMailbox(
        ImapAccount(
            host=access.imap_host,
            port=access.imap_port,
            tls=access.imap_tls,
            folder=access.folder,
            username=secrets.imap_username,
            password=SecretStr(secrets.imap_password),
        )
    )


def signer_of(box: MailboxCard, secrets: Secrets) -> Signer | None:
    selector = box.access.dkim_selector
    if selector is None or not secrets.dkim_key:
        return None
    return Signer(box.address.rpartition("@")[2], selector, secrets.dkim_key.encode())


def make_mailrooms(db: Database, settings: MailSettings) -> Mailrooms:
    return Mailrooms(db, settings)
