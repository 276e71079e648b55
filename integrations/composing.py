"""What a mail of ours says, written from what is true at that moment.

The worker writes it so at the last moment; the console shows it so to who has to approve it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlmodel import Session

from integrations.calendar.invitation import Meeting, Method, Party, compose_mail, compose_reminder
from integrations.email.letter import (
    NO_WAY_BACK,
    Back,
    House,
    Letter,
    Thread,
    Unsubscription,
    tagged,
    traced,
    words_of,
    write_letter,
)
from integrations.email.notice import Notice, compose_notice
from integrations.email.transcript import Line, Reader, compose_transcript
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Profile
from salesgenix.actions.ports import Envelope
from salesgenix.actions.rules import (
    MeetingMail,
    NoticeMail,
    ReminderMail,
    ReplyMail,
    TranscriptMail,
    checked_arguments,
)
from salesgenix.appointments import links
from salesgenix.appointments import service as appointments
from salesgenix.appointments.links import Purpose
from salesgenix.appointments.rules import State
from salesgenix.authority.rules import OF_THE_HOUSE, ActionKind
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.kit.errors import Conflict
from salesgenix.leads import service as leads
from salesgenix.mailboxes import marking, sending
from salesgenix.mailboxes.sending import Return

PAGE = 500


class Mail(Protocol):
    """The action whose mail it is: claimed, or looked at by a person who has to approve it."""

    @property
    def workspace_id(self) -> UUID: ...
    @property
    def action_id(self) -> UUID: ...
    @property
    def kind(self) -> ActionKind: ...
    @property
    def arguments(self) -> dict[str, Any]: ...
    @property
    def conversation_id(self) -> UUID | None: ...
    @property
    def lead_id(self) -> UUID | None: ...


@dataclass(frozen=True, slots=True)
class _Post:
    """Everything a mail of ours needs to know, gathered once."""

    claim: Mail
    profile: Profile
    language: str
    zone: str
    now: datetime
    home: Return
    public_url: str | None

    @property
    def sender(self) -> str:
        """The mailbox, where there is one: that is where an answer comes in."""
        return self.home.address or self.profile.sender_email

    @property
    def is_of_the_house(self) -> bool:
        return self.claim.kind in OF_THE_HOUSE

    @property
    def envelope_sender(self) -> str:
        """Where it comes back to if it does not arrive: the address says which mail it was."""
        if self.home.tag is None or self.home.address is None or self.is_of_the_house:
            return self.sender
        return tagged(self.home.address, self.home.tag)

    @property
    def back(self) -> Back:
        """A letter of the house is owed: it asks for no answer and nobody can stop it."""
        if self.is_of_the_house:
            return NO_WAY_BACK
        way = None
        if self.public_url is not None:
            is_tagged = self.home.address is not None and self.home.tag is not None
            address = (
                tagged(str(self.home.address), f"{marking.STOP}{self.home.tag}")
                if is_tagged
                else None
            )
            way = Unsubscription(f"{self.public_url}/u/{self.home.stop}", address)
        return Back(self.home.tag, way)

    def link(self, session: Session, appointment_id: UUID, purpose: Purpose) -> str | None:
        """Where the guest acts on their meeting themselves."""
        if self.public_url is None:
            return None
        token = links.token_of(session, self.claim.workspace_id, appointment_id, purpose)
        return f"{self.public_url}/m/{token}"

    @property
    def message_id(self) -> str:
        """From the action's id: however often it is tried, it is the same message."""
        domain = self.sender.rpartition("@")[2]
        return f"<{self.claim.action_id}@{domain}>"

    @property
    def house(self) -> House:
        profile = self.profile
        return House(
            company=profile.company,
            agent=profile.agent_name,
            site=profile.site,
            sender_email=self.sender,
            postal_address=profile.postal_address,
            privacy_url=profile.privacy_url,
        )


def compose(
    session: Session, claim: Mail, *, now: datetime, public_url: str | None = None
) -> Envelope:
    """The mail of an action. ``Conflict`` when what it is about has changed since. ``public_url``:
    where the links in it lead; without one there are none.
    """
    profile = accounts.profile_of(session, claim.workspace_id).profile
    home = sending.way_back(session, claim.workspace_id, claim.action_id)
    if not (home.address or profile.sender_email):
        raise Conflict("mail.no_sender", "The workspace names no address to send from.")
    language, zone = profile.languages[0], profile.zone
    if claim.conversation_id is not None:
        card = conversations.card(session, claim.workspace_id, claim.conversation_id)
        language, zone = card.language or language, card.zone or zone
    post = _Post(claim, profile, language, zone, now, home, public_url)
    arguments = checked_arguments(claim.kind, claim.arguments)
    if isinstance(arguments, MeetingMail):
        message = _meeting(session, post, arguments)
    elif isinstance(arguments, ReminderMail):
        message = _reminder(session, post, arguments)
    elif isinstance(arguments, NoticeMail):
        message = _notice(post, arguments)
    elif isinstance(arguments, ReplyMail):
        message = _reply(session, post, arguments)
    else:
        message = _transcript(session, post, arguments)
    return Envelope(
        sender=post.envelope_sender,
        recipient=arguments.email,
        message=traced(message, claim.action_id),
        message_id=post.message_id,
    )


