"""Mail in both directions as a conversation of the same agent."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlmodel import select

from salesgenix.actions import service as actions
from salesgenix.actions.ports import DeliveryError, Envelope
from salesgenix.actions.service import Proposed
from salesgenix.authority.rules import ActionKind
from salesgenix.conversations.rules import EventKind
from salesgenix.instructions import service as instructions
from salesgenix.kit.errors import NotFound
from salesgenix.leads import service as leads
from salesgenix.mailboxes import service as mailboxes
from salesgenix.mailboxes import stopping
from salesgenix.mailboxes.models import MailMessage
from salesgenix.mailboxes.rules import State
from salesgenix.privacy import service as privacy
from tests.journeys.company import Company, Thread
from tests.journeys.mail import ADDRESS, CARLA, Post, open_post, text_of, workspace


@pytest.fixture
def post(company: Company) -> Post:
    return open_post(company)


def invited(post: Post) -> tuple[Thread, EmailMessage]:
    """A chat that came to a meeting, and the invitation that has left."""
    thread = post.company.open_thread()
    thread.book()
    post.company.rounds.run()
    return thread, post.sent()[-1]


def mailed(post: Post) -> tuple[Thread, EmailMessage]:
    """A chat and a mail of ours that has left for it, without a word of the agent's."""
    company, thread = post.company, post.company.open_thread()
    with company.house.db.writing() as session:
        card, now = thread.card(), company.clock.now()
        known = {"email": CARLA, "name": "Carla Moreno"}
        for field, value in known.items():
            leads.learn(
                session,
                workspace(post),
                card.lead_id,
                field,
                value=value,
                quote=None,
                source="message:1",
                now=now,
            )
        wanted = Proposed(
            kind=ActionKind.MAIL_TRANSCRIPT,
            arguments={"email": CARLA},
            conversation_id=thread.id,
            lead_id=card.lead_id,
            subject_ref=card.subject_ref,
            idempotency_key=str(thread.id),
        )
        actions.propose(session, workspace(post), wanted, now=now)
    company.rounds.settle()
    return thread, post.sent()[-1]


def is_stopped(post: Post, address: str = CARLA) -> bool:
    with post.company.house.db.reading() as session:
        return privacy.is_suppressed(session, workspace(post), email=address)


def rows(post: Post, direction: str) -> list[MailMessage]:
    with post.company.house.db.reading() as session:
        query = select(MailMessage).where(
            MailMessage.workspace_id == workspace(post), MailMessage.direction == direction
        )
        return list(session.exec(query).all())


def test_an_answer_to_an_invitation_goes_on_with_the_chat(post: Post) -> None:
    """Chat, invitation, reply by mail: one conversation, answered in the thread it came in, by an
    action of its own, from the mailbox, marked as automatic and with a way out.
    """
    thread, invitation = invited(post)
    asked = post.write(
        "How much is it for 20 technicians?\r\n\r\nOn Monday Mira wrote:\r\n> It is booked",
        answers=invitation["Message-ID"],
        subject="AW: Demo",
    )
    post.work()
    assert [one.id for one in post.threads()] == [thread.id]
    (heard,) = [event for event in thread.events() if event.payload.get("via") == "mail"]
    assert heard.payload["text"] == "How much is it for 20 technicians?"
    assert heard.payload["subject"] == "AW: Demo"
    answer = post.sent()[-1]
    assert "780 EUR" in thread.messages("agent")[-1]
    assert thread.messages("agent")[-1] in text_of(answer)
    assert "booked" not in text_of(answer)
    assert answer["In-Reply-To"] == asked
    assert answer["References"].split() == [invitation["Message-ID"], asked]
    assert (answer["Subject"], answer["To"]) == ("Re: Demo", f"Carla Moreno <{CARLA}>")
    assert answer["Auto-Submitted"] == "auto-replied"
    assert ADDRESS.split("@")[0] in answer["From"]
    assert "AI assistant" in text_of(answer)
    assert thread.actions()["mail.reply"].state == "done"
    again = post.write("And for 30?", answers=answer["Message-ID"])
    post.work()
    assert post.sent()[-1]["In-Reply-To"] == again
    assert len(post.threads()) == 1


def test_a_stolen_message_id_opens_nobodys_conversation(post: Post) -> None:
    """Who knows the Message-ID and the tagged address, but is not the person, gets a conversation
    of their own; nothing of the first is in the answer, and the person sees nothing of it.
    """
    thread, invitation = mailed(post)
    post.write(
        "When is my meeting, and with whom?",
        sender="Eve <eve@else.example>",
        to=str(invitation["Reply-To"]),
        answers=invitation["Message-ID"],
        subject="Re: Demo",
    )
    post.work()
    first, second = post.threads()
    assert first.id == thread.id
    assert not [event for event in first.events() if event.payload.get("via")]
    assert second.card().channel == "mail"
    answer = post.sent()[-1]
    assert "eve@else.example" in answer["To"]
    assert "Carla" not in text_of(answer)


