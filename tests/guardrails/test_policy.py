"""What happens to which value in which direction, each cell by a text through the real guard."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from guardrails import Entity, Guard, HouseRules, KnownPeople, Owner, Vault
from guardrails.policy import (
    IN_VAULT,
    NEVER_STORED,
    POLICY,
    STARRED,
    STRICTNESS,
    Direction,
    Refusal,
    Treatment,
    stricter,
    tightened,
    treatment,
)
from guardrails.verdicts import Result

_TABLE = """
    PERSON         pseudonymise  pseudonymise  restore_own  pseudonymise  restore_own
    EMAIL          pseudonymise  pseudonymise  restore_own  pseudonymise  restore_own
    PHONE          pseudonymise  pseudonymise  restore_own  pseudonymise  restore_own
    ADDRESS        pseudonymise  pseudonymise  restore_own  pseudonymise  restore_own
    IP             pseudonymise  mask          block        truncate      block
    CARD           mask*         mask*         block*       drop*         block*
    SECURITY_CODE  mask*         mask*         block*       drop*         block*
    BANK_ACCOUNT   mask*         mask*         block*       drop*         block*
    NATIONAL_ID    mask*         mask*         block*       drop*         block*
    BIRTH_DATE     mask*         mask*         block*       drop*         block*
    SECRET         drop*         drop*         block*       drop*         block*
    SENSITIVE      generalise*   generalise*   block*       drop*         block*
    MINOR_AGE      stop*         flag          block        drop          block*
