"""While the house is live, no byte on its disk says who wrote or what: names, addresses, words."""

import base64
import json
from urllib.parse import quote

import pytest
from sqlmodel import SQLModel, select

from migrations import tables
from salesgenix.accounts import service as accounts
from salesgenix.actions import service as actions
from salesgenix.conversations import service as conversations
from salesgenix.db import read_sealed
from salesgenix.erasures.residue import scan_bytes, scan_database, scan_folder, traces
from salesgenix.kit.register import SEALED
from salesgenix.leads import service as leads
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind
from tests.journeys.company import Company, answered, until

SEEDED = {
    "name": "Wilhelmína Oduya-Quist",
    "mail": "wilhelmina.oduya@kestrelworks.example",
    "phone": "+49 30 5550 7741",
    "company": "Kestrelworks Antiqua",
    "words": "our greenhouse in Zwiefaltendorf floods every spring",
    "client id": "wilhelmina-oduya-77",
    "typed address": "copy-for-quist@letterbox.example",
    "rep's reply": "Tell Quist that the pump from Obermarchtal fits",
    "rep's note": "sounds like the buyer of Riedlingen",
    "approval's reason": "only because Oduya asked so kindly in Uttenweiler",
    "pause": "until the Munderkingen matter is settled",
    "order": "Never promise the Rechtenstein rebate to anybody",
    "task": "call the lady from Emeringen back",
    "site": "kestrelworks-antiqua.example",
    "quote": "founded by the Oduya family in Hayingen",
    "listed name": "Balthasar Vonderheide",
    "listed mail": "b.vonderheide@listed.example",
    "member's name": "Quirina Blaufelder",
    "member's mail": "quirina.blaufelder@team.example",
    "refused address": "intruder@nowhere-near.example",
}


def visit(company: Company) -> None:
    """A prospect, by HTTP, fills in all there is to fill in."""
    with company.prospect() as carla:
        carla.write(
            f"Hello, my name is {SEEDED['name']} from {SEEDED['company']}, mail {SEEDED['mail']}, "
            f"phone {SEEDED['phone']}. I need help: {SEEDED['words']}.",
            client_id=SEEDED["client id"],
        )
        answered(carla)
        carla.write("Can I have a 25 percent discount?")
        until(lambda: bool(pending(company)))
        wish = {"email": SEEDED["typed address"]}
        answer = carla.client.post("/w/v1/transcript", json=wish, headers=carla.headers)
        assert answer.status_code < 300, answer.text


def pending(company: Company) -> list[actions.ApprovalCard]:
    with company.house.db.reading() as session:
        return actions.pending_approvals(session, company.workspace_id)


def work(company: Company) -> None:
    """The team, by HTTP: an order, an answer, a note, a decision with its reason, a pause."""
    now, ws = company.clock.now(), company.workspace_id
    with company.house.db.writing() as session:
        token = accounts.issue_sign_in(session, ws, company.owner, now=now)
    thread = pending(company)[0].action.conversation_id
    with company.served() as client:
        client.headers["Authorization"] = f"Bearer {token}"
        order = {
            "key": "rebate",
            "words": SEEDED["order"],
            "rule": {"actions": ["discount.offer"], "approval": {"discount.offer": "ask"}},
        }
        answers = [client.post("/v1/instructions", json=order)]
        asked = pending(company)[0]
        decision = {
            "verb": "reject",
            "digest": asked.digest,
            "reason": SEEDED["approval's reason"],
        }
        answers.append(client.post(f"/v1/approvals/{asked.id}/decision", json=decision))
        for text, is_note in ((SEEDED["rep's note"], True), (SEEDED["rep's reply"], False)):
            said = {"client_id": f"rep-{is_note}-{text[:4]}", "text": text, "is_note": is_note}
            answers.append(client.post(f"/v1/conversations/{thread}/messages", json=said))
        refused = {"email": SEEDED["refused address"], "password": "wrong horse battery"}
        client.post("/v1/sign-in", json=refused)
        answers.append(client.post("/v1/workspace/pause", json={"reason": SEEDED["pause"]}))
        assert {answer.status_code // 100 for answer in answers} == {2}, [
            answer.text for answer in answers
        ]


