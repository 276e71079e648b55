"""Mail in both directions as a conversation of the same agent."""

from datetime import timedelta
from email.message import EmailMessage

import pytest

from agent.mailing import carry_typed
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.mailboxes import service as mailboxes
from salesgenix.mailboxes.rules import State
from tests.journeys.mail import (
    ADDRESS,
    CARLA,
    Post,
    invited,
    mailed,
    rows,
    text_of,
    withdraw_order,
    workspace,
)


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
    withdraw_order(post)
    post.write("Is there a trial?")
    post.work()
    (thread,) = post.threads()
    assert thread.messages("prospect") == ["Is there a trial?"]
    assert thread.messages("agent") == []
    assert post.sent() == []
    assert post.notes() == ["mail_waits"]
    with post.company.house.db.writing() as session:
        typed = conversations.append(
            session,
            workspace(post),
            thread.id,
            NewEvent(
                kind=EventKind.MESSAGE,
                actor=Actor.REP,
                payload={"text": "Yes, 30 days. Call me!", "member": "Ana Brandt"},
                member_id=post.company.owner,
            ),
            now=post.company.clock.now(),
        )
        carry_typed(session, thread.card(), typed, now=post.company.clock.now())
    post.work()
    (answer,) = post.sent()
    assert "Ana Brandt" in answer["From"]
    assert answer["Auto-Submitted"] is None
    assert "Yes, 30 days. Call me!" in text_of(answer)
    assert "AI" not in text_of(answer)
    (sent,) = [one for one in post.company.decisions() if one.type == "action.performed"][-1:]
    assert sent.body["facts"]["kind"] == "mail.reply"


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
