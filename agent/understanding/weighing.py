"""Rules and the trained classifier together: what is sure, what is a doubt.

A rule hit is precise and stands, unless the classifier finds it most unlikely; the classifier adds
what no rule foresaw. A look-alike that a rule knows (``label.not``) raises what the classifier
needs. Between its two margins a signal is a doubt: asked about, never acted on.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from agent.understanding.kinds import Floor, Intent, Objection
from agent.understanding.learning.model import classifier

_INTENTS = tuple(
    Intent(label)
    for label in (
        "price", "discount_request", "booking_request", "move_appointment", "cancel_appointment",
        "product_question", "integration_question", "security_question", "trial_question",
        "positive",
    )
)  # fmt: skip
_CLEARLY = 1.5
_NOT_AT_ALL = 0.05  # the chance of any objection below which a question is none
_PLAIN, _HARDLY = 0.95, 0.25  # of a question as such; of any objection that a rule hears in it
_OF_FACT = 0.4  # the chance of what a plain question is about, from which a doubt must be plainer
_ASKING_AT_ALL, _PLAINLY = 0.15, 0.75  # of a question, and of what it would be about
_QUESTIONS = frozenset(
    {
        Intent.PRODUCT_QUESTION,
        Intent.INTEGRATION_QUESTION,
        Intent.SECURITY_QUESTION,
        Intent.TRIAL_QUESTION,
    }
)
_ASKING = (  # where one of these is clearly likelier than any objection, only a rule hears one
    "product_question", "security_question", "integration_question", "price", "booking_request",
)  # fmt: skip
_PREFIX = "objection."
_ANY = Intent.OBJECTION.value
_BY_RULE = 0.5  # what a rule hit adds to a chance when several objections are put in order
_LOOKS_ALIKE = 0.5  # of the way from sure to certain that a look-alike demands
_EXPLAINED = 0.5  # and so much when the rules know what the message is for
_UNLIKELY = 0.02  # of the doubtful margin: below it a rule was fooled
_LEAST = {Intent.MOVE_APPOINTMENT: 0.5, Intent.CANCEL_APPOINTMENT: 0.5}  # a meeting is at stake
_A_BID = 0.6  # the chance of it from which a doubt about the price asks for less
_OF_THE_PRICE = 0.4  # who asks for less asks for the price too: the share that must be for less
_TOLD: dict[str, frozenset[Objection]] = {  # what an answer to our own question says without doubt
    "timeline": frozenset({Objection.TIMING}),
    "authority": frozenset({Objection.AUTHORITY}),
    "budget": frozenset({Objection.PRICE}),
    "tool": frozenset({Objection.ALREADY_HAVE, Objection.COMPETITOR}),
    "need": frozenset(),
    "size": frozenset(),
}
_KEPT = 32  # texts, for as long as a turn goes on
_KEEN = 0.35  # the chance from which interest counts where nothing speaks against it


@dataclass(frozen=True, slots=True)
class Heard:
    """What the classifier makes of a message; ``alike`` are the look-alikes that rules saw."""

    chances: Mapping[str, float]
    alike: frozenset[str] = frozenset()

    def is_sure(self, label: str, *, more: float = 0.0) -> bool:
        """``more`` is the share of the way from sure to certain that is demanded besides."""
        margin = classifier().margins.get(label)
        if margin is None:
            return False
        more = max(more, _LOOKS_ALIKE) if label in self.alike else more
        return self.chances.get(label, 0.0) >= margin.sure + more * (1 - margin.sure)

    def is_doubtful(self, label: str) -> bool:
        margin = classifier().margins.get(label)
        if margin is None or label in self.alike or self.is_sure(label):
            return False
        return self.chances[label] >= margin.doubtful

    def is_unlikely(self, label: str) -> bool:
        """Whether a rule was fooled."""
        margin = classifier().margins.get(label)
        if margin is None or label not in self.chances:
            return False
        return self.chances[label] < margin.doubtful * _UNLIKELY


def hear(text: str, alike: Collection[str] = ()) -> Heard:
    """The classifier's reading of a text; of one without a letter it makes nothing."""
    if not any(letter.isalpha() for letter in text):
        return Heard({})
    return Heard(_chances(text), frozenset(alike))


@lru_cache(maxsize=_KEPT)
def _chances(text: str) -> Mapping[str, float]:
    return MappingProxyType(dict(classifier().read(text)))