"""
_CELLS = [
    (Entity(entity), direction, Treatment(cell.rstrip("*")), cell.endswith("*"))
    for entity, *cells in (line.split() for line in _TABLE.strip().splitlines())
    for direction, cell in zip(Direction, cells, strict=True)
]
_STRICTER = [
    (entity, direction, wanted)
    for entity, direction, _, is_starred in _CELLS
    if is_starred
    for wanted in stricter(entity, direction)
]
_SAID = {
    Entity.PERSON: ("Hello, my name is Carla Jensen.", "Carla Jensen"),
    Entity.EMAIL: ("Please write to carla@acme.example today.", "carla@acme.example"),
    Entity.PHONE: ("Please call +49 30 901820 today.", "+49 30 901820"),
    Entity.ADDRESS: ("Send it to 12 Dock Street, Leeds LS10 1JF please.", "12 Dock Street"),
    Entity.IP: ("It happens from 84.17.23.101 every day.", "84.17.23.101"),
    Entity.CARD: ("My card is 4111 1111 1111 1111, thank you.", "4111 1111 1111 1111"),
    Entity.SECURITY_CODE: ("The cvv is 937, thank you.", "937"),
    Entity.BANK_ACCOUNT: ("Use DE89 3704 0044 0532 0130 00 for it.", "DE89 3704 0044 0532 0130 00"),
    Entity.NATIONAL_ID: ("My social security number is 219-09-9998.", "219-09-9998"),
    Entity.BIRTH_DATE: ("I was born on 14 May 1987 in Leeds.", "14 May 1987"),
    Entity.SECRET: ("password: hunter2!", "hunter2!"),
    Entity.SENSITIVE: ("I have diabetes, so please be brief.", "diabetes"),
    Entity.MINOR_AGE: ("I'm 11", "11"),
}


@dataclass
class Carried:
    """What one text became in one direction. ``kept`` is what was written down of it."""

    text: str
    result: Result
    vault: Vault
    kept: str = ""
    blocked: frozenset[str] = frozenset()
    stopped: frozenset[str] = frozenset()
    treated: tuple[tuple[str, str, int], ...] = ()


def carry(
    guard: Guard, text: str, direction: Direction, rules: HouseRules, vault: Vault | None = None
) -> Carried:
    vault, known = vault or Vault(), KnownPeople(rules=rules)
    if direction is Direction.PROSPECT_TO_MODEL:
        found = guard.inbound(text, vault=vault, known=known)
        return Carried(
            found.model,
            found.verdict.result,
            vault,
            kept=found.stored,
            blocked=found.blocked,
            stopped=found.stopped,
            treated=found.verdict.treated,
        )
    if direction is Direction.TOOL_TO_MODEL:
        guarded = guard.for_model(text, vault=vault, known=known)
    elif direction is Direction.LOGS:
        guarded = guard.for_log(text, vault=vault, known=known)
    else:
        guarded = guard.outbound(text, vault=vault, known=known, direction=direction)
    verdict = guarded.verdict
    return Carried(guarded.text, verdict.result, vault, treated=verdict.treated)


def _is_pseudonymised(entity: Entity, value: str, got: Carried) -> None:
    token = f"<<{entity}_1>>"
    assert token in got.text
    assert value not in got.text
    assert value in got.vault.resolve(token)


def _is_gone(entity: Entity, value: str, got: Carried) -> None:
    assert value not in got.text
    assert "<<" not in got.text
    assert len(got.vault) == 0


def _is_masked(entity: Entity, value: str, got: Carried) -> None:
    _is_gone(entity, value, got)
    assert "[" in got.text
    assert value not in got.kept
    if entity is Entity.CARD:
        assert "1111]" in got.text


def _is_dropped(entity: Entity, value: str, got: Carried) -> None:
    _is_gone(entity, value, got)
    assert value[-4:] not in got.text
    assert value[-4:] not in got.kept


def _is_generalised(entity: Entity, value: str, got: Carried) -> None:
    _is_gone(entity, value, got)
    assert "[a personal matter]" in got.text


def _is_flagged(entity: Entity, value: str, got: Carried) -> None:
    assert value in got.text
    assert got.result is Result.PASS


def _is_truncated(entity: Entity, value: str, got: Carried) -> None:
    assert value not in got.text
    assert value.rpartition(".")[0] in got.text


def _is_blocked(entity: Entity, value: str, got: Carried) -> None:
    _is_gone(entity, value, got)
    assert value not in got.kept


def _is_stopped(entity: Entity, value: str, got: Carried) -> None:
    _is_gone(entity, value, got)
    assert got.result is Result.STOP
    assert got.stopped == {entity}


_PROMISES: dict[Treatment, Callable[[Entity, str, Carried], None]] = {
    Treatment.PSEUDONYMISE: _is_pseudonymised,
    Treatment.MASK: _is_masked,
    Treatment.DROP: _is_dropped,
    Treatment.GENERALISE: _is_generalised,
    Treatment.FLAG: _is_flagged,
    Treatment.TRUNCATE: _is_truncated,
    Treatment.RESTORE_OWN: _is_gone,  # of nobody who reads it
    Treatment.BLOCK: _is_blocked,
    Treatment.STOP: _is_stopped,
}


@pytest.mark.parametrize(("entity", "direction", "promised", "is_starred"), _CELLS)
def test_every_cell_does_what_it_promises(
    guard: Guard, entity: Entity, direction: Direction, promised: Treatment, *, is_starred: bool
):
    """A value of each kind, sent each way, becomes what the table here says of it."""
    said, value = _SAID[entity]
    got = carry(guard, said, direction, HouseRules())
    _PROMISES[promised](entity, value, got)
    if promised is Treatment.BLOCK:
        assert got.result is Result.BLOCK
    if promised is not Treatment.FLAG:
        assert [count for kind, _, count in got.treated if kind == entity] == [1]
    assert ((entity, direction) in STARRED) is is_starred


@pytest.mark.parametrize("entity", sorted(IN_VAULT - {Entity.IP}))
@pytest.mark.parametrize("direction", [Direction.MODEL_TO_PROSPECT, Direction.MAIL_OUT])
def test_the_readers_own_value_stays(guard: Guard, entity: Entity, direction: Direction):
    """What a person wrote themselves may be read back to them; a third person's may not."""
    said, value = _SAID[entity]
    for owner, stays in ((Owner.PROSPECT, True), (Owner.THIRD, False)):
        vault = Vault()
        token = vault.token_for(entity, value, owner)
        got = carry(guard, f"As noted: {token}.", direction, HouseRules(), vault)
        assert (value in got.text) is stays
    del said


