"""A person who talked with the agent is erased while they still type; a restore changes nothing."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from typer.testing import CliRunner

from agent.turns import take_turn
from cli.installation import open_installation
from cli.main import app
from salesgenix.decisions import service as decisions
from salesgenix.erasures import service as erasures
from salesgenix.erasures.ports import Stores
from salesgenix.erasures.residue import scan_folder, traces
from salesgenix.erasures.service import ErasureCard
from salesgenix.kit.errors import NotFound, Unavailable
from tests.journeys.company import Company, Thread

EMAIL = "carla@lumen.example"
CANARIES = [EMAIL, "Carla Moreno", "our canary barges need a lighthouse keeper"]


def chatted(company: Company) -> Thread:
    thread = company.open_thread()
    thread.book()
    thread.say("By the way, our canary barges need a lighthouse keeper.")
    return thread


@pytest.mark.parametrize("moment", ["typing", "delta"])
def test_erased_while_the_agent_thinks(company: Company, moment: str) -> None:
    """A turn that is under way when everything goes finds nothing to write to, and ends lost."""
    thread = chatted(company)
    late = thread.write("And what does it cost for twelve barges?")
    erased: list[bool] = []

    def publish(conversation_id: UUID, kind: str, frame: dict[str, Any]) -> None:
        if kind == moment and not erased:
            erased.append(erase(company, thread).is_done)

    mind = replace(company.parts.mind.get(), publish=publish)
    company.portal.call(take_turn, mind, late.turn_id)
    assert erased == [True]
    with company.house.db.reading() as session:
        assert decisions.verify_chain(session, company.workspace_id).sound
        newest = decisions.listing(session, company.workspace_id)[0]
    assert newest.type == "erasure.verified"
    assert scan_folder(company.folder, traces(CANARIES)) == []


def erase(company: Company, thread: Thread) -> ErasureCard:
    with company.house.db.writing() as session:
        order = erasures.order(
            session, company.workspace_id, thread.card().subject_ref, cause="minor",
            instruction_id=None, now=company.clock.now(),
        )  # fmt: skip
    stores = Stores.of(company.house.settings)
    return erasures.run(company.house.db, order.id, stores, company.clock)


def test_erased_while_typing(company: Company) -> None:
    """A turn under way when its person is erased ends lost: nothing of it is kept or said."""
    thread = chatted(company)
    late = thread.write("And what does it cost for twelve barges?")
    with company.house.db.writing() as session:
        order = erasures.order(
            session, company.workspace_id, thread.card().subject_ref, cause="minor",
            instruction_id=None, now=company.clock.now(),
        )  # fmt: skip
    stores = Stores.of(company.house.settings)
    frozen = erasures.advance(company.house.db, order.id, stores, company.clock)
    assert frozen.step == "freeze"
    assert late.turn_id is not None
    company.take_turn(late.turn_id)  # the freeze has taken it away
    assert company.rounds.run() >= 0
    assert erasures.run(company.house.db, order.id, stores, company.clock).is_done
    company.take_turn(late.turn_id)
    with pytest.raises(NotFound):
        thread.write("Hello?")
    assert scan_folder(company.folder, traces(CANARIES)) == []


def test_erased_by_command_and_restored(company: Company, tmp_path: Path) -> None:
    """The command erases and prints the receipt; an older database put back is brought up to date
    before it is served, and is refused where the journal is gone.
    """
    thread = chatted(company)
    company.house.close()
    database = company.folder / "salesgenix.db"
    shutil.copy(database, tmp_path / "backup.db")
    place = ["--data-dir", str(company.folder)]

    erased = CliRunner().invoke(app, ["erase", EMAIL, "--reason", "She asked.", *place])
    assert erased.exit_code == 0, erased.output
    assert "salesgenix-erasure/1" in erased.stdout
    assert scan_folder(company.folder, traces(CANARIES)) == []

    shutil.copy(tmp_path / "backup.db", database)
    house = open_installation(company.house.settings, clock=company.clock)
    with house.db.reading() as session:
        [card] = erasures.listing(session, company.workspace_id)
    assert card.is_done and card.cause == "restore"
    assert scan_folder(company.folder, traces(CANARIES)) == []
    house.close()
    assert thread.id

    journal = company.house.settings.effective_journal
    journal.unlink()
    with pytest.raises(Unavailable, match="accept-journal"):
        open_installation(company.house.settings, clock=company.clock)
    accepted = CliRunner().invoke(app, ["accept-journal", *place])
    assert accepted.exit_code == 0, accepted.output
    open_installation(company.house.settings, clock=company.clock).close()
