"""Connecting a member's own calendar: what the API and the console both do.

A server is asked outside any transaction, and what it says of itself is passed on as it is: a test
that fails names the trouble. What opens a calendar goes in and never comes out again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

import anyio

from api.members import SignedIn
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.appointments import service as appointments
from salesgenix.calendars import service as calendars
from salesgenix.calendars.ports import (
    CalendarClient,
    CalendarError,
    Reading,
    RemoteCalendar,
    Trouble,
)
from salesgenix.calendars.rules import CalendarAccess, Kind, busy_source
from salesgenix.calendars.service import AccountCard, Owner
from salesgenix.kit.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable

if TYPE_CHECKING:
    from integrations.calendar.connecting import Connecting

PATIENCE = 45.0  # seconds that a test may take in all
COMING = timedelta(days=7)
CALLBACK = "/console/settings/calendars/callback"
MAKERS = {Kind.CALDAV: "CalDAV", Kind.GOOGLE: "Google", Kind.MICROSOFT: "Microsoft"}
# In plain words, what was wrong; what has no line here is said by its family.
NO_PASSWORD = "The server does not accept this user name and password."  # noqa: S105 - a sentence
NO_CALDAV = "A server answers at this address, but it is not one for CalDAV."
TROUBLES = {
    "calendar.needs_reauth": "The leave to see this calendar is over. Connect it again.",
    "calendar.invalid_grant": "The leave was taken back or has run out. Connect it again.",
    "calendar.access_denied": "Leave was not given, so nothing was connected.",
    "calendar.leave_too_narrow": "Not all of the leave that is needed was given. Connect it again.",
    "calendar.no_refresh_token": "No lasting leave was given. Connect it again.",
    "calendar.no_tokens": "Nothing is kept any more that opens this calendar. Connect it again.",
    "calendar.no_connection": "No server answers at this address.",
    "calendar.timeout": "The server did not answer in time.",
    "calendar.too_many_requests": "The server wants fewer requests. Try again in some minutes.",
    "calendar.not_caldav": NO_CALDAV,
    "calendar.404": "The server knows no calendar at this address.",
    "calendar.405": NO_CALDAV,
    "calendar.501": NO_CALDAV,
    "calendar.403": "The server refuses this to this user.",
    "calendar.redirects": "The server sends from one address to the next without an end.",
    "calendar.other_host": "The server sends to another host, where the password is not taken to.",
    "calendar.too_large": "The server sends more than is read of a calendar.",
    "calendar.not_set_up": "This installation is not known to the maker of this calendar yet.",
    "calendar.unread_events": "Some events cannot be made out and may be in the way.",
    "calendar.unreadable": "The server's answer cannot be read.",
}
OF_FAMILY = {
    Trouble.NEEDS_REAUTH: "The member has to sign in to this calendar again.",
    Trouble.UNREACHABLE: "The server does not answer as it should at the moment.",
    Trouble.REFUSED: "The server refuses this.",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One calendar, as the server showed it now. ``busy``: none where it is not to be read."""

    name: str
    is_writable: bool
    busy: int | None
    unread: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a test found. ``sentences`` are for people, the first says whether it works."""

    is_good: bool
    code: str | None
    sentences: tuple[str, ...]
    calendars: tuple[Seen, ...] = field(default=())


def shown(who: SignedIn) -> list[AccountCard]:
    """The member's own; for whoever changes settings also the others'."""
    everybody = who.may(Verb.CHANGE_SETTINGS)
    with who.house.db.reading() as session:
        return calendars.listing(session, who.workspace_id, None if everybody else who.member.id)


def connect(who: SignedIn, *, address: str, account: str, password: str) -> AccountCard:
    """A calendar on a server of the member's own choice, for themself."""
    _for_oneself(who)
    if not is_address(address):
        raise Invalid("calendar.address", "An address such as https://cloud.example/dav/ is meant.")
    with who.house.db.writing() as session:
        card = calendars.connect(
            session,
            who.workspace_id,
            _owner(who),
            address=address,
            account=account,
            secret=password,
            now=who.now,
        )
        calendars.owe_reading(session, who.workspace_id, card.id, now=who.now)
    return card


def is_address(text: str) -> bool:
    """Whose server it is, is the member's affair; a password in the address would be shown."""
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
        )
    except ValueError:
        return False


