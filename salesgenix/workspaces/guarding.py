"""What a workspace file may say of the guard."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from salesgenix.accounts.rules import Regions
from salesgenix.kit.errors import Invalid
from salesgenix.screening.rules import (
    LONGEST,
    MAX_TERMS,
    SHORTEST,
    DirectionName,
    EntityName,
    TermKind,
    TreatmentName,
    checked_entity,
    checked_words,
    comparable,
)


class _Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ListedWords(_Block):
    """Words of a list, and which kind of value they were taken for, or are."""

    words: Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST)]
    kind: EntityName | None = None


def _listed(value: object) -> object:
    return {"words": value} if isinstance(value, str) else value


Listed = Annotated[ListedWords, BeforeValidator(_listed, json_schema_input_type=str | ListedWords)]


class Guardrails(_Block):
    """What the guard does more strictly here, and words it knows. Nothing here lets more through:
    what would is refused when the file is applied, and said.
    """

    tighten: Annotated[
        dict[EntityName, dict[DirectionName, TreatmentName]],
        Field(description="Kind of value, way, what is done: CARD: {prospect_to_model: block}"),
    ] = {}
    allow: Annotated[
        list[Listed], Field(description="Never personal: products, public numbers.")
    ] = []
    deny: Annotated[
        list[Listed], Field(description="Always personal: code names, internal numbers.")
    ] = []
    phone_regions: Annotated[
        Regions, Field(description="Of numbers without a country code; by default the zone's.")
    ] = []

    def terms(self) -> list[tuple[TermKind, ListedWords]]:
        allowed = [(TermKind.ALLOW, one) for one in self.allow]
        return allowed + [(TermKind.DENY, one) for one in self.deny]


def unusable_words(guard: Guardrails) -> Iterator[str]:
    seen: dict[str, str] = {}
    counts = dict.fromkeys(TermKind, 0)
    for kind, listed in guard.terms():
        place = f"guardrails.{kind}[{counts[kind]}]"
        counts[kind] += 1
        try:
            checked_entity(listed.kind, kind)
            words = comparable(checked_words(listed.words))
        except Invalid as error:
            yield f"{place}: {error.message}"
            continue
        first = seen.setdefault(words, place)
        if first != place:
            yield f"{place}: stands in {first} already"
    if sum(counts.values()) > MAX_TERMS:
        yield f"guardrails: the lists hold {MAX_TERMS:,} words at most"
