"""Whether a clause allows, forbids, wants to be asked, or only limits."""

from collections.abc import Sequence

from salesgenix.drafts.meaning.clauses import Clause
from salesgenix.drafts.meaning.deeds import is_verbal
from salesgenix.drafts.meaning.findings import ASK, GRANT, LIMIT, NEVER, CannotHold, Case
from salesgenix.drafts.reading.lexicons import Tag
from salesgenix.drafts.terms import Standing

# In these languages two refusals in one clause undo each other; elsewhere they are one.
_ONE_NO = frozenset({"en", "de", "nl"})


def mood_of(clause: Clause, case: Case) -> str:
    kinds = {tag.kind.removesuffix("adv") for tag in clause.mood}
    if "optional" in kinds:
        raise CannotHold("optional")
    if _is_doubled(clause, case.reading.language):
        raise CannotHold("double_negation", None, Standing.UNCLEAR)
    if any(tag.kind == "noask" and tag.value == "pending" for tag in clause.mood):
        return ASK  # nothing until somebody has said so
    if "noask" in kinds:
        return ASK if "never" in kinds or case.said("only") else GRANT
    if "ask" in kinds:
        return ASK
    if "never" in kinds:
        return NEVER
    if any(tag.kind == "may" and tag.value != "must" for tag in clause.mood):
        return GRANT
    return _unsaid(clause, case)


def _unsaid(clause: Clause, case: Case) -> str:
    """An order to do something allows it; what names a thing, or begins with ``only``, limits."""
    border = clause.pieces[0] if clause.pieces else len(clause.tags)
    first = [tag.kind for tag in clause.tags[:border]]
    is_limit = bool({"only", "max", "notbefore", "notafter", "below", "min"} & set(first))
    if case.said("upto") and not case.said("only"):
        return GRANT
    lends_only = clause.lends("only") and not clause.has("only")
    is_verb = is_verbal(case) or any(tag.kind == "may" for tag in clause.mood)
    return GRANT if is_verb and not is_limit and not lends_only else LIMIT


def _is_doubled(clause: Clause, language: str) -> bool:
    own: Sequence[Tag] = clause.all("never")
    follows_only = any(
        tag.kind == "only" and any(n.end == tag.start for n in own) for tag in clause.tags
    )
    return follows_only or (language in _ONE_NO and len(own) > 1)
