"""A person of whom there is something everywhere, and a house to erase them in."""

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import service as actions
from salesgenix.authority.rules import ActionKind, Rule
from salesgenix.conversations import service as conversations
from salesgenix.db import Database
from salesgenix.decisions import service as decisions
from salesgenix.erasures import repository, service
from salesgenix.erasures.ports import Stores
from salesgenix.erasures.residue import Hit, scan_database, scan_folder, traces
from salesgenix.erasures.rules import texts_in
from salesgenix.exports import service as exports
from salesgenix.exports.rules import Kind, Wanted, key_name
from salesgenix.exports.sealed import SealedReader, SealedWriter, make_folder
from salesgenix.instructions import service as instructions
from salesgenix.kit.clock import SettableClock
from salesgenix.kit.crypto import Keyring, unseal
from salesgenix.kit.journal import Journal
from salesgenix.kit.keystore import SqlKeyStore
from salesgenix.leads import service as leads
from salesgenix.privacy import service as privacy
from salesgenix.privacy.rules import VaultItem
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind
from tests.salesgenix.actions.orders import asking_first, book, discount, give
from tests.salesgenix.people import MONDAY, World

IDENTITY = {
    "name": "Zenobia Quillfeather",
    "email": "zenobia.quill@plover-canary.example",
    "phone": "+49 171 5550177",
    "company": "Plovercanary Holdings",
    "position": "Chief Lantern Officer",
}
WORDS = {
    "message": "Our lanterns flicker whenever the seventh barge comes in, canary-message.",
    "quote": "as I said on the quay, canary-quote, twelve barges",
    "note": "Call her back about the lantern oil, canary-note",
    "reason": "She is a friend of the harbour master, canary-reason",
    "letter": "Dear Zenobia, here is what you asked for, canary-letter, sincerely",
    "vault": "canary.vault@plover-canary.example",
}
CANARIES = [*IDENTITY.values(), *WORDS.values()]


@dataclass
class House:
    """Everything that lies in one folder, and may be closed and opened again."""

    folder: Path
    url: str
    db: Database
    keys: SqlKeyStore
    clock: SettableClock

    @property
    def stores(self) -> Stores:
        return Stores(exports_dir=self.folder / "exports", folders=(self.folder,))

    @property
    def journal(self) -> Journal:
        assert self.db.journal is not None
        return self.db.journal

    def reopen(self) -> None:
        """As after a crash: nothing is left of what was in memory."""
        self.close()
        fresh = open_house(self.folder, self.url, clock=self.clock)
        self.db, self.keys = fresh.db, fresh.keys

    def close(self) -> None:
        self.db.close()
        self.keys.close()

    def hits(self, values: list[str] = CANARIES) -> list[Hit]:
        wanted = traces(values)
        with self.db.reading() as session:
            return scan_database(session, wanted) + scan_folder(self.folder, wanted)


def open_house(folder: Path, url: str, *, clock: SettableClock | None = None) -> House:
    folder.mkdir(exist_ok=True)
    keys = SqlKeyStore(f"sqlite:///{folder / 'keys.db'}")
    db = Database(url, Keyring(keys, bytes(range(32))), Journal(folder / "journal.jsonl"))
    if clock is None:
        clock = SettableClock()
        clock.set(MONDAY)
    return House(folder, url, db, keys, clock)


def plant(house: House, world: World) -> UUID:
    """Something unique of Carla in every field, job, letter and archive; the archive's id."""
    db, ws = world.db, world.ws
    give(world, asking_first(ActionKind.DISCOUNT_OFFER))
    with db.writing() as session:
        for field, value in IDENTITY.items():
            leads.learn(
                session, ws, world.carla, field, value=value, quote=WORDS["quote"], source="t",
                now=MONDAY,
            )  # fmt: skip
        conversations.receive(
            session, ws, world.thread, client_id="1", payload={"text": WORDS["message"]}, now=MONDAY
        )
        tasks.open_task(
            session, ws, world.thread, subject_ref=world.carla_ref, kind=TaskKind.PERSON_WANTED,
            note=WORDS["note"], now=MONDAY,
        )  # fmt: skip
        item = VaultItem(token="EMAIL_1", entity="EMAIL", value=WORDS["vault"], owner="prospect")
        privacy.keep_vault(session, ws, world.thread, world.carla_ref, items=[item], now=MONDAY)
    book(world)
    _letter(world)
    discount(world, 5)
    with db.writing() as session:
        asked = actions.pending_approvals(session, ws)[0]
        actions.decide_approval(
            session, ws, asked.id, world.ben, verb="reject", digest=asked.digest,
            reason=WORDS["reason"], now=MONDAY,
        )  # fmt: skip
    discount(world, 6)  # and one that still waits
    return _archive(house, world)


def _letter(world: World) -> None:
    """The invitation, handed over."""
    with world.db.writing() as session:
        claim = actions.claim_due(session, MONDAY + timedelta(minutes=1))[0]
        actions.start_delivery(
            session, claim, carrier="captured", recipient=IDENTITY["email"],
            message=WORDS["letter"].encode(), message_ref="<1@n.example>", now=MONDAY,
        )  # fmt: skip
    with world.db.writing() as session:
        actions.finish(session, claim, now=MONDAY)


def _archive(house: House, world: World) -> UUID:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("data.json", "\n".join(CANARIES))
    data = content.getvalue()
    make_folder(house.stores.exports_dir)
    with world.db.writing() as session:
        wanted = Wanted(kind=Kind.SUBJECT, subject_ref=world.carla_ref)
        asked = exports.request(session, world.ws, wanted, by=world.ana, now=MONDAY)
        job = exports.claim(session, world.ws, asked.id, now=MONDAY)
        assert job is not None
    key = world.db.keyring.workspace(world.ws, key_name(asked.id))
    path = exports.sealed_path(house.stores.exports_dir, asked.id)
    writer = SealedWriter(path, key, name=str(asked.id))
    writer.write(data)
    writer.close()
    with world.db.writing() as session:
        digest = hashlib.sha256(data).hexdigest()
        made = exports.Made(records=1, length=len(data), sha256=digest, signature="-")
        exports.finish(session, job, made, now=MONDAY)
    return asked.id


def archive_bytes(house: House, world: World, export_id: UUID) -> bytes:
    key = world.db.keyring.workspace(world.ws, key_name(export_id))
    path = exports.sealed_path(house.stores.exports_dir, export_id)
    with SealedReader(path, key, name=str(export_id)) as reader:
        return b"".join(reader.chunks())


def opened(house: House, world: World, subject_ref: UUID) -> Iterator[str]:
    """Everything that the house can still read of a person."""
    with house.db.reading() as session:
        key = house.db.keyring.person(world.ws, subject_ref)
        for _, place, sealed in repository.sealed_values(session, world.ws, subject_ref):
            yield from texts_in(unseal(key, sealed, place=place).decode())


def order(house: House, world: World, subject_ref: UUID | None = None) -> UUID:
    with house.db.writing() as session:
        return service.order(
            session,
            world.ws,
            subject_ref or world.carla_ref,
            cause="request",
            instruction_id=give_order(session, world),
            by=world.ana,
            now=MONDAY,
        ).id


def give_order(session: Session, world: World) -> UUID:
    rule = Rule(actions=frozenset())
    order = instructions.Order(key="erase-her", words="Erase her.", rule=rule, kind="one_off")
    return instructions.issue(session, world.ws, order, now=MONDAY).id


def sound(house: House, world: World) -> bool:
    with house.db.reading() as session:
        return decisions.verify_chain(session, world.ws).sound
