"""What our own mails carry beside their words, and the seal they go out under."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import anyio
import dkim
import pytest

from integrations.email.captured import CapturedMail
from integrations.email.letter import (
    House,
    Letter,
    Thread,
    Unsubscription,
    write_letter,
)
from integrations.email.signing import Signer, SigningError, new_key, record_name, record_text
from integrations.email.smtp import Relay, SmtpMail
from salesgenix.actions.ports import DeliveryError, Envelope

LETTER = Letter(
    house=House(
        company="Orchard Tools",
        agent="Mira",
        site="https://orchard.example",
        sender_email="mira@orchard.example",
        postal_address="Orchard Tools, 1 Elm Road",
        privacy_url="https://orchard.example/privacy",
    ),
    recipient_name="Carla",
    recipient_email="carla@nordhalle.example",
    language="en",
    subject="Your offer",
    text="Here it is.",
    message_id="a-2@salesgenix",
    at=datetime(2026, 11, 23, 9, tzinfo=UTC),
)
PLAIN = (
    b'From: "Mira (Orchard Tools)" <mira@orchard.example>\r\n'
    b"To: Carla <carla@nordhalle.example>\r\n"
    b"Subject: Your offer\r\n"
    b"Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
    b"Message-ID: <a-2@salesgenix>\r\n"
    b"Auto-Submitted: auto-generated\r\n"
    b'Content-Type: text/plain; charset="utf-8"\r\n'
    b"Content-Transfer-Encoding: quoted-printable\r\n"
    b"MIME-Version: 1.0\r\n"
    b"\r\n"
    b"Hello Carla,\r\n"
    b"\r\n"
    b"Here it is.\r\n"
    b"\r\n"
    b"--\r\n"
    b"You receive this mail because you asked for it in the chat on https://orchard=\r\n"
    b".example.\r\n"
    b"It was written and sent automatically by Mira, an AI assistant of Orchard Too=\r\n"
    b"ls. To get no more mail, say so in the chat.\r\n"
    b"Orchard Tools, 1 Elm Road\r\n"
    b"How your data is used: https://orchard.example/privacy\r\n"
)  # as version 0.1.0 wrote it
WAY = Unsubscription(f"https://orchard.example/u/{'a1' * 60}", "stop@orchard.example")


def read(letter):
    return message_from_bytes(write_letter(letter), policy=policy.SMTP)


def test_a_letter_without_any_of_it_is_what_it_was():
    """Mails that answer nothing and need no way out have the bytes they always had."""
    assert write_letter(LETTER) == PLAIN


def test_an_answer_takes_its_place_in_the_thread():
    """In-Reply-To is the parent, References its own and then the parent; it is an auto-reply."""
    thread = Thread("<c-2@x.example>", ("<c-1@x.example>", "<a-1@salesgenix>"))
    message = read(replace(LETTER, thread=thread))
    assert message["In-Reply-To"] == "<c-2@x.example>"
    assert message["References"].split() == [
        "<c-1@x.example>", "<a-1@salesgenix>", "<c-2@x.example>",
    ]  # fmt: skip
    assert message["Auto-Submitted"] == "auto-replied"


def test_a_long_thread_keeps_its_ends():
    """Of hundreds of references the first and the youngest stay; each stays whole on its line."""
    names = tuple(f"<{at}-{'x' * 120}@x.example>" for at in range(300))
    raw = write_letter(replace(LETTER, thread=Thread("<p@x.example>", names)))
    told = message_from_bytes(raw, policy=policy.SMTP)["References"].split()
    assert (told[0], told[-2:], len(told)) == (names[0], [names[-1], "<p@x.example>"], 21)
    assert max(len(line) for line in raw.split(b"\r\n")) < 998
    assert b"=?" not in raw.split(b"\r\n\r\n")[0]


@pytest.mark.parametrize(
    "evil",
    ["<a@b>\r\nBcc: x@evil.example", "<a b@c>", "a@b", "<ä@b>", "<a@b>, <c@d>", ""],
)
def test_a_stranger_s_id_cannot_write_a_header(evil):
    """What is no Message-ID is left out of both headers."""
    message = read(replace(LETTER, thread=Thread("<p@x.example>", (evil,))))
    assert message["References"] == "<p@x.example>"
    none = read(replace(LETTER, thread=Thread(evil)))
    assert none["In-Reply-To"] is None
    assert "evil.example" not in str(none)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt", "nl", "pl"])
def test_every_mail_can_show_the_way_out(language):
    """Both headers of RFC 8058 and a link in the footer, beside all that a mail must say."""
    letter = replace(LETTER, language=language, unsubscription=WAY)
    message = read(letter)
    assert message["List-Unsubscribe"] == (
        f"<{WAY.url}>, <mailto:stop@orchard.example?subject=stop>"
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = message.get_content().replace("\r\n", "\n")
    footer = text[text.index("\n--\n") :]
    for told in (WAY.url, "Mira", "Orchard Tools", "1 Elm Road", "orchard.example/privacy"):
        assert told in footer


def test_one_click_is_promised_over_https_alone():
    """Where the site has no TLS the link is told, and one click is not."""
    message = read(replace(LETTER, unsubscription=Unsubscription("http://127.0.0.1:8700/u/x")))
    assert message["List-Unsubscribe"] == "<http://127.0.0.1:8700/u/x>"
    assert message["List-Unsubscribe-Post"] is None


def test_an_answer_comes_back_under_its_token():
    """Reply-To carries the token behind a plus; the sender's address stays as it is."""
    message = read(replace(LETTER, token="Ab3-_"))
    assert message["Reply-To"].addresses[0].addr_spec == "mira+Ab3-_@orchard.example"
    assert message["From"].addresses[0].addr_spec == "mira@orchard.example"