def _meeting(session: Session, post: _Post, wanted: MeetingMail) -> bytes:
    """The meeting as it stands; a mail about an older state of it would only confuse."""
    meeting = _as_it_stands(session, post, wanted, method=wanted.method)
    return compose_mail(
        meeting, house=post.house, message_id=post.message_id, now=post.now, back=post.back
    )


def _reminder(session: Session, post: _Post, wanted: ReminderMail) -> bytes:
    """Of what has begun, or is off, nobody is reminded."""
    meeting = _as_it_stands(session, post, wanted, method="REQUEST")
    card = appointments.card(session, post.claim.workspace_id, wanted.appointment_id)
    if card.state is not State.CONFIRMED or card.starts_at <= post.now:
        raise Conflict("mail.outdated", "There is nothing to be reminded of any more.")
    return compose_reminder(
        meeting, house=post.house, message_id=post.message_id, now=post.now, back=post.back
    )


def _as_it_stands(
    session: Session, post: _Post, wanted: MeetingMail | ReminderMail, *, method: Method
) -> Meeting:
    card = appointments.card(session, post.claim.workspace_id, wanted.appointment_id)
    if card.sequence != wanted.sequence:
        raise Conflict("mail.outdated", "The meeting has been changed since; a newer mail follows.")
    return Meeting(
        uid=card.uid,
        sequence=card.sequence,
        method=method,
        starts_at=card.starts_at,
        ends_at=card.ends_at,
        label=post.profile.meeting.label,
        organizer=Party(card.member_name, card.member_email),
        attendee=Party(wanted.name, wanted.email),
        topic=card.topic,
        zone=card.prospect_zone,
        language=post.language,
        move_url=post.link(session, card.id, Purpose.MOVE),
        cancel_url=post.link(session, card.id, Purpose.CANCEL),
    )


def _reply(session: Session, post: _Post, wanted: ReplyMail) -> bytes:
    """In the thread of what it answers, quoting nothing of it."""
    words, house = words_of(post.language), post.house
    author = words["disclosure_answer"]
    if wanted.member_id is not None:
        member = accounts.member(session, post.claim.workspace_id, wanted.member_id).name
        house, author = replace(house, agent=member), words["by_member"]
    facts = {"company": house.company, "agent": house.agent, "member": house.agent}
    name, back = wanted.name, post.back
    if not name and post.claim.lead_id is not None:
        name = leads.card(session, post.claim.workspace_id, post.claim.lead_id).name
    letter = Letter(
        house=house,
        recipient_name=name,
        recipient_email=wanted.email,
        language=post.language,
        subject=wanted.subject,
        text=wanted.text,
        message_id=post.message_id,
        at=post.now,
        reasons=(words["why_answer"].format(**facts), author.format(**facts)),
        thread=Thread(wanted.parent, tuple(wanted.references)) if wanted.parent else None,
        unsubscription=back.unsubscription,
        token=back.token,
        is_by_person=wanted.member_id is not None,
    )
    return write_letter(letter)


def _notice(post: _Post, wanted: NoticeMail) -> bytes:
    notice = Notice(
        purpose=wanted.purpose, email=wanted.email, language=wanted.language, facts=wanted.facts
    )
    return compose_notice(notice, house=post.house, message_id=post.message_id, now=post.now)


def _transcript(session: Session, post: _Post, wanted: TranscriptMail) -> bytes:
    claim = post.claim
    if claim.conversation_id is None or claim.lead_id is None:
        raise Conflict("mail.no_conversation", "There is no conversation to send.")
    members = {
        member.id: member.name
        for member in accounts.members(session, claim.workspace_id, with_inactive=True)
    }
    lines: list[Line] = []
    after = 0
    while True:
        events = conversations.events_after(
            session,
            claim.workspace_id,
            claim.conversation_id,
            after=after,
            for_prospect=True,
            limit=PAGE,
        )
        lines += [
            Line(
                event.actor.value,
                str(event.payload.get("text", "")),
                event.at,
                members.get(event.actor_member_id)
                if event.actor is Actor.REP and event.actor_member_id
                else None,
            )
            for event in events
            if event.kind is EventKind.MESSAGE
        ]
        if len(events) < PAGE:
            break
        after = events[-1].seq
    lead = leads.card(session, claim.workspace_id, claim.lead_id)
    return compose_transcript(
        lines,
        house=post.house,
        reader=Reader(name=lead.name, email=wanted.email, language=post.language, zone=post.zone),
        message_id=post.message_id,
        now=post.now,
        back=post.back,
    )
