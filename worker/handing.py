"""What is handed over for an action, by whom, and what is to be kept of it: one way per kind."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import Session

from integrations.composing import compose
from salesgenix.actions.ports import MailCarrier
from salesgenix.actions.service import Claim
from salesgenix.mailboxes import sending


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """``message`` is what leaves, as the delivery keeps it. ``begin`` writes down that it does, in
    the transaction before; ``carry`` does it; ``keep`` writes down what it gave, in the
    transaction that ends the action.
    """

    carrier: str
    recipient: str
    message: bytes
    message_ref: str
    carry: Callable[[], Awaitable[Any]]
    keep: Callable[[Session, Any], None] | None = None
    begin: Callable[[Session], None] | None = None


class Exit(Protocol):
    def prepare(self, session: Session, claim: Claim, *, now: datetime) -> Handing:
        """``Conflict`` when what it is about has changed since."""


@dataclass(frozen=True, slots=True)
class MailExit:
    carrier: MailCarrier
    public_url: str | None = None

    def prepare(self, session: Session, claim: Claim, *, now: datetime) -> Handing:
        envelope = compose(session, claim, now=now, public_url=self.public_url)
        return Handing(
            carrier=self.carrier.name,
            recipient=envelope.recipient,
            message=envelope.message,
            message_ref=envelope.message_id,
            carry=lambda: self.carrier.send(envelope),
            begin=lambda writing: sending.keep_sent(writing, claim, envelope, now=now),
        )
