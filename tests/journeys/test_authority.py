"""An owner's words, from nothing to what they allow, what they forbid, and back to nothing."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from guardrails.guard import Guard
from salesgenix.accounts import service as accounts
from tests.api.widget.visitor import Prospect
from tests.journeys.company import Company, answered, open_company

WORDS = "You may answer visitors from our pages. Book demos with Ben and mail the invitation."
NO_FRIDAYS = "Never book meetings on Fridays"
NOBODY = "I am not able to answer just now. A colleague will get back to you."
FRIDAY = 4


@pytest.fixture
def empty(tmp_path: Path, guard: Guard) -> Iterator[Company]:
    """A company that has given no order."""
    with open_company(tmp_path / "data", guard, has_orders=False) as company:
        yield company


class Owner:
    """Ana, as a program of hers that holds her token."""

    def __init__(self, client: httpx.Client, company: Company) -> None:
        with company.house.db.writing() as session:
            token = accounts.issue_sign_in(
                session, company.workspace_id, company.owner, now=company.clock.now()
            )
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"}

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        answer = self.client.post(f"/v1/{path}", json=body, headers=self.headers)
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def get(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(f"/v1/{path}", headers=self.headers).json()
        return found

    def order(self, words: str) -> str:
        """Read, shown, and put in force by the digest of what was shown."""
        shown = self.post("instructions/draft", words=words)
        assert {one["standing"] for one in shown["sentences"]} == {"enforced"}, shown
        given = self.post("instructions", words=words, digest=shown["digest"])
        assert (given["words"], given["state"]) == (words, "active")
        return str(given["id"])


def visitor(company: Company, client: httpx.Client) -> Prospect:
    return Prospect(client, company.site_key, zone="Europe/Berlin")


def say(prospect: Prospect, text: str, **more: Any) -> list[dict[str, Any]]:
    """What came of it: the events since."""
    before = len(prospect.log())
    prospect.write(text, **more)
    return answered(prospect)[before:]


def offered(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        slot
        for event in events
        if event["kind"] == "booking.proposed"
        for slot in event["payload"]["slots"]
    ]


def weekdays(slots: list[dict[str, Any]]) -> set[int]:
    return {datetime.fromisoformat(slot["starts_at"]).weekday() for slot in slots}


def test_from_no_order_to_orders_and_back(empty: Company) -> None:
    """Without an order nothing happens and the visitor is told so; with one the agent answers and
    books; another takes the Fridays away; what was withdrawn allows nothing more; and the
    invitation that left leads back to the owner's exact words.
    """
    company = empty
    with company.served() as client:
        ana, carla, dora = (
            Owner(client, company), visitor(company, client), visitor(company, client),
        )  # fmt: skip
        assert NOBODY in say(carla, "What does the Team plan cost?")[-1]["payload"]["text"]
        assert company.rounds.run() == 0
        (denied,) = [one for one in company.decisions() if one.type == "reply.withheld"]
        assert denied.body["reasons"] == ["no_instruction"]
        assert not [one for one in company.decisions() if one.type == "action.performed"]

        first = ana.order(WORDS)
        assert "39 EUR" in say(carla, "What does the Team plan cost?")[-1]["payload"]["text"]
        fridays = offered(say(dora, "Can we meet on Friday?"))
        assert weekdays(fridays) == {FRIDAY}
        (slot, *_) = offered(say(carla, "Can we meet on Thursday afternoon?"))
        say(carla, slot["label"], choice={"slot": slot["id"]})
        booked = say(carla, "Carla Moreno, carla@lumen.example")
        assert "booking.confirmed" in [event["kind"] for event in booked]
        company.rounds.run()
        (mail,) = company.outbox()
        assert (mail.state, mail.recipient) == ("sent", "carla@lumen.example")

        second = ana.order(NO_FRIDAYS)
        say(dora, fridays[0]["label"], choice={"slot": fridays[0]["id"]})
        taken = say(dora, "Dora Quist, dora@neighbour.example")
        assert "booking.confirmed" not in [event["kind"] for event in dora.log()]
        assert FRIDAY not in weekdays(offered(taken))
        assert FRIDAY not in weekdays(offered(say(dora, "Can we meet next Friday?")))

        assert ana.post(f"instructions/{first}/revoke")["state"] == "revoked"
        assert say(carla, "Is there an API?")[-1]["payload"]["text"] == NOBODY

        way = ana.get(f"actions/{mail.action_id}/provenance")
    assert (way["instruction"]["id"], way["instruction"]["words"]) == (first, WORDS)
    assert (way["rule"]["author"]["name"], way["rule"]["surface"]) == ("Ana Brandt", "api")
    (delivery,), (permit,) = way["deliveries"], way["permits"]
    assert delivery["permit_id"] == permit["id"]
    assert (permit["instruction_id"], permit["digest"]) == (first, way["action"]["digest"])
    assert second != first
