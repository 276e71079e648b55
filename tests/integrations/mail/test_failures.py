"""What comes back: failed deliveries, complaints, and answers to invitations."""

from datetime import UTC, datetime

import pytest

from integrations.email.reading import read_mail
from salesgenix.mailboxes.ports import Failure, MeetingReply

OURS = "<a-1@orchard.example>"
RETURNED = f"""--b
Content-Type: message/rfc822

From: mira@orchard.example
To: carla@nordhalle.example
Message-ID: {OURS}
Subject: Your offer

Hello
--b--
"""


def report(sort, part, returned=RETURNED):
    return (
        f"From: MAILER-DAEMON@mx.example\r\nReturn-Path: <>\r\nMessage-ID: <d@mx.example>\r\n"
        f"Content-Type: multipart/report; report-type={sort}; boundary=b\r\n\r\n"
        f"--b\nContent-Type: text/plain\n\nSorry.\n{part}\n{returned}"
    ).encode()


def status(*fields, head="Reporting-MTA: dns; mx.example"):
    return f"--b\nContent-Type: message/delivery-status\n\n{head}\n\n" + "\n\n".join(fields) + "\n"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            "Final-Recipient: rfc822; Carla@Nordhalle.example\nAction: failed\nStatus: 5.1.1",
            Failure("carla@nordhalle.example", "5.1.1", "failed", OURS),
        ),
        (
            "Original-Recipient: rfc822;carla@nordhalle.example\n"
            "Final-Recipient: rfc822;cb@inner.example\nAction: failed\nStatus: 5.2.2 (full)",
            Failure("carla@nordhalle.example", "5.2.2", "failed", OURS),
        ),
        (
            "Final-Recipient: rfc822; <carla@nordhalle.example>\nAction: delayed\n"
            "Diagnostic-Code: smtp; 451 try later",
            Failure("carla@nordhalle.example", "4.0.0", "delayed", OURS),
        ),
        (
            "Final-Recipient: utf-8; o'brien@nordhalle.example\nAction: failed (no such user)",
            Failure("o'brien@nordhalle.example", "5.0.0", "failed", OURS),
        ),
    ],
)
def test_a_delivery_status_names_address_status_and_mail(fields, expected):
    """RFC 3464: whom it did not reach, why, and by the Message-ID which mail of ours it was."""
    mail = read_mail(report("delivery-status", status(fields)))
    assert mail.failures == (expected,)
    assert mail.auto is not None
    assert not mail.is_complaint


def test_several_recipients_are_several_failures():
    """Each group of fields is read; one without an address or an action is left."""
    fields = [
        f"Final-Recipient: rfc822; {name}@x.example\nAction: failed\nStatus: 5.1.{at}"
        for at, name in enumerate(("a", "b"))
    ]
    mail = read_mail(report("delivery-status", status(*fields, "Status: 5.0.0")))
    assert [one.recipient for one in mail.failures] == ["a@x.example", "b@x.example"]


def test_only_the_head_of_the_mail_may_come_back():
    """``text/rfc822-headers`` tells the Message-ID as well; without either it is not known."""
    fields = "Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1"
    head = f"--b\nContent-Type: text/rfc822-headers\n\nSubject: x\nMessage-ID: {OURS}\n\n--b--\n"
    assert (
        read_mail(report("delivery-status", status(fields), head)).failures[0].original_id == OURS
    )
    assert read_mail(report("delivery-status", status(fields), "")).failures[0].original_id is None


QMAIL = f"""From: MAILER-DAEMON@mx.example
Subject: failure notice
Return-Path: <>

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<Carla@nordhalle.example>:
192.0.2.1 does not like recipient.
Remote host said: 550 #5.1.1 no such user

--- Below this line is a copy of the message.

Return-Path: <mira@orchard.example>
Message-ID: {OURS}
From: mira@orchard.example
"""
EXIM = f"""From: Mail Delivery System <Mailer-Daemon@mx.example>
X-Failed-Recipients: carla@nordhalle.example
Auto-Submitted: auto-replied
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

  carla@nordhalle.example
    550 5.1.1 No such user here

------ This is a copy of the message, including all the headers. ------

Message-ID: {OURS}
From: mira@orchard.example
"""