@pytest.mark.parametrize(("entity", "direction", "wanted"), _STRICTER)
def test_a_tightened_cell_does_what_it_then_promises(
    guard: Guard, entity: Entity, direction: Direction, wanted: Treatment
):
    """Each stricter setting that a workspace may choose is kept in the text, and in what is stored;
    what no model may read is said to the caller by its kind.
    """
    said, value = _SAID[entity]
    cells = tightened([(entity.value, direction.value, wanted.value)]).cells
    got = carry(guard, said, direction, HouseRules(cells=cells))
    _PROMISES[wanted](entity, value, got)
    if direction is Direction.PROSPECT_TO_MODEL:
        assert value not in got.kept
        assert got.blocked == ({entity} if wanted is Treatment.BLOCK else set())
    elif wanted is Treatment.BLOCK:
        assert got.text in {"[removed]", "[a text that may not be read here]"}


def test_every_count_names_a_treatment(guard: Guard):
    """A pseudonym of nobody, or somebody else's, is counted as blocked and not by its code."""
    vault = Vault()
    foreign = vault.token_for(Entity.EMAIL, "zoe@else.example", Owner.THIRD)
    got = carry(guard, f"{foreign} <<PERSON_9>>", Direction.MODEL_TO_PROSPECT, HouseRules(), vault)
    assert got.treated == (("EMAIL", "block", 1), ("PERSON", "block", 1))


def test_the_table_is_whole():
    """Every kind has a cell for every direction; nothing is left to the default."""
    assert set(POLICY) == set(Entity) == set(_SAID)
    assert all(set(row) == set(Direction) for row in POLICY.values())
    assert len(_CELLS) == len(Entity) * len(Direction)
    assert all(cell in STRICTNESS[way] for _, way, cell, _ in _CELLS)


def test_a_setting_never_loosens():
    """What is fixed, looser, the same or unknown has no effect, and the caller learns why."""
    way = Direction.PROSPECT_TO_MODEL.value
    asked = {
        ("CARD", way, "block"): None,
        ("SENSITIVE", way, "mask"): None,
        ("CARD", way, "allow"): Refusal.LOOSER,
        ("SECRET", way, "mask"): Refusal.LOOSER,
        ("CARD", "logs", "pseudonymise"): Refusal.LOOSER,
        ("SECRET", way, "drop"): Refusal.SAME,
        ("EMAIL", way, "mask"): Refusal.FIXED,
        ("MINOR_AGE", "tool_to_model", "drop"): Refusal.FIXED,
        ("CARD", "logs", "stop"): Refusal.UNKNOWN,
        ("CARD", way, "burn"): Refusal.UNKNOWN,
        ("SHOE_SIZE", way, "drop"): Refusal.UNKNOWN,
        ("CARD", "fax", "drop"): Refusal.UNKNOWN,
    }
    settled = tightened(asked)
    assert dict(settled.refused) == {cell: why for cell, why in asked.items() if why}
    assert len(settled.cells) == 2
    for (entity, direction), given in settled.cells.items():
        ladder = STRICTNESS[direction]
        assert ladder.index(given) > ladder.index(treatment(entity, direction))


def test_what_is_not_listed_is_blocked():
    """A kind nobody thought of does not slip through."""
    assert treatment("NEW_KIND", Direction.MODEL_TO_PROSPECT) is Treatment.BLOCK
    assert treatment(Entity.EMAIL, "fax") is Treatment.BLOCK


def test_what_is_never_stored_is_never_in_the_vault():
    """A kind has a way back or is gone for good; none is both."""
    assert not IN_VAULT & NEVER_STORED
    assert {Entity.CARD, Entity.SECURITY_CODE, Entity.SECRET, Entity.NATIONAL_ID} <= NEVER_STORED
