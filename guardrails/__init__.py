"""Checks on every text that enters or leaves. Light to import: only ``Guard.load`` is slow."""

from guardrails.entities import Entity, Owner
from guardrails.guard import Guard, OutboundStream
from guardrails.house import HouseRules, Term, Terms
from guardrails.people import KnownPeople, KnownPerson
from guardrails.vault import Vault, VaultItem
from guardrails.verdicts import (
    Guarded,
    GuardFailure,
    GuardVerdict,
    Inbound,
    Result,
    Signal,
    Stage,
)

__all__ = [
    "Entity",
    "Guard",
    "GuardFailure",
    "GuardVerdict",
    "Guarded",
    "HouseRules",
    "Inbound",
    "KnownPeople",
    "KnownPerson",
    "OutboundStream",
    "Owner",
    "Result",
    "Signal",
    "Stage",
    "Term",
    "Terms",
    "Vault",
    "VaultItem",
]
