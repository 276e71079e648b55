"""What happens to which kind of value in which direction. One table; what is not in it is blocked.

An owner may tighten the cells that are not fixed by law or by the card schemes; that comes with the
workspace file. Nothing here loosens at run time.
"""

from collections.abc import Mapping
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
    BLOCK = "block"  # must not leave: taken out, and the verdict says so


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
            Treatment.FLAG, Treatment.FLAG, Treatment.BLOCK, Treatment.DROP, Treatment.BLOCK
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


def treatment(entity: Entity, direction: Direction) -> Treatment:
    return POLICY.get(entity, {}).get(direction, Treatment.BLOCK)
