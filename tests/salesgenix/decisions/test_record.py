"""A record says what it is for, is written one way only, and cannot hold what somebody said."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as some

from salesgenix.actions.rules import State
from salesgenix.authority.rules import Outcome as Verdict
from salesgenix.db import Database
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import (
    FILED,
    Automation,
    DecisionType,
    Entry,
    Outcome,
    Role,
    as_code,
    canonical,
    coded,
    encode,
    parse,
)
from salesgenix.kit import release
from salesgenix.kit.errors import Invalid
from salesgenix.privacy.rules import RequestState

TEXTS = some.text(some.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
CODES = some.text("abcdefXYZ019_.:+/,-", max_size=12).filter(lambda text: as_code(text) == text)
CODED = some.dictionaries(
    CODES,
    some.recursive(
        some.integers(0, 9) | CODES,
        lambda inner: some.lists(inner, max_size=3) | some.dictionaries(CODES, inner, max_size=3),
        max_leaves=8,
    ),
    max_size=5,
)
SAID = (
    "Carla Ruiz wants a demo",
    "carla@customer.example",
    "+49 30 5550 7741",
    "+49-30-5550-7741",
    "4111111111111111",
    "Müller",
    "12 Elm Street",
    "a\nb",
    "x" * 201,
)


def written(db: Database, workspace_id: UUID, entry: Entry) -> dict[str, object]:
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    with db.writing() as session:
        seq = decisions.record(session, workspace_id, entry, now=now)
        return decisions.card(session, workspace_id, seq).body


@given(VALUES)
@settings(max_examples=200, deadline=None)
def test_the_bytes_are_those_of_rfc_8785(value: object) -> None:
    """For every value that a record can hold, in whatever script, another implementation of the
    standard writes the same bytes of its normal form.
    """
    try:
        ours = canonical({"value": value})
    except Invalid:  # two names that are one when normalised
        return
    assert ours == rfc8785.dumps(json.loads(ours))


@given(CODED)
@settings(max_examples=100, deadline=None)
def test_what_is_coded_is_written_like_anything_else(body: dict[str, object]) -> None:
    """The short way that a record takes ends in the same bytes."""
    assert encode(coded(body)) == canonical(body) == rfc8785.dumps(body)


def test_what_is_not_json_yet_is_coded_as_it_is_written() -> None:
    """Words of a closed list, also as names; sets, ids, moments; the greatest whole number."""
    moment = datetime(2026, 11, 23, 9, 0, 0, 1500, tzinfo=UTC)
    body = {
        Role.PROSPECT: Outcome.FOUND,
        "set": {"b", "a"},
        "id": UUID(int=7),
        "at": [moment, moment.date()],
        "most": [2**53 - 1, -(2**53) + 1, True, None],
    }
    assert encode(coded(body)) == canonical(body)


@pytest.mark.parametrize(
    "value", [0.5, float("nan"), 2**53, -(2**53), "\ud800", b"x", datetime(2026, 1, 1)]  # noqa: DTZ001
)  # fmt: skip
def test_what_two_machines_could_read_differently_is_refused(value: object) -> None:
    """Fractions, numbers beyond 2^53, half a surrogate pair, bytes, a time without a zone."""
    with pytest.raises(Invalid):
        canonical({"value": value})


def test_every_kind_is_filed() -> None:
    """Purpose, lawful basis and retention class follow from the kind, for each without gaps."""
    assert set(FILED) == set(DecisionType)


def test_every_end_is_known() -> None:
    """Whatever an action, a verdict or a request can be is an outcome; nothing else is."""
    assert {*State, *Verdict, *RequestState} <= {str(one) for one in Outcome}
    with pytest.raises(ValueError, match="probably"):
        Outcome("probably")


def test_a_record_says_what_it_is_for(db: Database, workspace_id: UUID) -> None:
    """Purpose, basis, retention, key epoch, agent and role stand in each; an agent only where
    none of the team decided by hand.
    """
    carla = uuid4()
    auto = written(
        db,
        workspace_id,
        Entry(type=DecisionType.REPLY_SENT, outcome="performed", subject_ref=carla),
    )
    assert auto["purpose"] == "selling"
    assert auto["lawful_basis"] == "legitimate_interest"
    assert auto["retention_class"] == "person"
    assert auto["agent"] == {"name": "salesgenix", "version": release.VERSION}
    assert (auto["role"], auto["significance"], auto["key_epoch"]) == ("prospect", "none", 1)
    by_hand = written(
        db,
        workspace_id,
        Entry(
            type=DecisionType.REQUEST_APPROVED,
            outcome="performed",
            automation=Automation.HUMAN_MADE,
            actor=uuid4(),
        ),
    )
    assert "agent" not in by_hand
    assert (by_hand["purpose"], by_hand["role"]) == ("rights", "none")


def test_the_release_is_named_once() -> None:
    """What records say of the software is what the project says of itself."""
    project = (Path(__file__).parents[3] / "pyproject.toml").read_text()
    assert f'version = "{release.VERSION}"' in project


def test_a_member_can_be_the_person(db: Database, workspace_id: UUID) -> None:
    """A record about one of the team says so."""
    entry = Entry(
        type=DecisionType.EXPORT_REQUESTED,
        outcome="performed",
        subject_ref=uuid4(),
        role=Role.MEMBER,
    )
    assert written(db, workspace_id, entry)["role"] == "member"


@pytest.mark.parametrize("text", SAID)
@pytest.mark.parametrize("part", ["facts", "tool", "strategy", "model", "checks", "reasons"])
def test_nothing_that_was_said_gets_into_the_clear(
    db: Database, workspace_id: UUID, part: str, text: str
) -> None:
    """A sentence, an address, a number, a name in another script: refused in whatever part, as a
    value or as a name, and nothing is written.
    """
    value = {"checks": [{"observed": text}], "reasons": (text,)}.get(part, {"about": {text: 1}})
    with pytest.raises(Invalid) as refused:
        written(
            db, workspace_id, Entry(type=DecisionType.SIGNAL_READ, outcome="found", **{part: value})
        )
    assert refused.value.code == "decision.not_a_code"
    assert text not in str(refused.value)
    with db.reading() as session:
        assert decisions.head(session, workspace_id).size == 0


def test_an_unknown_end_is_refused(db: Database, workspace_id: UUID) -> None:
    """Outcomes are a closed list."""
    with pytest.raises(Invalid):
        written(db, workspace_id, Entry(type=DecisionType.SIGNAL_READ, outcome="Carla agreed"))


def test_what_others_answer_becomes_a_code() -> None:
    """A list and a clock time read as before; what is no code is named other."""
    assert as_code("09:00 Europe/Berlin") == "09:00_Europe/Berlin"
    assert as_code("de, en") == "de,en"
    assert as_code("2026-11-23") == "2026-11-23"
    assert as_code("01900000-0000-7000-8000-000000000000") != "other"  # a digest of digits alone
    assert {as_code(text) for text in ("carla@customer.example", "+49 30 5550 7741")} == {"other"}


def test_days_and_times_are_written_in_utc() -> None:
    """An instant has its offset and milliseconds; a day is a day."""
    instant = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert parse(canonical({"at": instant, "on": date(2026, 11, 23)})) == {
        "at": "2026-11-23T09:00:00.000+00:00",
        "on": "2026-11-23",
    }
