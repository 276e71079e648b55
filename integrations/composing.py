"""What a mail of ours says, written from what is true at that moment.

The worker writes it so at the last moment; the console shows it so to who has to approve it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlmodel import Session

from integrations.calendar.invitation import Meeting, Party, compose_mail
from integrations.email.letter import House, traced
from integrations.email.notice import Notice, compose_notice
from integrations.email.transcript import Line, Reader, compose_transcript
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Profile
from salesgenix.actions.ports import Envelope
from salesgenix.actions.rules import MeetingMail, NoticeMail, TranscriptMail, checked_arguments
from salesgenix.appointments import service as appointments
from salesgenix.authority.rules import ActionKind
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.kit.errors import Conflict
from salesgenix.leads import service as leads

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

    @property
    def message_id(self) -> str:
        """From the action's id: however often it is tried, it is the same message."""
        domain = self.profile.sender_email.rpartition("@")[2]
        return f"<{self.claim.action_id}@{domain}>"

    @property
    def house(self) -> House:
        profile = self.profile
        return House(
            company=profile.company,
            agent=profile.agent_name,
            site=profile.site,
            sender_email=profile.sender_email,
            postal_address=profile.postal_address,
            privacy_url=profile.privacy_url,
        )


def compose(session: Session, claim: Mail, *, now: datetime) -> Envelope:
    """The mail of an action. ``Conflict`` when what it is about has changed since."""
    profile = accounts.profile_of(session, claim.workspace_id).profile
    if not profile.sender_email:
        raise Conflict("mail.no_sender", "The workspace names no address to send from.")
    language, zone = profile.languages[0], profile.zone
    if claim.conversation_id is not None:
        card = conversations.card(session, claim.workspace_id, claim.conversation_id)
        language, zone = card.language or language, card.zone or zone
    post = _Post(claim, profile, language, zone, now)
    arguments = checked_arguments(claim.kind, claim.arguments)
    if isinstance(arguments, MeetingMail):
        message = _meeting(session, post, arguments)
    elif isinstance(arguments, NoticeMail):
        message = _notice(post, arguments)
    else:
        message = _transcript(session, post, arguments)
    return Envelope(
        sender=profile.sender_email,
        recipient=arguments.email,
        message=traced(message, claim.action_id),
        message_id=post.message_id,
    )


def _meeting(session: Session, post: _Post, wanted: MeetingMail) -> bytes:
    """The meeting as it stands; a mail about an older state of it would only confuse."""
    card = appointments.card(session, post.claim.workspace_id, wanted.appointment_id)
    if card.sequence != wanted.sequence:
        raise Conflict("mail.outdated", "The meeting has been changed since; a newer mail follows.")
    return compose_mail(
        Meeting(
            uid=card.uid,
            sequence=card.sequence,
            method=wanted.method,
            starts_at=card.starts_at,
            ends_at=card.ends_at,
            label=post.profile.meeting.label,
            organizer=Party(card.member_name, card.member_email),
            attendee=Party(wanted.name, wanted.email),
            topic=card.topic,
            zone=card.prospect_zone,
            language=post.language,
        ),
        house=post.house,
        message_id=post.message_id,
        now=post.now,
    )


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
    )
