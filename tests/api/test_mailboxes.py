"""The company's mailbox over the API: what is typed is kept sealed, and a test tells the truth."""

import dataclasses

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from cli.posting import Mailrooms
from salesgenix.db import Database
from salesgenix.kit.settings import MailSettings
from salesgenix.mailboxes import service as mailboxes
from tests.api.office import Office
from tests.servers import free_ports

SECRET = "a-word-that-opens-it"
WANTED = {
    "address": "Mira@Orchard.example",
    "access": {"imap_host": "127.0.0.1", "imap_tls": "none", "dkim_selector": "mail"},
    "imap_username": "mira",
    "imap_password": SECRET,
    "makes_key": True,
}


@pytest.fixture
def client(office: Office) -> TestClient:
    rooms = Mailrooms(office.house.db, MailSettings())
    house = dataclasses.replace(office.house, mailrooms=rooms)
    return TestClient(create_app(house))


def as_member(office: Office, name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {office.token(getattr(office, name))}"}


def test_a_mailbox_is_set_up_tried_and_switched_off(office: Office, client: TestClient) -> None:
    """Nothing secret comes back; nobody listens on the port, and that is said; switched off, the
    password is forgotten. A password typed for one server is never shown to another.
    """
    owner = as_member(office, "ana")
    assert client.get("/v1/mailbox", headers=owner).status_code == 404
    (port,) = free_ports(1)
    wanted = WANTED | {"access": WANTED["access"] | {"imap_port": port}}
    made = client.put("/v1/mailbox", json=wanted, headers=owner)
    assert made.status_code == 200, made.text
    assert SECRET not in made.text
    assert (made.json()["address"], made.json()["signs"]) == ("mira@orchard.example", True)
    tried = client.post("/v1/mailbox/test", headers=owner).json()
    assert (tried["works"], tried["error_code"]) == (False, "imap.unreachable")
    assert tried["mailbox"]["state"] == "unreachable"
    again = wanted | {"imap_password": "", "makes_key": False}
    assert client.put("/v1/mailbox", json=again, headers=owner).status_code == 200
    assert _secret(office.house.db, office) == SECRET
    elsewhere = again | {"access": again["access"] | {"imap_host": "127.0.0.2"}}
    refused = client.put("/v1/mailbox", json=elsewhere, headers=owner)
    assert refused.status_code == 422
    assert refused.json()["code"] == "mailbox.password"
    assert client.delete("/v1/mailbox", headers=owner).json()["state"] == "off"
    assert _secret(office.house.db, office) == ""


def test_a_rep_may_look_and_not_touch(office: Office, client: TestClient) -> None:
    """Settings are the owner's."""
    rep = as_member(office, "ben")
    assert client.put("/v1/mailbox", json=WANTED, headers=rep).status_code == 403
    assert client.delete("/v1/mailbox", headers=rep).status_code == 403
    assert client.post("/v1/mailbox/test", headers=rep).status_code == 403


def _secret(db: Database, office: Office) -> str:
    with db.reading() as session:
        return mailboxes.secrets_of(session, office.ws).imap_password