def begin(who: SignedIn, kind: Kind) -> str:
    """Where the member's browser has to go to give leave. It comes back to ``CALLBACK``."""
    _for_oneself(who)
    try:
        asked = _outside(who).begin(kind, redirect_url=_callback(who))
    except CalendarError as error:
        raise Unavailable(error.code, sentence_of(error)) from error
    with who.house.db.writing() as session:
        calendars.begin_grant(
            session,
            who.workspace_id,
            _owner(who),
            kind,
            state=asked.state,
            verifier=asked.verifier,
            now=who.now,
        )
    return asked.url


def finish(who: SignedIn, *, state: str, code: str | None, error: str | None) -> AccountCard:
    """The browser is back. Only who has begun a connection ends it: the calendar of somebody who
    was sent here with another's ``state`` is not taken.
    """
    with who.house.db.writing() as session:
        card, verifier = calendars.grant(session, state, now=who.now)
        if card.member_id != who.member.id:
            raise Forbidden("calendar.not_yours", "Somebody else began this connection.")
    if code is None:
        said = CalendarError(Trouble.NEEDS_REAUTH, f"calendar.{error or 'access_denied'}")
        raise Conflict("calendar.no_leave", sentence_of(said))

    async def redeem() -> str:
        with anyio.fail_after(PATIENCE):
            return await _outside(who).redeem(
                card.kind, code, verifier=verifier, redirect_url=_callback(who)
            )

    try:
        secret = anyio.run(redeem)
    except TimeoutError as late:
        raise Unavailable("calendar.timeout", TROUBLES["calendar.timeout"]) from late
    except CalendarError as said:
        raise Conflict("calendar.no_leave", sentence_of(said)) from said
    with who.house.db.writing() as session:
        calendars.keep_secret(session, who.workspace_id, card.id, secret, now=who.now)
        calendars.owe_reading(session, who.workspace_id, card.id, now=who.now)
    return card


def try_out(who: SignedIn, account_id: UUID) -> Report:
    """Signs in, lists the calendars and reads the coming week, now. What it finds is noted: new
    calendars, and a trouble, from which on the member is not called free.
    """
    account = _reachable(who, account_id)
    try:
        access = _access(who, account)
    except Conflict:
        sentence = f"{MAKERS[account.kind]} was asked for leave and has not given it yet."
        return Report(False, "calendar.not_connected", (sentence,))
    unread = frozenset(one.ref for one in account.sources if not one.reads)
    with who.house.db.reading() as session:
        zone = accounts.member(session, who.workspace_id, account.member_id).zone
    try:
        client = _outside(who).client(access, _keeping(who, account))
        found, read = anyio.run(_look, client, unread, zone, who.now)
    except CalendarError as error:
        with who.house.db.writing() as session:
            calendars.note_trouble(session, who.workspace_id, account.id, error, now=who.now)
        return Report(False, error.code, (sentence_of(error, account.kind), *_meanwhile(account)))
    with who.house.db.writing() as session:
        account = calendars.note_calendars(
            session, who.workspace_id, account.id, found, now=who.now
        )
        calendars.owe_reading(session, who.workspace_id, account.id, now=who.now)
        ours = appointments.uids_since(session, who.workspace_id, who.now)
    return _report(account, found, read, ours)


def choose(who: SignedIn, source_id: UUID, *, reads: bool, writes: bool) -> None:
    """Which of one's own calendars count, and into which one meetings go."""
    with who.house.db.writing() as session:
        mine = calendars.listing(session, who.workspace_id, who.member.id)
        account = next((one for one in mine if any(s.id == source_id for s in one.sources)), None)
        if account is None:
            raise NotFound("calendar.unknown", "You have no such calendar.")
        calendars.choose(session, who.workspace_id, source_id, reads=reads, writes=writes)
        calendars.owe_reading(session, who.workspace_id, account.id, now=who.now)


def disconnect(who: SignedIn, account_id: UUID) -> bool:
    """Forgets the account, what opens it and when it was busy. ``False``: its maker still has the
    leave on record, and the member takes it back in their account there.
    """
    account = _reachable(who, account_id)
    try:
        access: CalendarAccess | None = _access(who, account)
    except Conflict:
        access = None
    with who.house.db.writing() as session:
        for gone in calendars.disconnect(session, who.workspace_id, account.id):
            appointments.replace_busy(
                session, who.workspace_id, account.member_id, source=busy_source(gone), spans=()
            )
    return access is None or anyio.run(_give_back, _outside(who), access)


