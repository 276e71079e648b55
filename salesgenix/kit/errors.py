"""Every error the business raises, as one tree.

    SalesgenixError
    ├── Invalid         the input breaks a rule that its sender can see and mend
    ├── Forbidden       the asker is known and may not
    ├── NotFound        there is none, or none in this workspace (never told apart)
    ├── Conflict        the world has moved on since the asker looked
    ├── LimitExceeded   a stated limit is reached
    └── Unavailable     a part we need is down; trying again may help

Each carries a ``code`` (stable, for machines), a sentence (for people) and named facts. None knows
HTTP: ``api/errors.py`` maps the families to status codes.
"""

from typing import ClassVar


class SalesgenixError(Exception):
    """``code`` is stable and machine-read; ``facts`` hold no personal data: they are logged.

    ``keeps_writes``: the refusal is itself worth remembering, so ``Database.writing`` commits what
    was written before it was raised.
    """

    family: ClassVar[str] = "error"
    keeps_writes: ClassVar[bool] = False

    def __init__(self, code: str, message: str, **facts: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.facts = facts


class Invalid(SalesgenixError):
    family = "invalid"


class Forbidden(SalesgenixError):
    family = "forbidden"


class NotFound(SalesgenixError):
    family = "not_found"


class Conflict(SalesgenixError):
    family = "conflict"


class LimitExceeded(SalesgenixError):
    family = "limit_exceeded"


class Unavailable(SalesgenixError):
    family = "unavailable"
