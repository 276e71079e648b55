"""Workspaces, members, site keys and the pause."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from salesgenix.accounts import service
from salesgenix.accounts.rules import Role, WorkingHours
from salesgenix.accounts.service import Newcomer
from salesgenix.db import Database, Wakeup
from salesgenix.kit.errors import Conflict, Invalid, NotFound

BEN = Newcomer(
    name="Ben",
    email="ben@orchard.example",
    role=Role.REP,
    zone="Europe/Berlin",
    hours=WorkingHours(mon=[("09:00", "17:00")]),
    takes_meetings=True,
)


def test_a_member_is_read_back_as_given(db: Database, workspace_id: UUID, now: datetime) -> None:
    """Name, address, role, zone and hours survive; the address is unique in the workspace."""
    with db.writing() as session:
        ben = service.add_member(session, workspace_id, BEN, now=now)
        assert service.members(session, workspace_id) == [ben]
        assert (ben.name, ben.email, ben.role) == ("Ben", "ben@orchard.example", Role.REP)
        assert ben.hours == {"mon": [["09:00", "17:00"]]}
        assert service.member_of_email(session, workspace_id, "BEN@orchard.example") == ben
        with pytest.raises(Conflict):
            service.add_member(session, workspace_id, BEN, now=now)


def test_a_stranger_sees_nothing(
    db: Database, workspace_id: UUID, stranger_id: UUID, now: datetime
) -> None:
    """Members and sites of one workspace do not exist for another."""
    with db.writing() as session:
        ben = service.add_member(session, workspace_id, BEN, now=now)
        site = service.add_site(session, workspace_id, ["https://shop.example"], now=now)
        assert service.members(session, stranger_id) == []
        assert service.sites(session, stranger_id) == []
        with pytest.raises(NotFound):
            service.member(session, stranger_id, ben.id)
        with pytest.raises(NotFound):
            service.allow_origins(session, stranger_id, site.id, [])
        with pytest.raises(NotFound):
            service.profile_of(session, uuid4())


def test_the_last_owner_stays(db: Database, workspace_id: UUID, now: datetime) -> None:
    """A workspace without an owner could never be steered again."""
    ana = Newcomer(name="Ana", email="ana@orchard.example", role=Role.OWNER)
    with db.writing() as session:
        owner = service.add_member(session, workspace_id, ana, now=now)
    with pytest.raises(Conflict), db.writing() as session:
        service.deactivate_member(session, workspace_id, owner.id, now=now)
    demoted = Newcomer(name="Ana", email="ana@orchard.example", role=Role.ADMIN)
    with pytest.raises(Conflict), db.writing() as session:
        service.change_member(session, workspace_id, owner.id, demoted, now=now)
    with db.reading() as session:
        assert service.member(session, workspace_id, owner.id) == owner


def test_a_pause_is_one_and_is_told(db: Database, workspace_id: UUID, now: datetime) -> None:
    """The first pause counts, resuming clears it, and each change wakes the consoles."""
    heard: list[Wakeup] = []
    db.listeners.append(heard.append)
    ana = uuid4()
    with db.writing() as session:
        paused = service.pause(session, workspace_id, "wrong prices", ana, now=now)
    with db.writing() as session:
        later = now + timedelta(hours=1)
        again = service.pause(session, workspace_id, "other", ana, now=later)
    assert (paused.paused_at, paused.pause_reason) == (now, "wrong prices")
    assert again == paused
    with db.writing() as session:
        assert not service.resume(session, workspace_id, ana, now=now).is_paused
    assert [wakeup.topic for wakeup in heard] == ["feed", "feed"]


def test_a_site_key_is_found_until_it_is_revoked(
    db: Database, workspace_id: UUID, now: datetime
) -> None:
    """A key opens with its origins; a revoked or unknown one is not found and never comes back."""
    with db.writing() as session:
        site = service.add_site(session, workspace_id, ["https://Shop.example/"], now=now)
        assert site.origins == ["https://shop.example"]
        assert service.site_for_key(session, site.key) == site
        closed = service.allow_origins(session, workspace_id, site.id, [])
        assert closed.origins == []
        service.revoke_site(session, workspace_id, site.id, now=now)
        for key in (site.key, "pk_unknown"):
            with pytest.raises(NotFound):
                service.site_for_key(session, key)
        with pytest.raises(Conflict):
            service.add_site(session, workspace_id, [], key=site.key, now=now)
        with pytest.raises(Invalid, match="http is for loopback only"):
            service.add_site(session, workspace_id, ["http://shop.example"], now=now)


def test_a_slug_is_given_once(db: Database, workspace_id: UUID, now: datetime) -> None:
    """Two workspaces of one slug cannot be; the first stays as it was."""
    with db.writing() as session:
        card = service.profile_of(session, workspace_id)
        with pytest.raises(Conflict):
            service.open_workspace(session, card.slug, "Twin", card.profile, now=now)
        assert service.workspace_of_slug(session, card.slug) == card
        assert service.workspaces(session) == [card]