def test_the_subject_alone_joins_nothing(post: Post) -> None:
    """The same person, the same subject, no thread: a conversation of its own."""
    _, invitation = mailed(post)
    post.write("Is there a trial?", subject=f"Re: {invitation['Subject']}")
    assert len(post.threads()) == 2


def test_the_tagged_address_is_enough_for_the_person(post: Post) -> None:
    """A client that drops the thread's headers still answers to the address we gave."""
    thread, invitation = mailed(post)
    post.write("Is there a trial?", to=str(invitation["Reply-To"]))
    assert [one.id for one in post.threads()] == [thread.id]


def test_a_mail_is_taken_in_once(post: Post) -> None:
    """Read again, numbered anew by the server or sent twice: one message and one answer."""
    post.write("Is there a trial?")
    post.work()
    raw = post.hole.mails[0]
    post.put(raw)
    post.hole.validity += 1
    post.read()
    post.work()
    (thread,) = post.threads()
    assert thread.messages("prospect") == ["Is there a trial?"]
    assert len(post.sent()) == 1
    assert len(rows(post, "in")) == 1


def test_a_crash_in_between_loses_and_doubles_nothing(post: Post) -> None:
    """When the guard cannot answer the mail waits; then it is taken in, in one conversation."""
    guard = post.reading.guard

    class Broken:
        def inbound(self, text: str, **how: object) -> object:
            raise RuntimeError("no guard")

    object.__setattr__(post.reading, "guard", Broken())
    post.write("Is there a trial?")
    (thread,) = post.threads()
    assert thread.messages("prospect") == []
    object.__setattr__(post.reading, "guard", guard)
    post.read()
    assert [one.id for one in post.threads()] == [thread.id]
    assert thread.messages("prospect") == ["Is there a trial?"]
    assert post.read() == 0


def test_without_an_order_nobody_is_answered(post: Post) -> None:
    """The mail stands in the inbox for the team, no turn is owed, and nothing leaves; what a member
    types is their own word and leaves, in their name.
    """
    company = post.company
    with company.house.db.writing() as session:
        (order,) = [
            card
            for card in instructions.listing(session, workspace(post), now=company.clock.now())
            if card.key == "answer-mails"
        ]
        instructions.revoke(
            session, workspace(post), order.id, by=company.owner, now=company.clock.now()
        )
    post.write("Is there a trial?")
    post.work()
    (thread,) = post.threads()
    assert thread.messages("prospect") == ["Is there a trial?"]
    assert thread.messages("agent") == []
    assert post.sent() == []
    assert "mail_waits" in post.notes()


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.lumen.example>"},
        {"X_Auto_Response_Suppress": "All"},
    ],
)
def test_a_machine_gets_no_answer(post: Post, headers: dict[str, str]) -> None:
    """It is kept with the conversation and answered by nobody; one that belongs to no conversation
    opens none.
    """
    thread, invitation = mailed(post)
    post.write("I am away.", answers=invitation["Message-ID"], **headers)
    post.write("Buy now.", sender="news@shop.example", **headers)
    post.work()
    assert [one.id for one in post.threads()] == [thread.id]
    assert len(post.sent()) == 1
    assert [row.kind for row in rows(post, "in")] == ["auto_reply"]


def test_two_machines_fall_silent(post: Post) -> None:
    """One that does not say it is a machine and always writes the same gets one answer."""
    first = post.write("Thank you for your mail. We will come back to you.")
    for _ in range(6):
        post.work()
        post.write(
            "Thank you for your mail.  We will come back to you.",
            answers=post.sent()[-1]["Message-ID"] if post.sent() else first,
        )
    post.work()
    assert len(post.sent()) == 1
    assert "mail_loop" in post.notes()


def test_no_more_than_four_automatic_answers_in_an_hour(post: Post) -> None:
    """Then a person is asked, and the next hour goes on."""
    for count in range(6):
        post.write(f"How much is it for {count + 20} technicians?", to=ADDRESS, subject="Prices",
                   answers=post.sent()[-1]["Message-ID"] if post.sent() else None)  # fmt: skip
        post.work()
    assert len(post.threads()) == 1
    assert len(post.sent()) == 4
    assert "mail_loop" in post.notes()
    post.company.clock.set(post.company.clock.now() + timedelta(hours=1, minutes=1))
    post.write("How much is it for 99 technicians?", answers=post.sent()[-1]["Message-ID"])
    post.work()
    assert len(post.sent()) == 5


