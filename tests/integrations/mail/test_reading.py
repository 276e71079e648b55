"""A mail from outside becomes plain facts, however it was made."""

import time
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.email.reading import Unreadable, read_mail

HEAD = (
    b"From: =?utf-8?q?Brandt=2C_Carla?= <Carla@Nordhalle.Example>\r\n"
    b"Delivered-To: Mira+T0K@Orchard.example\r\n"
    b"To: Mira <mira@orchard.example>, <ben@x.example>\r\n"
    b"Subject: =?utf-8?b?R3LDvMOfZQ==?=\r\n =?iso-8859-1?q?_zur=FCck?=\r\n"
    b"Message-ID: <c-1@nordhalle.example>\r\nIn-Reply-To: <a-1@orchard.example>\r\n"
    b"References: <a-0@orchard.example>\r\n <a-1@orchard.example>\r\n"
    b"Date: Mon, 23 Nov 2026 10:14:00 +0100\r\n"
)


def test_the_head_is_read():
    """Who, to which address of ours, about what, in answer to what, and when."""
    mail = read_mail(HEAD + b"\r\nJa.\r\n")
    assert (mail.sender, mail.sender_name) == ("carla@nordhalle.example", "Brandt, Carla")
    assert mail.recipients == ("mira+T0K@orchard.example", "mira@orchard.example", "ben@x.example")
    assert mail.subject == "Grüße zurück"
    assert mail.message_id == "<c-1@nordhalle.example>"
    assert mail.in_reply_to == "<a-1@orchard.example>"
    assert mail.references == ("<a-0@orchard.example>", "<a-1@orchard.example>")
    assert mail.sent_at == datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
    assert (mail.text, mail.auto, mail.failures, mail.reply) == ("Ja.", None, (), None)


def test_text_is_taken_before_html_and_attachments_are_named_alone():
    """What a mail carries is listed by name, without a path, and never becomes text."""
    message = EmailMessage()
    message["From"] = "carla@nordhalle.example"
    message.set_content("The plain one.")
    message.add_alternative("<p>The other one.</p>", subtype="html")
    message.add_attachment("not for reading", filename="../../etc/notes.txt")
    message.add_attachment(b"MZ", maintype="application", subtype="x-exe", filename="b.exe")
    mail = read_mail(message.as_bytes().replace(b"b.exe", b"a\r\n b.exe"))
    assert mail.whole == "The plain one."
    assert mail.attachments[0] == "notes.txt"
    assert len(mail.attachments) == 2
    assert not any("\n" in name for name in mail.attachments)


def test_a_mail_without_an_id_is_known_again():
    """Equal bytes give an equal id, other bytes another."""
    raw = b"From: carla@nordhalle.example\r\n\r\nJa."
    assert read_mail(raw).message_id == read_mail(raw).message_id
    assert read_mail(raw).message_id != read_mail(raw + b"!").message_id


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        (b"Content-Type: text/plain; charset=utf-8", b"Gr\xfc\xdfe", "Grüße"),
        (b"Content-Type: text/plain; charset=klingon", "Grüße".encode(), "Grüße"),
        (b"Content-Type: text/plain; charset*=x''%ff", b"Gr\xfc\xdfe", "Grüße"),
        (b"Content-Type: text/plain; charset=punycode", b"Hallo", "Hallo"),
        (b"Content-Type: text/plain; charset=utf-16", "Grüße".encode("utf-16"), "Grüße"),
        (b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64", b"SGFsbG8", "Hallo"),
        (b"Content-Type: multipart/mixed", b"no boundary was told", "no boundary was told"),
        (b"Content-Type: text/plain", b"a\x00b\x1bc\r\nd", "abc\nd"),
        (b"Content-Type: ;;;=", b"Hallo", "Hallo"),
    ],
)
def test_what_is_broken_is_read_as_far_as_it_goes(head, body, text):
    """Wrong or invented charsets, cut encodings and control signs cost no words."""
    assert read_mail(HEAD + head + b"\r\n\r\n" + body).text == text


def nested(depth):
    inner = b"Content-Type: text/plain\r\n\r\ndeep\r\n"
    for at in range(depth):
        inner = (
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at)
            + inner
            + b"\r\n--b%d--\r\n" % at
        )
    return HEAD + inner


def test_bombs_are_read_in_seconds():
    """Ten megabytes, a million headers, parts or elements: bounded, and never an error."""
    page = HEAD + b"Content-Type: text/html\r\n\r\n"
    began = time.monotonic()
    assert read_mail(nested(50)).text == "deep"
    for raw in (
        nested(1_000),
        HEAD + b"\r\n" + b"On Am Le " * 1_000_000,
        page + b"<div>" * 500_000,
        page + b"<blockquote>x" * 50_000,
        b"X: y\r\n" * 500_000 + HEAD + b"\r\nhi",
        b"References: " + b"<a@b> " * 300_000 + b"\r\n" + HEAD + b"\r\nhi",
        HEAD
        + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        + b"--x\r\n\r\nhi\r\n" * 100_000,
        b"From: " + b"(" * 100_000 + b'"\\' * 10_000 + b"\r\nSubject: " + b"=?utf-8?q?" * 9_999,
    ):
        assert len(read_mail(raw + b"\r\n\r\n").whole) <= 200_000
    assert time.monotonic() - began < 15


@pytest.mark.parametrize("raw", [b"", b"\x00" * 500, b"\r\n\r\n  "])
def test_nothing_is_unreadable(raw):
    """Where there is nothing at all, that is said by the one error there is."""
    with pytest.raises(Unreadable):
        read_mail(raw)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 700), st.binary(max_size=8))
def test_no_bytes_raise_another_error(noise, at, patch):
    """Any bytes, and any damage to a good mail, give a mail or ``Unreadable``."""
    good = HEAD + b"Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n\r\nJa\r\n--q--\r\n"
    for raw in (noise, good[:at] + patch + good[at + len(patch) :], HEAD + noise):
        try:
            mail = read_mail(raw)
        except Unreadable:
            continue
        assert "\x00" not in mail.whole + mail.subject + mail.sender_name
        mail.text.encode("utf-8")