@pytest.mark.parametrize(
    "wrong",
    [
        {"token": "a@evil.example,"},
        {"token": ""},
        {"unsubscription": Unsubscription("https://x.example/\r\nBcc: y")},
        {"unsubscription": Unsubscription("javascript:alert(1)")},
    ],
    ids=str,
)
def test_a_token_or_a_link_cannot_be_anything_else(wrong):
    """A mistake of the program's is refused, not written."""
    with pytest.raises(ValueError, match="has"):
        write_letter(replace(LETTER, **wrong))


def test_what_was_written_is_taken_as_well_formed():
    """The carrier that keeps mail in the house finds no defect in any of it."""
    raw = write_letter(
        replace(LETTER, thread=Thread("<p@x.example>"), unsubscription=WAY, token="t")
    )
    envelope = Envelope("mira@orchard.example", LETTER.recipient_email, raw, "<a-2@salesgenix>")
    anyio.run(CapturedMail().send, envelope)


@pytest.fixture(scope="module")
def key():
    return new_key()


def test_a_signature_covers_what_a_reader_acts_on(key):
    """Every such header is in h=, those that must be single twice; the DNS record verifies it."""
    letter = replace(LETTER, thread=Thread("<p@x.example>"), unsubscription=WAY, token="t")
    raw = write_letter(letter)
    signed = Signer("orchard.example", "s1", key).sign(raw)
    assert signed.endswith(raw)
    seal = message_from_bytes(signed, policy=policy.compat32)["DKIM-Signature"]
    tags = dict(one.strip().split("=", 1) for one in seal.split(";"))
    names = tags["h"].replace("\n", "").replace(" ", "").replace("\t", "").replace("\r", "")
    covered = names.lower().split(":")
    for name in [
        "from", "to", "subject", "date", "message-id", "reply-to", "in-reply-to", "references",
        "mime-version", "content-type", "auto-submitted", "list-unsubscribe",
        "list-unsubscribe-post",
    ]:  # fmt: skip
        assert name in covered, name
    assert [covered.count(name) for name in ("from", "subject", "list-unsubscribe")] == [2, 2, 2]
    assert (tags["c"].strip(), tags["a"].strip()) == ("relaxed/relaxed", "rsa-sha256")
    asked = []

    def from_dns(name, timeout=5):
        asked.append(name.decode().rstrip("."))
        return record_text(key).encode()

    assert dkim.verify(signed, dnsfunc=from_dns)
    assert asked == [record_name("s1", "orchard.example")]
    assert not dkim.verify(signed.replace(b"Here it is", b"Here it was"), dnsfunc=from_dns)


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": b"no key"},
        {"key": b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"},
        {"domain": "orchard.example; b=x"},
        {"selector": "s\r\n1"},
        {"selector": ""},
    ],
    ids=str,
)
def test_a_key_that_cannot_sign_stops_the_mail_before_it_leaves(key, wrong):
    """Nothing goes out unsigned where it should be signed; it may be tried again when mended."""
    signer = replace(Signer("orchard.example", "s1", key), **wrong)
    with pytest.raises(SigningError):
        signer.sign(write_letter(LETTER))
    relay = SmtpMail(Relay(host="127.0.0.1", port=1, tls="none"), signer=signer)
    envelope = Envelope(
        "m@orchard.example", "c@x.example", write_letter(LETTER), "<a-2@salesgenix>"
    )
    with pytest.raises(DeliveryError) as caught:
        anyio.run(relay.send, envelope)
    assert (caught.value.code, caught.value.permanent) == ("dkim.key", False)


def test_a_domain_of_any_script_signs_as_the_dns_knows_it(key):
    """Capitals and umlauts become the name that is looked up."""
    signed = Signer("Grüße.example", "s1", key).sign(write_letter(LETTER))
    assert b" d=xn--" in signed


def test_a_key_does_not_show_itself(key):
    """Neither a log nor a traceback that prints a signer tells the key."""
    assert "PRIVATE" not in repr(Signer("orchard.example", "s1", key))
