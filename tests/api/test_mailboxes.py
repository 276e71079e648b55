"""The company's mailbox over the API: what is typed is kept sealed, and a test tells the truth."""

import dataclasses

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.members import COOKIE
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


def test_the_owner_does_the_same_on_a_page(office: Office, client: TestClient) -> None:
    """Typed, kept and tried at once; what is wrong is said beside what was typed, no password is
    shown again; a colleague who may not change it sees how it stands and no form.
    """
    client.cookies.set(COOKIE, office.token(office.ana))
    empty = client.get("/console/settings/channels").text
    assert "No mailbox connected" in empty
    (port,) = free_ports(1)
    form = {
        "csrf": csrf_of(empty),
        "address": "mira@orchard.example",
        "imap_host": "127.0.0.1",
        "imap_port": str(port),
        "imap_tls": "none",
        "imap_username": "mira",
        "imap_password": SECRET,
        "dkim_selector": "mail",
        "makes_key": "true",
    }
    wrong = client.post("/console/settings/channels", data=form | {"imap_port": "0"})
    assert wrong.status_code == 422
    assert "imap port" in wrong.text
    assert "mira@orchard.example" in wrong.text
    made = client.post("/console/settings/channels", data=form)
    assert made.status_code == 200, made.text
    assert "Nobody answers at this address and port." in made.text
    assert SECRET not in made.text + wrong.text
    off = client.post("/console/settings/channels/off", data={"csrf": csrf_of(made.text)})
    assert "Switched off" in off.text
    client.cookies.set(COOKIE, office.token(office.ben))
    seen = client.get("/console/settings/channels").text
    assert "mira@orchard.example" in seen
    assert "Save and test" not in seen


def csrf_of(page: str) -> str:
    return page.partition('name="csrf" value="')[2].partition('"')[0]