def objections(
    ruled: Sequence[Objection], heard: Heard, *, is_explained: bool, just_asked: str | None = None
) -> tuple[Objection, ...]:
    """All that are raised, the surest first; ``ruled`` come in the order of the message.

    ``is_explained`` says that the rules know what the message is for: a meeting, a request.
    ``just_asked`` is what our last message asked: when somebody wants to begin is told in the words
    of a doubt about the time, and is none.
    """
    weight: dict[Objection, float] = {}
    asks = any(
        heard.chances.get(label, 0.0) > _CLEARLY * heard.chances.get(_ANY, 0.0) for label in _ASKING
    )
    is_fact = _is_of_fact(heard)
    for kind in ruled:
        if asks and 0.0 < heard.chances.get(_ANY, 0.0) < (_HARDLY if is_fact else _NOT_AT_ALL):
            continue
        if not heard.is_unlikely(_PREFIX + kind):
            weight[kind] = heard.chances.get(_PREFIX + kind, 0.0) + _BY_RULE
    keen = heard.chances.get(Intent.POSITIVE, 0.0)
    is_told = just_asked in _TOLD
    more = _EXPLAINED if (is_explained or is_told or is_fact) and not weight else 0.0
    for kind in Objection:
        if kind in _TOLD.get(just_asked or "", ()):
            continue
        if asks or keen > heard.chances.get(_PREFIX + kind, 0.0):
            continue
        if kind not in weight and heard.is_sure(_PREFIX + kind, more=more):
            weight[kind] = heard.chances[_PREFIX + kind]
    return tuple(sorted(weight, key=lambda kind: -weight[kind]))


def _is_of_fact(heard: Heard) -> bool:
    """Whether it asks plainly, and for something that a page could say."""
    asked = max((heard.chances.get(label, 0.0) for label in _ASKING), default=0.0)
    return heard.chances.get("question", 0.0) >= _PLAIN and asked >= _OF_FACT


def intents(heard: Heard, raised: Sequence[Objection]) -> tuple[Intent, ...]:
    """What the classifier adds; who refuses is not keen."""
    added: list[Intent] = [
        intent
        for intent in _INTENTS
        if intent is not Intent.POSITIVE
        and heard.is_sure(intent)
        and _is_at_stake(heard, intent)
        and (intent is not Intent.DISCOUNT_REQUEST or _is_for_less(heard, raised))
        and (intent is not Intent.BOOKING_REQUEST or not _is_rather_asked(heard))
        and (intent not in _QUESTIONS or _sounds_like_asking(heard, intent))
    ]
    if not raised and heard.chances.get(Intent.POSITIVE, 0.0) >= _KEEN:
        added.append(Intent.POSITIVE)
    return tuple(added)


def _is_at_stake(heard: Heard, intent: Intent) -> bool:
    """A meeting there is must surely be meant, and more likely than a new one."""
    chance, least = heard.chances[intent], _LEAST.get(intent)
    return least is None or chance >= max(least, heard.chances.get(Intent.BOOKING_REQUEST, 0.0))


def _is_rather_asked(heard: Heard) -> bool:
    """``How fast is somebody here on a Sunday night`` names a time, and wants no meeting."""
    about = (heard.chances.get(label, 0.0) for label in (Intent.PRODUCT_QUESTION, Intent.PRICE))
    return max(about) > heard.chances[Intent.BOOKING_REQUEST]


def _is_for_less(heard: Heard, raised: Sequence[Objection]) -> bool:
    """``What is the cheapest plan?`` wants a price; ``too expensive`` is a doubt, and no bid; ``Can
    I pay with Bitcoin?`` asks.
    """
    chance = heard.chances[Intent.DISCOUNT_REQUEST]
    if (raised and chance < _A_BID) or chance < heard.chances.get(Intent.PRODUCT_QUESTION, 0.0):
        return False
    price = heard.chances.get(Intent.PRICE, 0.0)
    return chance >= _OF_THE_PRICE * price


def _sounds_like_asking(heard: Heard, intent: Intent) -> bool:
    """``We use paper today`` tells something and asks nothing of the product."""
    asking = heard.chances.get("question", 0.0)
    return asking >= _ASKING_AT_ALL or heard.chances[intent] >= _PLAINLY


def doubts(heard: Heard, raised: Sequence[Objection]) -> Iterator[str]:
    """The signals between the margins; floors are read elsewhere."""
    floors = {floor.value for floor in Floor}
    for label in heard.chances:
        if label in floors or label.startswith("data.") or not heard.is_doubtful(label):
            continue
        if label.removeprefix(_PREFIX) not in raised and not (raised and label == _ANY):
            yield label
