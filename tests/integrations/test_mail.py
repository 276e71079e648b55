"""The two carriers, the real one against a real SMTP server."""

import asyncio
import socket
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy

import anyio
import pytest
from aiosmtpd.controller import Controller

from integrations.email.captured import CapturedMail
from integrations.email.letter import Letter, write_letter
from integrations.email.smtp import SmtpMail
from integrations.email.transcript import Line, Reader, compose_transcript
from salesgenix.actions.ports import DeliveryError, Envelope
from salesgenix.kit.settings import MailSettings


class Postbox:
    """An SMTP server's hooks: it keeps what it takes and refuses what it is told to."""

    def __init__(self, refusals=None):
        self.taken = []
        self.refusals = refusals or {}

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if "MAIL" in self.refusals:
            return self.refusals["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if "RCPT" in self.refusals:
            return self.refusals["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.refusals.get("DATA") == "hang up":
            server.transport.abort()
            await asyncio.sleep(1)
        if "DATA" in self.refusals:
            return self.refusals["DATA"]
        self.taken.append((envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content))
        return "250 OK"


@contextmanager
def relay(**refusals):
    postbox = Postbox(refusals)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=port, enable_SMTPUTF8=False)
    controller.start()
    try:
        yield postbox, MailSettings(host="127.0.0.1", port=port, tls="none", timeout_seconds=2)
    finally:
        controller.stop()


@pytest.fixture
def envelope(house, now):
    letter = Letter(
        house=house,
        recipient_name="Carla",
        recipient_email="carla@nordhalle.example",
        language="en",
        subject="Grüße",
        text="Täglich.\n.\nA line with a dot alone stands above.",
        message_id="a-1@salesgenix",
        at=now,
    )
    return Envelope(
        sender=house.sender_email,
        recipient=letter.recipient_email,
        message=write_letter(letter),
        message_id="<a-1@salesgenix>",
    )


def test_a_relay_gets_exactly_what_was_written(envelope):
    """Sender, recipient and every byte arrive, dots and umlauts included."""
    with relay() as (postbox, settings):
        anyio.run(SmtpMail(settings).send, envelope)
    [(sender, recipients, content)] = postbox.taken
    assert (sender, recipients) == (envelope.sender, (envelope.recipient,))
    assert content == envelope.message


@pytest.mark.parametrize(
    ("refusal", "permanent"),
    [
        ({"RCPT": "550 5.1.1 no such person"}, True),
        ({"RCPT": "450 4.2.1 try later"}, False),
        ({"MAIL": "552 5.3.4 too much"}, True),
        ({"MAIL": "451 4.3.0 busy"}, False),
        ({"DATA": "554 5.7.1 not wanted"}, True),
        ({"DATA": "452 4.3.1 full"}, False),
    ],
    ids=str,
)
def test_a_refusal_says_whether_it_is_for_good(envelope, refusal, permanent):
    """5xx ends it, 4xx may be tried again; the code is told, the address is not."""
    with relay(**refusal) as (postbox, settings), pytest.raises(DeliveryError) as caught:
        anyio.run(SmtpMail(settings).send, envelope)
    assert caught.value.permanent is permanent
    assert caught.value.code == f"smtp.{next(iter(refusal.values()))[:3]}"
    assert postbox.taken == []


def test_no_server_is_a_matter_of_waiting(envelope):
    """Nobody listens: surely not delivered, and not the mail's fault."""
    settings = MailSettings(host="127.0.0.1", port=1, tls="none", timeout_seconds=1)
    with pytest.raises(DeliveryError) as caught:
        anyio.run(SmtpMail(settings).send, envelope)
    assert not caught.value.permanent


def test_without_tls_where_tls_is_due_nothing_is_said(envelope):
    """A relay that offers no STARTTLS gets neither password nor mail."""
    with relay() as (postbox, settings):
        strict = settings.model_copy(update={"tls": "starttls"})
        with pytest.raises(DeliveryError):
            anyio.run(SmtpMail(strict).send, envelope)
    assert postbox.taken == []


def test_a_line_that_breaks_after_the_text_is_left_in_doubt(envelope):
    """The relay may have taken it: that is no refusal, so nothing tries again by itself."""
    with relay(DATA="hang up") as (_, settings), pytest.raises(Exception) as caught:  # noqa: PT011
        anyio.run(SmtpMail(settings).send, envelope)
    assert not isinstance(caught.value, DeliveryError)


@pytest.mark.parametrize(
    "address",
    [
        "carla@nordhalle.example>\r\nRCPT TO:<x@y.example",
        "carla",
        "",
        "a b@c.example",
        "@c.example",
    ],
)
def test_an_address_cannot_carry_a_command(envelope, address):
    """What is no address is refused for good before a line is opened to the relay."""
    evil = Envelope(envelope.sender, address, envelope.message, envelope.message_id)
    with relay() as (postbox, settings), pytest.raises(DeliveryError) as caught:
        anyio.run(SmtpMail(settings).send, evil)
    assert caught.value.permanent
    assert postbox.taken == []


def test_an_address_beyond_ascii_needs_a_relay_that_knows_it(envelope):
    """Without SMTPUTF8 the mail is refused for good rather than sent to somebody else."""
    jorg = Envelope(envelope.sender, "jörg@müller.example", envelope.message, envelope.message_id)
    with relay() as (_, settings), pytest.raises(DeliveryError, match="no_utf8"):
        anyio.run(SmtpMail(settings).send, jorg)


def test_captured_mail_goes_nowhere_but_must_be_sound(envelope):
    """The demo's exit takes what a relay would take, and refuses what is no mail."""
    anyio.run(CapturedMail().send, envelope)
    broken = Envelope(envelope.sender, envelope.recipient, b"nonsense", envelope.message_id)
    with pytest.raises(DeliveryError):
        anyio.run(CapturedMail().send, broken)


def test_a_transcript_tells_who_said_what_and_when(house, now):
    """The reader's own words, the AI's and the rep's are told apart, on the reader's clock."""
    raw = compose_transcript(
        [
            Line("prospect", "Was kostet das?", now),
            Line("agent", "39 EUR.", now + timedelta(seconds=20)),
            Line("rep", "Hier ist Ben.", now + timedelta(minutes=5), name="Ben Okafor"),
        ],
        house=house,
        reader=Reader(name=None, email="c@n.example", language="de", zone="Europe/Berlin"),
        message_id="a-2@salesgenix",
        now=now,
    )
    message = message_from_bytes(raw, policy=policy.SMTP)
    text = message.get_content()
    assert message["Subject"] == "Ihr Gespräch mit Orchard Tools"
    assert text.startswith("Guten Tag,")
    assert "2026-11-23 10:00  Sie:\nWas kostet das?" in text.replace("\r\n", "\n")
    assert "Mira (KI):" in text
    assert "Ben Okafor:" in text
