"""Passwords as Argon2id (RFC 9106), with the cost OWASP names for interactive sign-in."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def is_password(password: str, kept: str | None) -> bool:
    """Whether ``password`` gives the kept hash. Without one it takes the same time and says no."""
    try:
        _HASHER.verify(kept or _hash_of_nothing(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return kept is not None


@cache
def _hash_of_nothing() -> str:
    return hash_password("")