def test_our_own_addresses_are_nobodys_conversation(post: Post) -> None:
    """Neither the mailbox itself nor a member of the team is a prospect."""
    post.write("Hello", sender=ADDRESS)
    post.write("Hello", sender="ben@tendralis.example")
    post.write("Hello", sender="mira+x@tendralis.example")
    assert post.threads() == []


def test_what_lay_there_before_is_left_alone(post: Post) -> None:
    """A mail from before the mailbox was ours opens nothing; a late one is for the team."""
    with_date = "Mon, 01 Jun 2026 09:00:00 +0000"
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"], mail["Date"] = CARLA, ADDRESS, "<a@b>", with_date
    mail.set_content("Is there a trial?")
    post.put(mail.as_bytes())
    assert post.threads() == []
    post.company.clock.set(post.company.clock.now() + timedelta(days=9))
    mail.replace_header("Message-ID", "<c@d>")
    mail.replace_header("Date", "Tue, 24 Nov 2026 09:00:00 +0000")
    post.put(mail.as_bytes())
    post.work()
    (thread,) = post.threads()
    assert thread.messages("agent") == []


def test_what_is_no_mail_holds_nothing_up(post: Post) -> None:
    """The mails behind it are read."""
    post.put(b"\x00\x00")
    post.write("Is there a trial?")
    assert len(post.threads()) == 1


def test_a_mailbox_tells_the_truth(post: Post) -> None:
    """A refusal is shown with its code and not tried again by itself; a broken line is."""
    company = post.company
    for trouble, state in (("imap.unreachable", State.UNREACHABLE), ("imap.login", State.REFUSED)):
        post.hole.trouble = trouble
        post.read()
        with company.house.db.reading() as session:
            box = mailboxes.card(session, workspace(post))
        assert (box.state, box.error_code) == (state, trouble)
    post.hole.trouble = None
    post.write("Is there a trial?")
    assert post.threads() == []  # refused: the owner has to mend it first


def test_a_stop_by_mail_holds_at_once(post: Post) -> None:
    """In the person's own words: suppressed, what is queued never leaves, and nothing is sent to
    confirm it.
    """
    _, invitation = mailed(post)
    post.write("Is there a trial?", answers=invitation["Message-ID"])
    post.write("Please leave me alone, stop writing to me.", answers=invitation["Message-ID"])
    post.work()
    assert is_stopped(post)
    assert len(post.sent()) == 1
    post.write("Hello?", answers=invitation["Message-ID"])
    post.work()
    assert len(post.sent()) == 1


def test_the_mail_beside_the_link_ends_it_too(post: Post) -> None:
    """Whoever sends it and whatever it says; a token that is not ours changes nothing."""
    _, invitation = mailed(post)
    ways = str(invitation["List-Unsubscribe"])
    address = ways.partition("mailto:")[2].partition("?")[0]
    assert address.startswith("mira+stop-")
    post.write(
        "x", sender="relay@else.example", to=address[:-1] + "@", Auto_Submitted="auto-generated"
    )
    post.write("x", to=f"mira+stop-{'a' * 34}@tendralis.example")
    assert not is_stopped(post)
    post.write("x", sender="relay@else.example", to=address, Auto_Submitted="auto-generated")
    assert is_stopped(post)


