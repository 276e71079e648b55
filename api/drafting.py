"""Drafts of orders, for the API and the console: what words would mean, and putting it in force."""

from api.members import SignedIn
from salesgenix.accounts.rules import Verb
from salesgenix.drafts import service as drafts
from salesgenix.drafts.service import DraftCard, Wish
from salesgenix.instructions.service import InstructionCard


def draft(who: SignedIn, wish: Wish) -> DraftCard:
    """Changes nothing."""
    who.require(Verb.CHANGE_INSTRUCTIONS)
    with who.house.db.reading() as session:
        return drafts.draft(session, who.workspace_id, wish, now=who.now)


def publish(who: SignedIn, wish: Wish, *, digest: str, surface: str) -> InstructionCard:
    who.require(Verb.CHANGE_INSTRUCTIONS)
    with who.house.db.writing() as session:
        return drafts.publish(
            session,
            who.workspace_id,
            wish,
            digest=digest,
            by=who.member.id,
            surface=surface,
            now=who.now,
        )