def sentence_of(error: CalendarError, kind: Kind | None = None) -> str:
    """``kind``: a password is refused for another reason than a leave is."""
    if kind is Kind.CALDAV and error.trouble is Trouble.NEEDS_REAUTH:
        return NO_PASSWORD
    return TROUBLES.get(error.code, OF_FAMILY[error.trouble])


async def _look(
    client: CalendarClient, unread: frozenset[str], zone: str, now: datetime
) -> tuple[Sequence[RemoteCalendar], dict[str, Reading]]:
    try:
        with anyio.fail_after(PATIENCE):
            found = await client.calendars()
            return found, {
                one.ref: await client.read(one.ref, now, now + COMING, zone=zone, memory=None)
                for one in found
                if one.ref not in unread
            }
    except TimeoutError as late:
        raise CalendarError(Trouble.UNREACHABLE, "calendar.timeout") from late


async def _give_back(outside: "Connecting", access: CalendarAccess) -> bool:
    with anyio.move_on_after(PATIENCE):
        return await outside.give_back(access)
    return False


def _report(
    account: AccountCard,
    found: Sequence[RemoteCalendar],
    read: dict[str, Reading],
    ours: frozenset[str],
) -> Report:
    if not found:
        return Report(False, "calendar.none", ("The sign-in works, but there is no calendar.",))
    busy = [one for reading in read.values() for one in reading.busy]
    made_here = sum(one.uid in ours for one in busy)
    unread = sum(one.unread for one in read.values())
    said = [f"It works: {_count(len(found), 'calendar')} found, {len(read)} of them read."]
    said.append(f"In the coming week: {_count(len(busy), 'busy time')}, {made_here} made here.")
    if unread:
        said.append(f"{_count(unread, 'event')} cannot be made out and may be in the way.")
    said.append(_goes_into(account, found))
    seen = tuple(
        Seen(
            name=one.name,
            is_writable=one.is_writable,
            busy=len(read[one.ref].busy) if one.ref in read else None,
            unread=read[one.ref].unread if one.ref in read else 0,
        )
        for one in found
    )
    return Report(True, None, tuple(said), seen)


def _goes_into(account: AccountCard, found: Sequence[RemoteCalendar]) -> str:
    chosen = next((one for one in account.sources if one.writes), None)
    if chosen is None:
        return "No meeting is written into a calendar of this account."
    if not any(one.ref == chosen.ref and one.is_writable for one in found):
        return f"Meetings are to go into {chosen.name}, which may not be written to."
    return f"Meetings go into {chosen.name}."


def _meanwhile(account: AccountCard) -> tuple[str, ...]:
    if any(one.reads for one in account.sources):
        return ("Until it answers, no time of this member is offered.",)
    return ()


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _reachable(who: SignedIn, account_id: UUID) -> AccountCard:
    """``NotFound`` too where it is somebody else's and the asker does not change settings."""
    with who.house.db.reading() as session:
        account = calendars.card(session, who.workspace_id, account_id)
    if account.member_id != who.member.id and not who.may(Verb.CHANGE_SETTINGS):
        raise NotFound("calendar.unknown", "There is no such calendar account.")
    return account


def _access(who: SignedIn, account: AccountCard) -> CalendarAccess:
    with who.house.db.reading() as session:
        member = accounts.member(session, who.workspace_id, account.member_id)
        return calendars.access(session, who.workspace_id, account.id, owner_email=member.email)


def _keeping(who: SignedIn, account: AccountCard) -> Callable[[str], None]:
    def keep(secret: str) -> None:
        with who.house.db.writing() as session:
            calendars.keep_secret(session, who.workspace_id, account.id, secret, now=who.now)

    return keep


def _for_oneself(who: SignedIn) -> None:
    who.require(Verb.REPLY)


def _owner(who: SignedIn) -> Owner:
    return Owner(who.member.id, who.member.subject_ref, who.member.email)


def _outside(who: SignedIn) -> "Connecting":
    if who.house.calendars is None:
        raise Unavailable("calendar.not_here", "No calendars can be connected here.")
    return who.house.calendars


def _callback(who: SignedIn) -> str:
    return who.house.settings.effective_public_url.rstrip("/") + CALLBACK
