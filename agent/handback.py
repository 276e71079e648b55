"""What a person of the team said before handing back, as the agent and the team read it again.

Cut from their own words by rules, never worded anew: what they promised, what was agreed (figures,
times, decisions), what the prospect asked and nobody answered.
"""

import re
from collections.abc import Sequence

from agent.understanding.words import fold
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import EventCard

MOST = 6  # of each kind, the newest
MOST_CHARACTERS = 300
_END = re.compile(r"(?<=[.!?])\s+|\n+")
_PROMISE = re.compile(
    r"\b(?:i'?ll|we'?ll|i will|we will|i am going to|promise|let me (?:send|check|get)|"
    r"(?:ich|wir) (?:werde|werden|schicke|schicken|sende|melde|melden|kummere|prufe|"
    r"rufe)|versprech\w*|"
    r"je (?:vous )?(?:envoie|enverrai|rappelle|rappellerai|reviens|verifie)|"
    r"nous (?:vous )?enverrons|"
    r"promets|(?:le|les) (?:envio|enviare|mando|llamo|llamare)|voy a|vamos a|prometo|"
    r"(?:le|la|vi) (?:invio|mando|chiamo|inviero|mandero)|prometto|vou|envio|"
    r"ik (?:stuur|zal|bel|mail|kijk)|beloof|wysle|zadzwonie|sprawdze|obiecuje)\b"
)
_AGREED = re.compile(
    r"\d+(?:[.,]\d+)?\s*(?:%|percent|prozent|pour ?cent|por ?cien\w*|procent|eur\b|"
    r"usd\b|gbp\b|pln\b|"
    r"chf\b|euros?\b|dollars?\b)|[€$£]\s*\d|\b\d{1,2}[:h.]\d{2}\b|\b\d{1,2} ?(?:am|pm|uhr)\b|"
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:montag|dienstag|mittwoch|donnerstag|"
    r"freitag)\b|\b(?:lundi|mardi|mercredi|jeudi|vendredi)\b|\b(?:lunes|martes|miercoles|jueves|"
    r"viernes)\b|\b(?:lunedi|martedi|mercoledi|giovedi|venerdi)\b|\b(?:segunda|terca|quarta|quinta|"
    r"sexta)-?feira\b|\b(?:maandag|dinsdag|woensdag|donderdag|vrijdag)\b|\b(?:poniedzialek|wtorek|"
    r"srod[ae]|czwartek|piatek)\b|\b(?:agreed?|deal|confirmed?|settled|vereinbart|abgemacht|"
    r"einverstanden|d'accord|convenu|de acuerdo|acordado|acordamos|d'accordo|concordato|combinado|"
    r"afgesproken|akkoord|umowione|uzgodnione|zgoda)\b"
)


def summary_of(events: Sequence[EventCard]) -> dict[str, list[str]]:
    """``promised``, ``agreed`` and ``open``, of the stretch since the agent last had control.

    Kinds of which there is nothing are left out.
    """
    stretch = [event for event in _stretch(events) if event.kind is EventKind.MESSAGE]
    promised: list[str] = []
    agreed: list[str] = []
    for event in stretch:
        if event.actor is not Actor.REP:
            continue
        for sentence in _sentences(str(event.payload.get("text", ""))):
            said = fold(sentence)
            if sentence.endswith("?"):
                continue
            if _PROMISE.search(said):
                promised.append(sentence)
            elif _AGREED.search(said):
                agreed.append(sentence)
    found = {"promised": promised, "agreed": agreed, "open": _open(stretch)}
    return {kind: said[-MOST:] for kind, said in found.items() if said}


def _stretch(events: Sequence[EventCard]) -> Sequence[EventCard]:
    """From the takeover on; another person may have taken over from the first."""
    start = 0
    is_theirs = False
    for place, event in enumerate(events):
        if event.kind is not EventKind.CONTROL_CHANGED:
            continue
        taken = event.payload.get("control") == "rep"
        if taken and not is_theirs:
            start = place
        is_theirs = taken
    return events[start:]


def _open(stretch: Sequence[EventCard]) -> list[str]:
    """The prospect's questions since the person last wrote."""
    questions: list[str] = []
    for event in stretch:
        if event.actor is Actor.REP:
            questions.clear()
        elif event.actor is Actor.PROSPECT:
            said = _sentences(str(event.payload.get("text", "")))
            questions += [sentence for sentence in said if sentence.endswith("?")]
    return questions


def _sentences(text: str) -> list[str]:
    found = (piece.strip() for piece in _END.split(text))
    return [sentence[:MOST_CHARACTERS] for sentence in found if sentence]
