"""Identifiers. They sort roughly by time for the database's sake; order is never read from them."""

import secrets
from uuid import UUID

import uuid_utils.compat as uuid7s


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562)."""
    return uuid7s.uuid7()


def new_token(prefix: str) -> str:
    """An unguessable secret with 192 bits, shown once: ``prefix_…``."""
    return f"{prefix}_{secrets.token_urlsafe(24)}"
