"""Identifiers. They sort roughly by time for the database's sake; order is never read from them."""

import secrets
from uuid import UUID

import uuid_utils
import uuid_utils.compat as uuid7s

QuickId = uuid_utils.UUID


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562)."""
    return uuid7s.uuid7()


def quick_id() -> QuickId:
    """The same for where many are made: an eighth of the time to make it and to write it out.

    It is no ``UUID`` of Python's own. ``kit.prepared`` takes it as one; nothing else need know it.
    """
    return uuid_utils.uuid7()


def new_token(prefix: str) -> str:
    """An unguessable secret with 192 bits, shown once: ``prefix_…``."""
    return f"{prefix}_{secrets.token_urlsafe(24)}"
