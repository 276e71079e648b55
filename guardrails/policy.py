"""What happens to which kind of value in which direction. One table; what is not in it is blocked.

A workspace may tighten the ``STARRED`` cells; nothing loosens one. What a stored setting cannot do
it does not do, and ``tightened`` says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from guardrails.entities import Entity


class Direction(StrEnum):
    PROSPECT_TO_MODEL = "prospect_to_model"
    TOOL_TO_MODEL = "tool_to_model"
    MODEL_TO_PROSPECT = "model_to_prospect"
    LOGS = "logs"
    MAIL_OUT = "mail_out"


class Treatment(StrEnum):
    ALLOW = "allow"
    PSEUDONYMISE = "pseudonymise"  # a token of the vault
    MASK = "mask"  # a fixed phrase; what was there is gone for good
    GENERALISE = "generalise"  # a phrase that keeps the sense
    RESTORE_OWN = "restore_own"  # the reader's own value stays, everybody else's goes
    DROP = "drop"  # a bare mark, without even the last digits
    TRUNCATE = "truncate"  # an IP address keeps its network part
    FLAG = "flag"  # left in place; code is told
    BLOCK = "block"  # outward: taken out, and the verdict says so; inward: no model reads the text
    STOP = "stop"  # inward only: selling ends, and a person is asked


_IN = Direction.PROSPECT_TO_MODEL


def _row(*treatments: Treatment) -> Mapping[Direction, Treatment]:
    return MappingProxyType(dict(zip(Direction, treatments, strict=True)))


_CONTACT = _row(
    Treatment.PSEUDONYMISE,
    Treatment.PSEUDONYMISE,
    Treatment.RESTORE_OWN,
    Treatment.PSEUDONYMISE,
    Treatment.RESTORE_OWN,
)
_NEVER_KEPT = _row(Treatment.MASK, Treatment.MASK, Treatment.BLOCK, Treatment.DROP, Treatment.BLOCK)
_SECRET = _row(Treatment.DROP, Treatment.DROP, Treatment.BLOCK, Treatment.DROP, Treatment.BLOCK)

POLICY: Mapping[Entity, Mapping[Direction, Treatment]] = MappingProxyType(
    {
        Entity.PERSON: _CONTACT,
        Entity.EMAIL: _CONTACT,
        Entity.PHONE: _CONTACT,
        Entity.ADDRESS: _CONTACT,
        Entity.CARD: _NEVER_KEPT,
        Entity.SECURITY_CODE: _NEVER_KEPT,
        Entity.BANK_ACCOUNT: _NEVER_KEPT,
        Entity.NATIONAL_ID: _NEVER_KEPT,
        Entity.BIRTH_DATE: _NEVER_KEPT,
        Entity.SECRET: _SECRET,
        Entity.SENSITIVE: _row(
            Treatment.GENERALISE,
            Treatment.GENERALISE,
            Treatment.BLOCK,
            Treatment.DROP,
            Treatment.BLOCK,
        ),
        Entity.MINOR_AGE: _row(
            Treatment.STOP, Treatment.FLAG, Treatment.BLOCK, Treatment.DROP, Treatment.BLOCK
        ),
        Entity.IP: _row(
            Treatment.PSEUDONYMISE,
            Treatment.MASK,
            Treatment.BLOCK,
            Treatment.TRUNCATE,
            Treatment.BLOCK,
        ),
    }
)

# The only kinds with a way back.
IN_VAULT = frozenset(entity for entity, row in POLICY.items() if row[_IN] is Treatment.PSEUDONYMISE)
# The kinds that are gone before anything is written down.
NEVER_STORED = frozenset(
    entity for entity, row in POLICY.items() if row[_IN] in {Treatment.MASK, Treatment.DROP}
)


Cell = tuple[Entity, Direction]

# How strict a treatment is, per direction, the least first. A direction has no others.
_INWARD = (
    Treatment.ALLOW,
    Treatment.FLAG,
    Treatment.PSEUDONYMISE,
    Treatment.GENERALISE,
    Treatment.MASK,
    Treatment.DROP,
    Treatment.BLOCK,
)
_OUTWARD = (Treatment.ALLOW, Treatment.RESTORE_OWN, Treatment.BLOCK)
STRICTNESS: Mapping[Direction, tuple[Treatment, ...]] = MappingProxyType(
    {
        Direction.PROSPECT_TO_MODEL: (*_INWARD, Treatment.STOP),
        Direction.TOOL_TO_MODEL: _INWARD,
        Direction.MODEL_TO_PROSPECT: _OUTWARD,
        Direction.LOGS: (
            Treatment.ALLOW,
            Treatment.PSEUDONYMISE,
            Treatment.TRUNCATE,
            Treatment.DROP,
            Treatment.BLOCK,
        ),
        Direction.MAIL_OUT: _OUTWARD,
    }
)

# The cells that a workspace may tighten: what is hidden for good, or only hinted at, already.
_HIDDEN_FOR_GOOD = (
    Entity.CARD,
    Entity.SECURITY_CODE,
    Entity.BANK_ACCOUNT,
    Entity.NATIONAL_ID,
    Entity.BIRTH_DATE,
    Entity.SECRET,
    Entity.SENSITIVE,
)
STARRED: frozenset[Cell] = frozenset(
    {(entity, direction) for entity in _HIDDEN_FOR_GOOD for direction in Direction}
    | {(Entity.MINOR_AGE, _IN), (Entity.MINOR_AGE, Direction.MAIL_OUT)}
)


class Refusal(StrEnum):
    """Why a stored cell has no effect."""

    UNKNOWN = "unknown"  # no such kind, direction or treatment
    FIXED = "fixed"  # a cell without a star
    LOOSER = "looser"  # it would let more through than the table does
    SAME = "same"  # it is so already


@dataclass(frozen=True, slots=True)
class Tightened:
    """``cells`` are those that take effect; ``refused`` say why the others do not."""

    cells: Mapping[Cell, Treatment] = field(default_factory=dict)
    refused: tuple[tuple[tuple[str, str, str], Refusal], ...] = ()


def treatment(entity: Entity, direction: Direction) -> Treatment:
    return POLICY.get(entity, {}).get(direction, Treatment.BLOCK)


def stricter(entity: Entity, direction: Direction) -> tuple[Treatment, ...]:
    """What a workspace may make of the cell, the least strict first; nothing where it is fixed."""
    if (entity, direction) not in STARRED:
        return ()
    ladder = STRICTNESS[direction]
    return ladder[ladder.index(treatment(entity, direction)) + 1 :]


def tightened(cells: Iterable[tuple[str, str, str]]) -> Tightened:
    """``cells`` are (entity, direction, treatment) as stored. A later one of a cell replaces an
    earlier one.
    """
    taken: dict[Cell, Treatment] = {}
    refused: list[tuple[tuple[str, str, str], Refusal]] = []
    for stored in cells:
        try:
            entity, direction = Entity(stored[0]), Direction(stored[1])
            wanted = Treatment(stored[2])
        except ValueError:
            refused.append((stored, Refusal.UNKNOWN))
            continue
        why = _why_not(entity, direction, wanted)
        if why is None:
            taken[entity, direction] = wanted
        else:
            refused.append((stored, why))
    return Tightened(MappingProxyType(taken), tuple(refused))


def _why_not(entity: Entity, direction: Direction, wanted: Treatment) -> Refusal | None:
    if treatment(entity, direction) is wanted:
        return Refusal.SAME
    if (entity, direction) not in STARRED:
        return Refusal.FIXED
    if wanted not in STRICTNESS[direction]:
        return Refusal.UNKNOWN
    return None if wanted in stricter(entity, direction) else Refusal.LOOSER


def at_least(direction: Direction, given: Treatment, bound: Treatment) -> bool:
    """Whether ``given`` is as strict as ``bound`` there."""
    ladder = STRICTNESS[direction]
    return ladder.index(given) >= ladder.index(bound)
