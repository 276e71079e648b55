"""Mail through a relay (RFC 5321), one message per connection."""

import contextlib
import re
from dataclasses import dataclass
from typing import Literal

import aiosmtplib
import anyio.to_thread
from pydantic import SecretStr

from integrations.email.signing import Signer, SigningError
from salesgenix.actions.ports import DeliveryError, Envelope
from salesgenix.kit.settings import MailSettings

PERMANENT = range(500, 600)
STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """The next hop of one mailbox, where that is not the installation's."""

    host: str
    port: int = 587
    tls: Literal["none", "starttls", "tls"] = "starttls"
    username: str | None = None
    password: SecretStr | None = None
    timeout_seconds: float = 20.0


class SmtpMail:
    """Hands a mail to the next hop.

    ``DeliveryError`` says that the relay has surely not taken it. Once the text has been sent, a
    broken line leaves that open: then the error of the line itself comes through, and it is for a
    person to find out. Nothing is sent twice on a guess. With a ``signer`` it is signed on the way.
    """

    name = "smtp"

    def __init__(self, settings: MailSettings | Relay, *, signer: Signer | None = None) -> None:
        self._settings = settings
        self._signer = signer

    async def send(self, envelope: Envelope) -> None:
        sender, recipient = _ascii_domain(envelope.sender), _ascii_domain(envelope.recipient)
        message = await self._signed(envelope.message)
        relay = await self._connected()
        try:
            await _introduce(relay, sender, recipient)
            try:
                await relay.data(message)
            except aiosmtplib.SMTPResponseException as error:
                raise _refused(error) from error
        finally:
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await relay.quit()
            relay.close()

    async def _signed(self, message: bytes) -> bytes:
        if self._signer is None:
            return message
        try:
            return await anyio.to_thread.run_sync(self._signer.sign, message)
        except SigningError as error:
            raise DeliveryError(error.code, permanent=False) from error  # ours to mend

    async def _connected(self) -> aiosmtplib.SMTP:
        settings = self._settings
        relay = aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            timeout=settings.timeout_seconds,
            use_tls=settings.tls == "tls",
            start_tls=settings.tls == "starttls",  # no TLS offered: no mail, and no password sent
        )
        try:
            await relay.connect()
            if settings.username is not None and settings.password is not None:
                await relay.login(settings.username, settings.password.get_secret_value())
        except (aiosmtplib.SMTPException, OSError) as error:
            relay.close()
            # Ours to mend (an address, a password, a certificate): the mail itself may yet go.
            raise DeliveryError("smtp.no_connection", permanent=False) from error
        return relay


async def _introduce(relay: aiosmtplib.SMTP, sender: str, recipient: str) -> None:
    """The envelope: up to here nothing has been handed over."""
    options = []
    if not (sender.isascii() and recipient.isascii()):
        if not relay.supports_extension("smtputf8"):
            raise DeliveryError("smtp.no_utf8", permanent=True)
        options = ["SMTPUTF8"]
    encoding = "utf-8" if options else "ascii"
    try:
        await relay.mail(sender, options=options, encoding=encoding)
        await _to(relay, recipient, encoding)
    except aiosmtplib.SMTPResponseException as error:
        raise _refused(error) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise DeliveryError("smtp.line_broken", permanent=False) from error


async def _to(relay: aiosmtplib.SMTP, recipient: str, encoding: str) -> None:
    try:
        await relay.rcpt(recipient, encoding=encoding)
    except aiosmtplib.SMTPResponseException as error:
        raise _refused(error, recipient_refused=True) from error


def _refused(
    error: aiosmtplib.SMTPResponseException, *, recipient_refused: bool = False
) -> DeliveryError:
    """The code and the status alone: what the server says beside them may name the person."""
    told = STATUS.match(error.message)
    return DeliveryError(
        f"smtp.{error.code}",
        permanent=error.code in PERMANENT,
        status=told[1] if told else None,
        recipient_refused=recipient_refused,
    )


def _ascii_domain(address: str) -> str:
    """The address with its domain as IDNA; one that could carry a second command is refused."""
    local, _, domain = address.rpartition("@")
    if not local or any(
        sign.isspace() or not sign.isprintable() or sign in "<>" for sign in address
    ):
        raise DeliveryError("smtp.address", permanent=True)
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise DeliveryError("smtp.address", permanent=True) from error
