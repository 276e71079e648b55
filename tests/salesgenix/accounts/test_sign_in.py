"""Passwords, sessions and the brake on guessing."""

from datetime import datetime, timedelta
from pathlib import Path
from time import process_time
from uuid import UUID

import pytest

from salesgenix.accounts import service
from salesgenix.accounts.rules import MAX_FAILURES, Role, SignInRefused
from salesgenix.accounts.service import MemberCard, Newcomer
from salesgenix.db import Database
from salesgenix.kit.errors import Forbidden, Invalid, LimitExceeded, SalesgenixError

PASSWORD = "correct horse battery"


@pytest.fixture
def ana(db: Database, workspace_id: UUID, now: datetime) -> MemberCard:
    newcomer = Newcomer(name="Ana", email="Ana@Orchard.example", role=Role.OWNER, password=PASSWORD)
    with db.writing() as session:
        return service.add_member(session, workspace_id, newcomer, now=now)


def refused(db: Database, email: str, password: str, now: datetime) -> SalesgenixError:
    with pytest.raises(SalesgenixError) as refusal, db.writing() as session:
        service.sign_in(session, email, password, now=now)
    return refusal.value


def test_the_right_password_opens_a_session_for_half_a_day(
    db: Database, ana: MemberCard, now: datetime
) -> None:
    """The token names its member until 12 hours have passed."""
    with db.writing() as session:
        token, member = service.sign_in(session, "ANA@orchard.example ", PASSWORD, now=now)
    assert member == ana
    with db.reading() as session:
        later = now + timedelta(hours=11, minutes=59)
        assert service.member_for_token(session, token, now=later) == ana
        with pytest.raises(Forbidden):
            service.member_for_token(session, token, now=now + timedelta(hours=12))


def test_signing_out_ends_the_session_at_once(db: Database, ana: MemberCard, now: datetime) -> None:
    """A revoked token is as good as none; revoking twice or a made-up one is no error."""
    with db.writing() as session:
        token, _ = service.sign_in(session, ana.email, PASSWORD, now=now)
        service.sign_out(session, token, now=now)
        service.sign_out(session, token, now=now)
        service.sign_out(session, "sgs_made_up", now=now)
        with pytest.raises(Forbidden):
            service.member_for_token(session, token, now=now)


def test_neither_password_nor_token_nor_address_lies_in_the_files(
    db: Database, ana: MemberCard, tmp_path: Path, now: datetime
) -> None:
    """What is on disk opens no session and names nobody."""
    with db.writing() as session:
        token, _ = service.sign_in(session, ana.email, PASSWORD, now=now)
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"$argon2id$" in stored
    for secret in (token, token.removeprefix("sgs_"), PASSWORD, "orchard.example"):
        assert secret.encode() not in stored


def test_unknown_address_and_wrong_password_look_alike(
    db: Database, ana: MemberCard, now: datetime
) -> None:
    """Same error, same words, and like effort: neither tells whether the address is known."""
    refusals, costs = [], []
    for email in (ana.email, "nobody@orchard.example"):
        began = process_time()
        refusals += [refused(db, email, "a wrong password", now) for _ in range(4)]
        costs.append(process_time() - began)
    assert len({(type(one), one.code, one.message) for one in refusals}) == 1
    assert isinstance(refusals[0], SignInRefused)
    assert 0.4 < costs[0] / costs[1] < 2.5


def test_the_tenth_failure_closes_the_door_for_a_while(
    db: Database, ana: MemberCard, now: datetime
) -> None:
    """Then not even the right password enters, until the window has passed; others still do."""
    for attempt in range(MAX_FAILURES):
        assert refused(db, ana.email, f"guess {attempt}", now).code == "sign_in.refused"
    closed = refused(db, ana.email, PASSWORD, now + timedelta(minutes=14))
    assert isinstance(closed, LimitExceeded)
    assert refused(db, "ben@orchard.example", "x", now).code == "sign_in.refused"
    with db.writing() as session:
        assert service.sign_in(session, ana.email, PASSWORD, now=now + timedelta(minutes=16))


