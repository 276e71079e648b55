"""The table of what happens to which value in which direction, cell by cell."""

import pytest

from guardrails import Entity
from guardrails.policy import IN_VAULT, NEVER_STORED, POLICY, Direction, Treatment, treatment

_TABLE = """
    PERSON         pseudonymise  pseudonymise  restore_own  pseudonymise  restore_own
    EMAIL          pseudonymise  pseudonymise  restore_own  pseudonymise  restore_own
    PHONE          pseudonymise  pseudonymise  restore_own  pseudonymise  restore_own
    ADDRESS        pseudonymise  pseudonymise  restore_own  pseudonymise  restore_own
    IP             pseudonymise  mask          block        truncate      block
    CARD           mask          mask          block        drop          block
    SECURITY_CODE  mask          mask          block        drop          block
    BANK_ACCOUNT   mask          mask          block        drop          block
    NATIONAL_ID    mask          mask          block        drop          block
    BIRTH_DATE     mask          mask          block        drop          block
    SECRET         drop          drop          block        drop          block
    SENSITIVE      generalise    generalise    block        drop          block
    MINOR_AGE      flag          flag          block        drop          block
"""
_CELLS = [
    (Entity(entity), direction, Treatment(cell))
    for entity, *cells in (line.split() for line in _TABLE.strip().splitlines())
    for direction, cell in zip(Direction, cells, strict=True)
]


@pytest.mark.parametrize(("entity", "direction", "expected"), _CELLS)
def test_every_cell_is_as_decided(entity: Entity, direction: Direction, expected: Treatment):
    """No cell changes without this table changing with it."""
    assert treatment(entity, direction) is expected


def test_the_table_is_whole():
    """Every kind has a cell for every direction; nothing is left to the default."""
    assert set(POLICY) == set(Entity)
    assert all(set(row) == set(Direction) for row in POLICY.values())
    assert len(_CELLS) == len(Entity) * len(Direction)


def test_what_is_not_listed_is_blocked():
    """A kind nobody thought of does not slip through."""
    assert treatment("NEW_KIND", Direction.MODEL_TO_PROSPECT) is Treatment.BLOCK
    assert treatment(Entity.EMAIL, "fax") is Treatment.BLOCK


def test_what_is_never_stored_is_never_in_the_vault():
    """A kind has a way back or is gone for good; none is both."""
    assert not IN_VAULT & NEVER_STORED
    assert {Entity.CARD, Entity.SECURITY_CODE, Entity.SECRET, Entity.NATIONAL_ID} <= NEVER_STORED
