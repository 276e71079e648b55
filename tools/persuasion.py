"""Ways to persuade, each with what must be true for it. The owner says which are allowed.

There is none for guilt, fear, invented urgency, a made-up life or pressure after a no, and nothing
here claims that a strategy works: that is measured.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from salesgenix.authority.rules import ActionKind
from salesgenix.kit.errors import Invalid
from salesgenix.knowledge import service as knowledge
from salesgenix.knowledge.service import PassageCard
from tools.context import Proposal, ToolContext
from tools.research import cited, quoted
from tools.verb import Arguments, Effect, Verb


class Family(StrEnum):
    INQUIRY = "inquiry"
    LOGIC = "logic"
    CREDIBILITY = "credibility"
    SOCIAL_PROOF = "social_proof"
    COMMITMENT = "commitment"
    SCARCITY = "scarcity"


@dataclass(frozen=True, slots=True)
class Strategy:
    """``holds`` tests the passage to be quoted; there is none where nothing is claimed."""

    name: str
    family: Family
    meaning: str
    needs: str = ""
    holds: Callable[[PassageCard], bool] | None = None


# A certificate, norm or audit that somebody else can check, and not that all is safe with us.
_VERIFIABLE = re.compile(
    r"\b(?:ISO|IEC|SOC|DIN|BSI|T[UÜ]V|PCI|HIPAA|HDS|C5|TISAX|TLS|AES|Article \d+|Art\. ?\d+)\b"
    r"|certif|zertifi|certyfik|penetration test",
    re.IGNORECASE,
)
_APPROVED = re.compile(
    r"approved|freigegeben|zugestimmt|approuvé|validé par|aprobad|autorizad|approvat|autorizzat"
    r"|aprovad|goedgekeurd|zatwierdz|zgod[aęy]",
    re.IGNORECASE,
)


def _is_credential(card: PassageCard) -> bool:
    about = _about("security", "privacy", "certification")(card)
    return about and is_verifiable(card.text)


def is_verifiable(text: str) -> bool:
    """Whether a text names something that a stranger can check: a norm, a certificate, a law."""
    return _VERIFIABLE.search(text) is not None


def _about(*concepts: str) -> Callable[[PassageCard], bool]:
    return lambda card: not card.concepts.isdisjoint(concepts)


STRATEGIES = {
    strategy.name: strategy
    for strategy in (
        Strategy("discovery_question", Family.INQUIRY, "Ask about their case before advising."),
        Strategy("summary", Family.INQUIRY, "Say back what they told, and ask if it is right."),
        Strategy("small_step", Family.COMMITMENT, "Offer the smallest next step that helps them."),
        Strategy(
            "worked_example",
            Family.LOGIC,
            "Calculate their case with the published figures.",
            needs="a passage about prices",
            holds=_about("price", "plan"),
        ),
        Strategy(
            "benefit",
            Family.LOGIC,
            "Connect what they need with what the offer does.",
            needs="a passage that says so",
            holds=lambda card: bool(card.text),
        ),
        Strategy(
            "risk_reversal",
            Family.LOGIC,
            "Name the trial, the short term or the way back.",
            needs="a passage about trial, contract or cancellation",
            holds=_about("trial", "contract", "cancellation"),
        ),
        Strategy(
            "credential",
            Family.CREDIBILITY,
            "Name a certificate or practice that can be checked.",
            needs="a passage about security, privacy or certificates",
            holds=_is_credential,
        ),
        Strategy(
            "customer_story",
            Family.SOCIAL_PROOF,
            "Tell what an approved reference customer measured.",
            needs="a passage with a reference that the customer approved",
            holds=lambda card: _about("reference")(card) and bool(_APPROVED.search(card.text)),
        ),
        Strategy(
            "deadline",
            Family.SCARCITY,
            "Name a real end date of a real offer.",
            needs="a page with a last day that is still to come",
            holds=lambda card: card.valid_until is not None,
        ),
    )
}


CATALOGUE = hashlib.sha256(
    "\n".join(f"{one.name}: {one.meaning} {one.needs}" for one in STRATEGIES.values()).encode()
).hexdigest()  # the version of what can be chosen from


def admissible(allowed: Iterable[str], cards: Sequence[PassageCard]) -> list[str]:
    """Of the ways the owner allows those that are true today, given the passages at hand."""
    known = [STRATEGIES[name] for name in sorted(set(allowed)) if name in STRATEGIES]
    return [one.name for one in known if one.holds is None or any(map(one.holds, cards))]


class ChooseStrategy(Arguments):
    strategy: str = Field(description="One of: " + ", ".join(STRATEGIES))
    claim_passage_id: UUID | None = Field(
        default=None, description="The passage that will be quoted; needed when anything is claimed"
    )


def choose_strategy(context: ToolContext, arguments: ChooseStrategy) -> Proposal:
    """``Invalid`` when there is no such way to persuade, or what it needs is not true today."""
    strategy = STRATEGIES.get(arguments.strategy)
    if strategy is None:
        raise Invalid("strategy.unknown", f"The ways to persuade are: {', '.join(STRATEGIES)}.")
    card = _claim(context, arguments.claim_passage_id)
    if strategy.holds is not None and (card is None or not strategy.holds(card)):
        raise Invalid("strategy.not_true", f"It needs {strategy.needs}.", strategy=strategy.name)
    proposed = {"strategy": strategy.name, "family": strategy.family.value}
    known = {"meaning": strategy.meaning}
    if card is None:
        return Proposal(ActionKind.STRATEGY_USE, proposed, known)
    claim = {"claim_passage_id": str(card.id), "claim_path": card.path}
    passage = quoted(card, context)
    return Proposal(
        ActionKind.STRATEGY_USE,
        proposed | claim,
        known | {"passage": passage},
        sources=(cited(passage),),
    )


def _claim(context: ToolContext, passage_id: UUID | None) -> PassageCard | None:
    if passage_id is None:
        return None
    with context.db.reading() as session:
        return knowledge.passage(session, context.workspace_id, passage_id, now=context.now)


VERBS = (
    Verb(
        name="choose_strategy",
        description=(
            "Names the way you are about to persuade, before you write it. Refused unless the "
            "owner allows it and what it claims stands in a passage: "
            + "; ".join(f"{item.name}: {item.meaning}" for item in STRATEGIES.values())
        ),
        arguments=ChooseStrategy,
        effect=Effect.INTERNAL,
        action=ActionKind.STRATEGY_USE,
        personal_fields=frozenset(),
        run=choose_strategy,
    ),
)