def test_unknown_addresses_are_braked_as_well(db: Database, now: datetime) -> None:
    """The brake does not tell who is a member."""
    codes = [refused(db, "nobody@x.example", "guess", now).code for _ in range(MAX_FAILURES + 1)]
    assert codes == ["sign_in.refused"] * MAX_FAILURES + ["sign_in.too_many"]


def test_success_forgives_earlier_slips(db: Database, ana: MemberCard, now: datetime) -> None:
    """Nine slips, a success, nine slips: never closed."""
    for _ in range(2):
        for _ in range(MAX_FAILURES - 1):
            refused(db, ana.email, "slip", now)
        with db.writing() as session:
            service.sign_in(session, ana.email, PASSWORD, now=now)


def test_who_has_no_password_cannot_sign_in_with_any(
    db: Database, workspace_id: UUID, now: datetime
) -> None:
    """No hash, no way in: not with an empty password either; a link from the house works."""
    newcomer = Newcomer(name="Ben", email="ben@orchard.example", role=Role.REP)
    with db.writing() as session:
        ben = service.add_member(session, workspace_id, newcomer, now=now)
    assert refused(db, ben.email, "", now).code == "sign_in.refused"
    with db.writing() as session:
        token = service.issue_sign_in(session, workspace_id, ben.id, now=now)
        assert service.member_for_token(session, token, now=now) == ben


def test_a_deactivated_member_is_out_at_once(
    db: Database, ana: MemberCard, workspace_id: UUID, now: datetime
) -> None:
    """Open sessions end, the password no longer enters, and no link can be made."""
    with db.writing() as session:
        cleo = Newcomer(name="Cleo", email="cleo@orchard.example", role=Role.OWNER)
        service.add_member(session, workspace_id, cleo, now=now)
        token, _ = service.sign_in(session, ana.email, PASSWORD, now=now)
        service.deactivate_member(session, workspace_id, ana.id, now=now)
    assert refused(db, ana.email, PASSWORD, now).code == "sign_in.refused"
    with db.reading() as session:
        with pytest.raises(Forbidden):
            service.member_for_token(session, token, now=now)
        with pytest.raises(Forbidden):
            service.issue_sign_in(session, workspace_id, ana.id, now=now)


def test_a_new_password_ends_open_sessions(
    db: Database, ana: MemberCard, workspace_id: UUID, now: datetime
) -> None:
    """Whoever held the old one is out; the same password again changes nothing."""
    wanted = Newcomer(name="Ana", email=ana.email, role=Role.OWNER, password=PASSWORD)
    with db.writing() as session:
        token, _ = service.sign_in(session, ana.email, PASSWORD, now=now)
        assert service.change_member(session, workspace_id, ana.id, wanted, now=now) == []
        assert service.member_for_token(session, token, now=now) == ana
        fresh = Newcomer(name="Ana", email=ana.email, role=Role.OWNER, password="another password")
        assert service.change_member(session, workspace_id, ana.id, fresh, now=now) == ["password"]
        with pytest.raises(Forbidden):
            service.member_for_token(session, token, now=now)


def test_a_short_password_is_refused(db: Database, workspace_id: UUID, now: datetime) -> None:
    """Eleven characters are too few, a book is too much."""
    for password in ("elevenchars", "x" * 1_001):
        newcomer = Newcomer(name="B", email="b@x.example", role=Role.REP, password=password)
        with pytest.raises(Invalid), db.writing() as session:
            service.add_member(session, workspace_id, newcomer, now=now)


def test_one_address_in_two_workspaces_enters_by_its_password(
    db: Database, ana: MemberCard, stranger_id: UUID, now: datetime
) -> None:
    """The password says which of the two memberships is meant."""
    twin = Newcomer(name="Ana", email=ana.email, role=Role.VIEWER, password="the other password")
    with db.writing() as session:
        service.add_member(session, stranger_id, twin, now=now)
        _, there = service.sign_in(session, ana.email, "the other password", now=now)
        _, here = service.sign_in(session, ana.email, PASSWORD, now=now)
    assert (there.workspace_id, here.workspace_id) == (stranger_id, ana.workspace_id)
