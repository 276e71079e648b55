"""What must be honoured before anything else, as rules find it in each likely language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from agent.understanding import meaning
from agent.understanding.kinds import DataRequest, Floor, Objection
from agent.understanding.patterns import Hit
from agent.understanding.words import Token

_BY_LABEL = {floor.value: floor for floor in Floor if floor is not Floor.DATA_REQUEST}
FIRMEST = (  # "delete all you know about me" asks for more than access
    DataRequest.ERASE,
    DataRequest.RECTIFY,
    DataRequest.PORTABILITY,
    DataRequest.OBJECT,
    DataRequest.RESTRICT,
    DataRequest.ACCESS,
)
_QUESTION_TAIL = 3  # words that may still belong to "are you a …"
_YOUNGEST = 4  # below it a number after "I'm" is not an age that types
_YEARS_BEFORE_SCHOOL = 5  # grade 5 is age 10
_ALONE = {  # the chance from which the classifier alone is enough: to honour one too many is cheap
    Floor.STOP: 0.55,
    Floor.PERSON: 0.4,
    Floor.WRONG_PERSON: 0.3,
    Floor.BOT_QUESTION: 0.55,
    Floor.INJECTION: 0.97,  # these two take the conversation away from the person
    Floor.MINOR: 0.99,
}
_DOUBTED = {Floor.STOP: 0.45, Floor.PERSON: 0.25}  # from here on it is worth a question
_BESIDE_RIVALS = 0.4  # and from here where the message is likelier about something else
_BESIDE_A_RULE = 0.85  # where a rule has told what the message is, another floor needs more
_LOOKS_ALIKE = 0.97
_RIGHT_ALONE = 0.3
_ANY_RIGHT = 0.4  # some right is exercised, whichever: the likeliest is taken
_RIVALS = (  # what a message is about when its words only sound like a floor
    "positive", "product_question", "booking_request", "cancel_appointment", "price",
    "integration_question", "security_question", "trial_question",
)  # fmt: skip
_SIGNS = re.compile("[\U0001f6d1⛔\U0001f6ab]")  # stop sign, no entry, prohibited
_FEW_WORDS = 4  # a sign among more is an ornament
_FOOLED, _PLAINLY_OTHER = 0.06, 0.3  # a rule's stop that is next to impossible, and what is meant
# "Somebody may show us": a rule's wish for a person or a wrong person is let go where one of these
# is as plain as that, and it next to impossible.
_PLAINLY_INSTEAD = 0.6
_INSTEAD = {
    Floor.PERSON: ("booking_request", "objection.send_info"),
    Floor.WRONG_PERSON: ("objection.authority",),
}


@dataclass(frozen=True, slots=True)
class Page:
    """A message as read in one language: its tokens and the hits that no look-alike cancels.

    ``alike`` are the labels of the look-alikes that were found.
    """

    text: str
    language: str
    tokens: Sequence[Token]
    hits: Sequence[Hit]
    alike: frozenset[str] = frozenset()

    def labelled(self, label: str) -> list[Hit]:
        return [hit for hit in self.hits if hit.label == label]

    def words(self, hit: Hit) -> str:
        return self.text[self.tokens[hit.first].start : self.tokens[hit.last - 1].end]


@dataclass(slots=True)
class Found:
    """The floors that rules found, the right that is exercised, and the words they stand in."""

    floor: set[Floor] = field(default_factory=set)
    data_request: DataRequest | None = None
    evidence: dict[str, str] = field(default_factory=dict)


def uncancelled(hits: Sequence[Hit], elsewhere: Sequence[Hit] = ()) -> list[Hit]:
    """A hit of ``label.not`` cancels every hit of ``label`` that it overlaps.

    So does "am I talking to a person" a wish to talk to one. ``elsewhere`` are hits in the other
    languages that the message may be in: a word of theirs that means something else here.
    """
    against: dict[str, list[Hit]] = {}
    for hit in [*hits, *elsewhere]:
        if hit.label == "bot_question":
            against.setdefault("person", []).append(replace(hit, last=hit.last + _QUESTION_TAIL))
        if hit.label == Floor.DISTRESS:  # "I don't want to be here any more" is not about our mails
            against.setdefault(Floor.STOP.value, []).append(hit)
        if hit.label.endswith(".not"):
            against.setdefault(hit.label.removesuffix(".not"), []).append(hit)
    return [
        hit
        for hit in hits
        if not hit.label.endswith(".not")
        and not any(a.first < hit.last and hit.first < a.last for a in against.get(hit.label, ()))
    ]


def floors(pages: Sequence[Page], *, minor_age: int) -> Found:
    """What the rules find on any of the pages, the likeliest language first."""
    found = Found()
    for page in pages:
        for hit in page.hits:
            floor = _floor_of(page, hit, minor_age)
            if floor is Floor.DATA_REQUEST:
                asked = DataRequest(hit.label.partition(".")[2])
                kind = found.data_request
                found.data_request = asked if kind is None else min(kind, asked, key=FIRMEST.index)
            if floor is Floor.PERSON and Floor.BOT_QUESTION in found.floor and page is not pages[0]:
                continue
            if floor is not None:
                found.floor.add(floor)
                found.evidence.setdefault(floor.value, page.words(hit))
    sign = _SIGNS.search(pages[0].text)
    if sign and len(pages[0].tokens) <= _FEW_WORDS:
        found.floor.add(Floor.STOP)
        found.evidence.setdefault(Floor.STOP.value, sign[0])
    return found


def _floor_of(page: Page, hit: Hit, minor_age: int) -> Floor | None:
    if hit.label in {"age", "grade"}:
        said = None if hit.number is None else page.tokens[hit.number].value
        if said is None:
            return None
        years = said + _YEARS_BEFORE_SCHOOL if hit.label == "grade" else said
        return Floor.MINOR if _YOUNGEST <= years < minor_age else None
    if hit.label.startswith("data."):
        return Floor.DATA_REQUEST
    return _BY_LABEL.get(hit.label)


def weigh(
    found: Found,
    chances: Mapping[str, float],
    *,
    is_explained: bool = False,
    alike: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """Adds what the classifier is sure of to what rules found; returns what it only suspects.

    A rule's finding is never taken back, but for what meaning finds next to impossible beside
    something else that is plain; a stop is then asked about. ``is_explained`` says that rules know
    what the message is for: "cancel the meeting" is no stop. ``alike`` are the look-alikes they
    know; both demand more of the classifier. ``chances`` are of labels: ``stop``, ``data.erase``.
    Beside despair nothing is added: only rules know it, and its words resemble a stop's.
    """
    if Floor.DISTRESS in found.floor:
        return frozenset()
    fooled = _taken_back(found, chances)
    _leave_out(found, chances)
    by_rules = frozenset(found.floor)
    for floor, enough in _ALONE.items():
        is_rivalled = by_rules or is_explained or _is_about(floor, chances)
        needed = max(enough, _BESIDE_A_RULE) if is_rivalled else enough
        needed = max(needed, _LOOKS_ALIKE) if floor in alike else needed
        if chances.get(floor.value, 0.0) >= needed and not _is_otherwise_meant(floor, chances):
            found.floor.add(floor)
    if Floor.DATA_REQUEST not in by_rules:
        _weigh_rights(found, chances)
    elif found.data_request is DataRequest.ACCESS:  # "erase what you hold on me"
        found.data_request = _firmer(chances)
    return fooled | frozenset(
        floor.value
        for floor, worth in _DOUBTED.items()
        if not (found.floor or is_explained or floor in alike)
        and chances.get(floor.value, 0.0)
        >= (_BESIDE_RIVALS if _is_about(floor, chances) else worth)
    )


def _taken_back(found: Found, chances: Mapping[str, float]) -> frozenset[str]:
    if Floor.STOP not in found.floor or not chances or not meaning.is_there():
        return frozenset()
    about = (chance for label, chance in chances.items() if _is_no_stop(label))
    other = max(about, default=0.0)
    if chances[Floor.STOP] >= _FOOLED or other < _PLAINLY_OTHER:
        return frozenset()
    found.floor.discard(Floor.STOP)
    found.evidence.pop(Floor.STOP.value, None)
    return frozenset({Floor.STOP.value})


def _leave_out(found: Found, chances: Mapping[str, float]) -> None:
    if not chances or not meaning.is_there():
        return
    for floor, instead in _INSTEAD.items():
        meant = max(chances.get(label, 0.0) for label in instead)
        if meant >= _PLAINLY_INSTEAD and chances.get(floor.value, 0.0) < _FOOLED:
            found.floor.discard(floor)
            found.evidence.pop(floor.value, None)


def _is_no_stop(label: str) -> bool:
    doubt = f"objection.{Objection.NOT_INTERESTED}"
    return label in _RIVALS or (label.startswith("objection.") and label != doubt)


def _is_about(floor: Floor, chances: Mapping[str, float]) -> bool:
    """Whether what sounds like a stop is likelier about the product, a meeting or liking it."""
    chance = chances.get(floor.value, 0.0)
    return floor is Floor.STOP and any(chances.get(rival, 0.0) > chance for rival in _RIVALS)


def _is_otherwise_meant(floor: Floor, chances: Mapping[str, float]) -> bool:
    """Whether a person is there asks for the truth or for a person: the likelier one counts."""
    rival = Floor.BOT_QUESTION if floor is Floor.PERSON else None
    return rival is not None and chances.get(rival.value, 0.0) > chances[floor.value]


def _firmer(chances: Mapping[str, float]) -> DataRequest:
    """The right that is meant where rules heard access, the one that any other may be said by."""
    likeliest = max(FIRMEST, key=lambda kind: chances.get(f"data.{kind.value}", 0.0))
    is_likely = chances.get(f"data.{likeliest.value}", 0.0) >= _RIGHT_ALONE
    return likeliest if is_likely else DataRequest.ACCESS


def _weigh_rights(found: Found, chances: Mapping[str, float]) -> None:
    likeliest = max(DataRequest, key=lambda kind: chances.get(f"data.{kind.value}", 0.0))
    is_likely = chances.get(f"data.{likeliest.value}", 0.0) >= _RIGHT_ALONE
    any_right = chances.get(Floor.DATA_REQUEST, 0.0)
    is_asked = any(chances.get(rival, 0.0) > any_right for rival in _RIVALS)
    is_some = any_right >= _ANY_RIGHT and not is_asked and Floor.STOP not in found.floor
    if is_likely or is_some:
        found.floor.add(Floor.DATA_REQUEST)
        found.data_request = likeliest
