"""Instants as clients name them: with a zone, and near enough to our time to be reckoned with."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

FIRST_YEAR, LAST_YEAR = 1970, 2200


def _near(instant: datetime) -> datetime:
    """Beyond, turning it into UTC or adding a week leaves the calendar of the computer."""
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise ValueError(f"years from {FIRST_YEAR} to {LAST_YEAR}")
    return instant


Instant = Annotated[AwareDatetime, AfterValidator(_near)]
