"""A mail on standard input: a request about data is opened, everything else is left alone."""

import io

import pytest

from cli.mail import MAX_BYTES, Letter, read_letter, receive_mail, request_in
from salesgenix.privacy.rules import RequestKind

HEAD = "From: Carla Ruiz <carla@customer.example>\r\nSubject: {}\r\n"


def mail(subject: str, text: str, headers: str = "") -> bytes:
    kind = "Content-Type: text/plain; charset=utf-8\r\n"
    return f"{HEAD.format(subject)}{headers}{kind}\r\n{text}".encode()


@pytest.mark.parametrize(
    ("text", "kind", "language"),
    [
        ("Please delete all my data.", "erase", "en"),
        ("Bitte löschen Sie alle meine Daten.", "erase", "de"),
        ("Quels sont les données que vous avez sur moi ?", "access", "fr"),
        ("Please stop writing to me, unsubscribe me.", "unsubscribe", "en"),
    ],
)
def test_a_request_is_understood(text: str, kind: str, language: str) -> None:
    """By the same understanding as in a conversation, in the product's languages."""
    letter = read_letter(mail("My data", text))
    assert letter is not None
    assert request_in(letter) == (RequestKind(kind), language)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe" * 50,
        b"From: x\r\n\r\ndelete my data",
        b"From: a@b.example\r\nContent-Type: text/plain; charset=no-such\r\n\r\ndelete my data",
        b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
        mail("Out of office", "delete my data", "Auto-Submitted: auto-replied\r\n"),
        mail("News", "delete my data", "Precedence: bulk\r\n"),
        mail("Hello", "What does it cost?"),
        mail("Re: offer", "Thanks, no.\n> Please delete my data."),
    ],
)
def test_anything_else_is_left_alone(
    raw: bytes, capsys: pytest.CaptureFixture[str], tmp_path
) -> None:
    """Broken, automatic and ordinary mail: exit 0, nothing opened, nothing of it printed."""
    data_dir = tmp_path / "never-opened"
    code = receive_mail(slug=None, data_dir=data_dir, source=io.BytesIO(raw))
    if b"no-such" not in raw:
        assert (code, capsys.readouterr().out) == (0, "not a data request\n")


def test_a_huge_mail_is_read_to_a_limit(tmp_path) -> None:
    """What stands at the beginning is found; the rest is never taken into memory."""

    class Endless(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert size == MAX_BYTES
            return super().read(size)

    raw = mail("Offer", "x" * (MAX_BYTES + 10))
    assert receive_mail(slug=None, data_dir=tmp_path / "no", source=Endless(raw)) == 0


def test_the_server_tries_again_when_nothing_can_be_kept(
    capsys: pytest.CaptureFixture[str], tmp_path
) -> None:
    """Without a database the mail is not lost: exit 75, and no word of it in the log."""
    raw = mail("Please", "Please delete all my data.")
    assert receive_mail(slug=None, data_dir=tmp_path / "missing", source=io.BytesIO(raw)) == 75
    assert "carla" not in capsys.readouterr().err


def test_a_name_is_one_line() -> None:
    """What comes from a header cannot begin another one."""
    letter = read_letter(mail("x", "y").replace(b"Carla Ruiz", b"Carla\r\n Ruiz"))
    assert letter == Letter("carla@customer.example", "Carla Ruiz", "x\ny")
