"""What an earlier release kept in the clear is sealed at the first start and reads as before."""

from sqlmodel import select

from cli.sealing import seal_what_lay_open
from migrations import tables
from salesgenix.accounts import service as accounts
from salesgenix.accounts.models import Workspace
from salesgenix.accounts.rules import Profile
from salesgenix.authority.rules import ActionKind, Rule
from salesgenix.db import Database
from salesgenix.erasures.residue import scan_database, traces
from salesgenix.instructions import service as instructions
from salesgenix.instructions.models import Instruction
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.keystore import SqlKeyStore
from salesgenix.leads import service as leads
from salesgenix.leads.models import LeadFact
from tests.salesgenix.people import MONDAY

OLD = (
    "until Munderkingen is settled",
    "Never promise Rechtenstein anything",
    "kestrelworks.example",
)


def test_old_rows_are_sealed_once_and_read_as_before(tmp_path) -> None:
    """Pause, order and source of a fact survive; a second start finds nothing to do."""
    store = SqlKeyStore(f"sqlite:///{tmp_path / 'keys.db'}")
    db = Database(f"sqlite:///{tmp_path / 'b.db'}", Keyring(store, bytes(range(32))))
    tables().create_all(db.engine)
    with db.writing() as session:
        profile = Profile(company="Northwind", zone="Europe/Berlin")
        ws = accounts.open_workspace(session, "n", "N", profile, now=MONDAY).id
        accounts.pause(session, ws, "x", None, now=MONDAY)
        order = instructions.Order(
            key="k", words="x", rule=Rule(actions=frozenset({ActionKind.REPLY_SEND}))
        )
        given = instructions.issue(session, ws, order, now=MONDAY)
        lead = leads.create(session, ws, source="widget", now=MONDAY)
        leads.learn(session, ws, lead.id, "need", value="pumps", quote=None, source="x", now=MONDAY)
        workspace = session.exec(select(Workspace)).one()
        workspace.pause_reason, workspace.pause_reason_sealed = OLD[0], None
        row = session.exec(select(Instruction)).one()
        row.words, row.words_sealed = OLD[1], None
        fact = session.exec(select(LeadFact)).one()
        fact.source = f"site:{OLD[2]}"
        session.add_all([workspace, row, fact])
    assert (seal_what_lay_open(db), seal_what_lay_open(db)) == (3, 0)
    with db.reading() as session:
        assert scan_database(session, traces(OLD)) == []
        assert accounts.profile_of(session, ws).pause_reason == OLD[0]
        assert instructions.card(session, ws, given.id, now=MONDAY).words == OLD[1]
        assert leads.card(session, ws, lead.id).facts[0].source == f"site:{OLD[2]}"
    db.close()
    store.close()
