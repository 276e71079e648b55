"""The kinds of special category, and what a word needs before it to be said of a person."""

from dataclasses import dataclass

HEALTH, RELIGION, ORIGIN, SEXUALITY = "health", "religion", "origin", "sexuality"
UNION, POLITICS, CRIME, BODY_DATA = "union", "politics", "crime", "biometric"


@dataclass(frozen=True, slots=True)
class Term:
    category: str
    cues: str