@pytest.mark.parametrize("raw", [QMAIL, EXIM], ids=["qmail", "exim"])
def test_two_old_forms_are_read(raw):
    """qmail and Exim write no report, but always the same words."""
    failures = read_mail(raw.encode()).failures
    assert failures == (Failure("carla@nordhalle.example", "5.1.1", "failed", OURS),)


def test_a_person_who_writes_about_a_failure_reports_none():
    """Talk of bounces, and a notification that is passed on, suppress nobody."""
    body = QMAIL.partition("\n\n")[2]
    part = status("Final-Recipient: rfc822; ben@x.example\nAction: failed\nStatus: 5.1.1")
    passed_on = f"From: carla@x.example\nContent-Type: multipart/mixed; boundary=b\n\n{part}--b--\n"
    for raw in (
        "From: carla@x.example\nSubject: failure notice\n\n550 5.1.1 for ben@x.example?\n",
        f"From: carla@x.example\nSubject: Fwd: failure notice\n\n{body}",
        passed_on,
    ):
        assert read_mail(raw.encode()).failures == ()


def test_a_complaint_names_who_complained_and_about_what():
    """RFC 5965: the address our mail went to and its Message-ID; "not spam" is no complaint."""
    part = (
        "--b\nContent-Type: message/feedback-report\n\n"
        "Feedback-Type: {}\nUser-Agent: x/1\nVersion: 1\n"
        "Original-Rcpt-To: <carla@nordhalle.example>\n"
    )
    mail = read_mail(report("feedback-report", part.format("abuse")))
    assert mail.is_complaint
    assert mail.failures == (Failure("carla@nordhalle.example", "abuse", "complaint", OURS),)
    kind = read_mail(report("feedback-report", part.format("not-spam")))
    assert (kind.is_complaint, kind.failures) == (False, ())


def test_a_complaint_may_tell_the_address_only_in_the_mail_it_brings():
    """Where the report leaves it out, the recipient of the mail of ours is taken."""
    part = "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n"
    mail = read_mail(report("feedback-report", part))
    assert mail.failures == (Failure("carla@nordhalle.example", "abuse", "complaint", OURS),)


REPLY = """BEGIN:VCALENDAR
PRODID:-//X//Y//EN
VERSION:2.0
METHOD:REPLY
BEGIN:VEVENT
UID:7f@salesgenix
SEQUENCE:2
DTSTAMP:20261123T091400Z
DTSTART;TZID=Eastern Standard Time:20261124T100000
ATTENDEE;PARTSTAT=DECLINED;CN=Carla:mailto:Carla@nordhalle.example
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


@pytest.mark.parametrize(
    "head",
    [
        "Content-Type: text/calendar; method=REPLY; charset=utf-8",
        "Content-Type: application/octet-stream; name=reply.ics\n"
        "Content-Disposition: attachment; filename=reply.ics",
    ],
    ids=["part", "attachment"],
)
def test_an_answer_to_an_invitation_is_read(head):
    """UID, attendee, answer, sequence and time, as part or attachment, in a zone of Microsoft's."""
    raw = (
        f"From: carla@nordhalle.example\nMIME-Version: 1.0\n"
        f"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nNo.\n"
        f"--b\n{head}\n\n{REPLY}\n--b--\n"
    )
    at = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
    expected = MeetingReply("7f@salesgenix", "carla@nordhalle.example", "DECLINED", 2, at)
    assert read_mail(raw.encode()).reply == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("METHOD:REPLY", "METHOD:REQUEST"),
        ("UID:7f@salesgenix", "X-A:b"),
        ("ATTENDEE;", "X-B;"),
        ("PARTSTAT=DECLINED;", ""),
        ("BEGIN:VEVENT", "BEGIN:VNOTHING"),
    ],
)
def test_what_answers_nothing_is_no_answer(old, new):
    """Another method, no UID, no attendee, or a broken calendar: the mail is read without it."""
    head = "From: c@x.example\nContent-Type: text/calendar\n\n"
    mail = read_mail((head + REPLY.replace(old, new)).encode())
    assert mail.sender == "c@x.example"
    assert mail.reply is None
