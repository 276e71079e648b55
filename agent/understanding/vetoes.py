"""What a message only seems to say: the rules know the look-alike ("not that expensive"). And what
it claims of us.
"""

from agent.understanding.floors import uncancelled
from agent.understanding.kinds import LANGUAGES
from agent.understanding.lexicons import lexicon
from agent.understanding.reading import INTENTS
from agent.understanding.words import tokenise

_NOT = ".not"
_CLAIM = "claim."


def vetoed_in(text: str, *, language: str) -> frozenset[str]:
    """Names of intents, and ``objection.<kind>``, that a rule has read as denied or not meant."""
    book = lexicon(language if language in LANGUAGES else LANGUAGES[0])
    labels = (hit.label for hit in book.book.search(book.respell(tokenise(text))))
    alike = (label.removesuffix(_NOT) for label in labels if label.endswith(_NOT))
    return frozenset(INTENTS[label].value if label in INTENTS else label for label in alike)


def claimed_in(text: str, *, language: str) -> frozenset[str]:
    """``promised`` (said to have been), ``scarce`` (said to be), ``sign`` (for them), ``another``
    (what other customers pay), ``abuse``.
    """
    book = lexicon(language if language in LANGUAGES else LANGUAGES[0])
    hits = uncancelled(book.book.search(book.respell(tokenise(text))))
    return frozenset(hit.label.removeprefix(_CLAIM) for hit in hits if hit.label.startswith(_CLAIM))