def test_unsubscribing_is_one_post(post: Post) -> None:
    """GET, however often, changes nothing; POST as RFC 8058 says, with no cookie: suppressed at
    once, again the same; what is queued never leaves; the link lasts; another workspace's person is
    left alone; an unknown link says so.
    """
    thread, invitation = mailed(post)
    assert invitation["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = str(invitation["List-Unsubscribe"]).partition("<")[2].partition(">")[0]
    assert url.startswith("https://sales.tendralis.example/u/")
    assert url in text_of(invitation)
    place = url.removeprefix("https://sales.tendralis.example")
    body = {"List-Unsubscribe": "One-Click"}
    with post.company.served() as client:
        for _ in range(3):
            page = client.get(place, headers={"Accept-Language": "de"})
            assert page.status_code == 200
            assert "Keine Mails mehr von Tendralis?" in page.text
        assert not is_stopped(post)
        post.company.clock.set(post.company.clock.now() + timedelta(days=60))
        post.write("Is there a trial?", answers=invitation["Message-ID"])
        for _ in range(2):
            done = client.post(place, data=body, follow_redirects=False)
            assert done.status_code == 200
            assert not done.cookies
        assert is_stopped(post)
        assert client.get("/u/nothing").status_code == 404
        assert client.post("/u/nothing", data=body).status_code == 404
    post.work()
    assert len(post.sent()) == 1
    stops = [event for event in thread.events() if event.kind is EventKind.CONTACT_SUPPRESSED]
    assert len(stops) == 1
    with post.company.house.db.reading() as session, pytest.raises(NotFound):
        stopping.workspace_of(session, "nothing")


def bounce(original: str, status: str, *, action: str = "failed", to: str = ADDRESS) -> bytes:
    """A report as postfix writes it."""
    return (
        f"From: MAILER-DAEMON@mx.lumen.example\r\nTo: {to}\r\nSubject: Undelivered\r\n"
        f"Auto-Submitted: auto-replied\r\nMessage-ID: <{status}.{action}.{hash(original)}@mx>\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        f"Final-Recipient: rfc822; {CARLA}\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {original}\r\n\r\nx\r\n--b--\r\n"
    ).encode()


def test_an_address_that_does_not_exist_is_written_to_no_more(post: Post) -> None:
    """By the report's original Message-ID: suppressed, the team told, what is queued never leaves;
    a new address of the same person is fine.
    """
    thread, invitation = mailed(post)
    post.write("Is there a trial?", answers=invitation["Message-ID"])
    post.put(bounce(str(invitation["Message-ID"]), "5.1.1"))
    post.work()
    assert is_stopped(post)
    assert len(post.sent()) == 1
    assert "address_gone" in post.notes()
    (failed,) = [one for one in post.company.decisions() if one.type == "mail.failed"]
    assert failed.body["reasons"] == ["address_gone"]
    assert not is_stopped(post, "carla@other.example")
    assert thread.actions()["mail.reply"].state == "refused" or "mail.reply" not in thread.actions()


def test_a_report_finds_its_mail_by_the_address_it_came_to(post: Post) -> None:
    """Where the original is cut off, the tagged sender (VERP) says which mail it was."""
    _, invitation = mailed(post)
    post.put(bounce("<none@else.example>", "5.1.1", to=str(invitation["Reply-To"])))
    assert is_stopped(post)


@pytest.mark.parametrize(
    ("original", "status", "action"),
    [("<forged@tendralis.example>", "5.1.1", "failed"), ("", "5.1.1", "delayed"),
     ("", "5.7.1", "failed"), ("", "5.3.4", "failed"), ("", "4.2.2", "failed")],
)  # fmt: skip
def test_what_does_not_blame_the_address_stops_nothing(
    post: Post, original: str, status: str, action: str
) -> None:
    """A forged report, a delay, a policy, a size, a first full mailbox."""
    _, invitation = mailed(post)
    post.put(bounce(original or str(invitation["Message-ID"]), status, action=action))
    assert not is_stopped(post)


class Refusing:
    """A relay that takes the first ``good`` mails and then refuses each."""

    name = "refusing"

    def __init__(self, *, good: int, error: DeliveryError) -> None:
        self.good, self.error = good, error

    async def send(self, envelope: Envelope) -> None:
        self.good -= 1
        if self.good < 0:
            raise self.error


def test_a_refusal_in_the_session_ends_in_the_same_place(post: Post) -> None:
    """5.1.1 at RCPT: the address is suppressed in the transaction that ends the attempt."""
    error = DeliveryError("smtp.550", permanent=True, status="5.1.1", recipient_refused=True)
    carrier = Refusing(good=0, error=error)
    post.company.rounds = replace(post.company.rounds, carrier=carrier)
    thread = post.company.open_thread()
    thread.book()
    post.company.rounds.run()
    assert thread.actions()["mail.invitation"].state == "failed"
    assert is_stopped(post)


def test_a_complaint_is_for_good(post: Post) -> None:
    """An abuse report (RFC 5965) about a mail of ours stops all contact with the person."""
    thread, invitation = mailed(post)
    report = (
        "From: abuse@isp.example\r\nTo: mira@tendralis.example\r\nSubject: abuse\r\n"
        "Message-ID: <arf@isp.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSpam.\r\n"
        "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n"
        "User-Agent: isp/1\r\nVersion: 1\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        f"Message-ID: {invitation['Message-ID']}\r\nTo: {CARLA}\r\n\r\nx\r\n--b--\r\n"
    )
    post.put(report.encode())
    assert is_stopped(post)
    with post.company.house.db.reading() as session:
        found = actions.actions_of(session, workspace(post), thread.id)
    (stop,) = [card for card in found if card.kind == "contact.suppress"]
    assert stop.arguments["reason"] == "complaint"
