"""What the business needs from outside to carry an action out."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Envelope:
    """One mail, ready to leave. ``message`` is RFC 5322 with ``message_id`` as its Message-ID."""

    sender: str
    recipient: str
    message: bytes
    message_id: str


class DeliveryError(Exception):
    """The carrier did not take it. ``permanent``: trying again is pointless. ``code`` is logged.

    ``status`` is the enhanced one (RFC 3463, "5.1.1") where the server gave one;
    ``recipient_refused``: it was the address that was refused, not the mail or us.
    """

    def __init__(
        self,
        code: str,
        *,
        permanent: bool,
        status: str | None = None,
        recipient_refused: bool = False,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.status = status
        self.recipient_refused = recipient_refused


class MailCarrier(Protocol):
    name: str  # as the delivery row says: captured, smtp

    async def send(self, envelope: Envelope) -> None:
        """Returns once the next hop has taken it; ``DeliveryError`` when it surely has not."""