def add_the_rest(company: Company) -> None:
    """What comes by file or by the agent's own tools: a list, a page that was read, a task."""
    now, ws = company.clock.now(), company.workspace_id
    with company.house.db.writing() as session:
        card = conversations.inbox(session, ws)[0].conversation
        leads.learn(
            session,
            ws,
            card.lead_id,
            "industry",
            value="horticulture",
            quote=SEEDED["quote"],
            source=f"site:{SEEDED['site']}",
            now=now,
        )
        tasks.open_task(
            session,
            ws,
            card.id,
            subject_ref=card.subject_ref,
            kind=TaskKind.AGENT_FAILED,
            note=SEEDED["task"],
            now=now,
        )
        listed = leads.create(session, ws, source="file:leads", now=now)
        for field in ("name", "mail"):
            leads.learn(
                session,
                ws,
                listed.id,
                "email" if field == "mail" else field,
                value=SEEDED[f"listed {field}"],
                quote=None,
                source="file:leads",
                now=now,
            )
        newcomer = accounts.Newcomer(
            name=SEEDED["member's name"], email=SEEDED["member's mail"], role=accounts.Role.REP
        )
        accounts.add_member(session, ws, newcomer, now=now)


@pytest.fixture
def lived(company: Company) -> Company:
    """A house in which all this has happened, and which is still open."""
    visit(company)
    company.rounds.run()
    work(company)
    add_the_rest(company)
    return company


def test_no_byte_on_disk_tells_who_or_what(lived: Company) -> None:
    """Every file, write-ahead log and all, in every writing; and every value through SQL. All that
    was seeded was kept and can be read by those who may.
    """
    wanted = traces(SEEDED.values())
    names = {path.name for path in lived.folder.iterdir()}
    assert any(name.endswith("-wal") for name in names), "the scan is of a live house"
    assert scan_folder(lived.folder, wanted) == []
    with lived.house.db.reading() as session:
        assert scan_database(session, wanted) == []
    told = unsealed(lived)
    kept = {name for name, value in SEEDED.items() if value in told}
    assert kept >= SEEDED.keys() - {"refused address", "client id"}


def test_the_scan_would_have_found_it(lived: Company) -> None:
    """The same bytes without the seal, or a copy in any writing in any file, are found."""
    wanted = traces(SEEDED.values())
    told = unsealed(lived).encode()
    found = {hit.value for hit in scan_bytes(told, wanted)}
    assert len(found) >= len(SEEDED) - 2
    mail = SEEDED["mail"].encode()
    copies = (
        mail,
        mail.upper(),
        quote(SEEDED["mail"], safe="").encode(),
        *(base64.b64encode(b"x" * offset + mail) for offset in range(3)),
        json.dumps({"name": SEEDED["name"]}).encode(),
        SEEDED["mail"].encode("utf-16-le"),
        SEEDED["mail"].encode("utf-16-be"),
        mail.hex().encode(),
        b"493055507741",
        SEEDED["name"].encode().replace("í".encode(), b"=C3=AD"),
    )
    for number, copy in enumerate(copies):
        planted = lived.folder / f"planted-{number}"
        planted.write_bytes(b"\x00" * 4_090 + copy + b"\x00" * 50)
    hits = scan_folder(lived.folder, wanted)
    assert {hit.place for hit in hits} == {f"planted-{number}" for number in range(len(copies))}


def unsealed(company: Company) -> str:
    """Every sealed value of the workspace, opened."""
    tables()
    found: list[str] = []
    with company.house.db.reading() as session:
        for mapper in SQLModel._sa_registry.mappers:
            sealed = [key for key, _ in mapper.local_table.columns.items() if key.endswith(SEALED)]
            for row in session.exec(select(mapper.class_)) if sealed else ():
                texts = (read_sealed(session, row, name.removesuffix(SEALED)) for name in sealed)
                found += [text for text in texts if text]
    return "\n".join(found)
