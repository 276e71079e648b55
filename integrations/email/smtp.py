"""Mail through a relay (RFC 5321), one message per connection."""

import contextlib

import aiosmtplib

from salesgenix.actions.ports import DeliveryError, Envelope
from salesgenix.kit.settings import MailSettings

PERMANENT = range(500, 600)


class SmtpMail:
    """Hands a mail to the next hop.

    ``DeliveryError`` says that the relay has surely not taken it. Once the text has been sent, a
    broken line leaves that open: then the error of the line itself comes through, and it is for a
    person to find out. Nothing is sent twice on a guess.
    """

    name = "smtp"

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    async def send(self, envelope: Envelope) -> None:
        sender, recipient = _ascii_domain(envelope.sender), _ascii_domain(envelope.recipient)
        relay = await self._connected()
        try:
            await _introduce(relay, sender, recipient)
            try:
                await relay.data(envelope.message)
            except aiosmtplib.SMTPResponseException as error:
                raise _refused(error.code) from error
        finally:
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await relay.quit()
            relay.close()

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
        await relay.rcpt(recipient, encoding=encoding)
    except aiosmtplib.SMTPResponseException as error:
        raise _refused(error.code) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise DeliveryError("smtp.line_broken", permanent=False) from error


def _refused(code: int) -> DeliveryError:
    return DeliveryError(f"smtp.{code}", permanent=code in PERMANENT)


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
