"""Mail that stays in the house: the delivery's sealed row is all there ever is of it."""

from email import message_from_bytes, policy

from salesgenix.actions.ports import DeliveryError, Envelope


class CapturedMail:
    """Takes every well-formed mail and passes it on to nobody. For the demo and the sandbox."""

    name = "captured"

    async def send(self, envelope: Envelope) -> None:
        """A mail that a relay would have to refuse is refused here too, for good."""
        message = message_from_bytes(envelope.message, policy=policy.SMTP)
        if message.defects or message["Message-ID"] != envelope.message_id or not message["To"]:
            raise DeliveryError("captured.malformed", permanent=True)
