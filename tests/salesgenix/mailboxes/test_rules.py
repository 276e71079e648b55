"""What a failed delivery says of an address, and what a mail of an answer is called."""

from datetime import UTC, datetime, timedelta

import pytest

from salesgenix.mailboxes.intake import as_bytes, as_text
from salesgenix.mailboxes.rules import (
    Severity,
    State,
    answer_subject,
    is_bare_stop,
    is_failing,
    severity_of,
    severity_of_refusal,
    state_after,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "severity"),
    [
        ("5.1.1", Severity.HARD),
        ("5.1.2", Severity.HARD),
        ("5.1.10", Severity.HARD),
        ("5.2.1", Severity.HARD),
        ("5.4.4", Severity.HARD),
        ("4.2.2", Severity.SOFT),
        ("5.2.2", Severity.SOFT),
        ("4.4.1", Severity.SOFT),
        ("5.0.0", Severity.SOFT),
        ("4.7.1", Severity.SOFT),
        ("5.1.8", Severity.OURS),
        ("5.2.3", Severity.OURS),
        ("5.3.4", Severity.OURS),
        ("5.7.1", Severity.OURS),
        ("5.7.26", Severity.OURS),
        ("5.6.0", Severity.OURS),
    ],
)
def test_a_status_blames_the_address_only_where_it_says_so(status: str, severity: Severity) -> None:
    """About the address: gone. About size, policy, content or the sender: ours. The rest: soft."""
    assert severity_of(status) is severity


def test_a_refusal_in_the_session_counts_only_for_the_recipient() -> None:
    """What was said to MAIL FROM or to the text is no fault of the address, unless it says so."""
    assert severity_of_refusal("5.1.1", of_recipient=True) is Severity.HARD
    assert severity_of_refusal("5.1.1", of_recipient=False) is Severity.HARD
    assert severity_of_refusal("5.7.1", of_recipient=True) is Severity.OURS
    assert severity_of_refusal(None, of_recipient=True) is Severity.SOFT
    assert severity_of_refusal(None, of_recipient=False) is None
    assert severity_of_refusal("4.3.2", of_recipient=False) is None


def days(*ago: float) -> list[datetime]:
    return [NOW - timedelta(days=one) for one in ago]


def test_three_soft_faults_in_a_week_are_enough() -> None:
    """Two are not, nor three of which one is older; one that arrived begins the count anew."""
    assert is_failing(days(6, 3, 0), [], now=NOW)
    assert not is_failing(days(3, 0), [], now=NOW)
    assert not is_failing(days(8, 3, 0), [], now=NOW)
    assert not is_failing(days(6, 3, 0), days(4), now=NOW)
    assert is_failing(days(6, 5, 4, 3, 0), days(5.5, 7), now=NOW)
    assert not is_failing([], [], now=NOW)


@pytest.mark.parametrize(
    ("subject", "answer"),
    [
        ("A question", "Re: A question"),
        ("Re: A question", "Re: A question"),
        ("AW: Re: WG: A question", "Re: A question"),
        ("RE[2]: A question", "Re: A question"),
        ("Regarding: prices", "Re: Regarding: prices"),
        ("a\r\nBcc: x@y.example", "Re: a Bcc: x@y.example"),
        ("", "Re:"),
    ],
)
def test_an_answer_has_the_same_subject_with_one_re(subject: str, answer: str) -> None:
    """However often it was answered or forwarded before, in whatever language."""
    assert answer_subject(subject) == answer


def test_a_bare_word_ends_all_mail() -> None:
    """Alone in a mail it means the mails; with anything beside it the talk decides."""
    assert [is_bare_stop(text) for text in ("END", "Cancel.", " cancel ")] == [True] * 3
    assert not is_bare_stop("Cancel my meeting")
    assert not is_bare_stop("")


def test_what_is_wrong_with_a_mailbox_is_told_apart() -> None:
    """A wrong password or folder is the owner's to mend; a line that broke may come back."""
    assert state_after("imap.login") is State.REFUSED
    assert state_after("imap.folder") is State.REFUSED
    assert state_after("imap.unreachable") is State.UNREACHABLE


@pytest.mark.parametrize("raw", [b"From: a\r\n\r\nHallo \xc3\xa4\r\n", b"\xff\xfe\x00binary"])
def test_a_mail_is_kept_byte_for_byte_and_readable_where_it_is_text(raw: bytes) -> None:
    """What is not UTF-8 is kept as base64."""
    assert as_bytes(as_text(raw)) == raw
