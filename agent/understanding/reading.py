"""From the patterns found in a message to one ``Understanding``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from agent.understanding import weighing
from agent.understanding.facts import Stated, facts_of
from agent.understanding.kinds import (
    DataRequest,
    Floor,
    Intent,
    Objection,
    Previous,
    Understanding,
)
from agent.understanding.language import ranked
from agent.understanding.lexicons import lexicon
from agent.understanding.patterns import Hit
from agent.understanding.words import Token, tokenise

_FLOORS = {floor.value: floor for floor in Floor if floor is not Floor.DATA_REQUEST}
_INTENTS = {
    "price": Intent.PRICE,
    "discount": Intent.DISCOUNT_REQUEST,
    "booking": Intent.BOOKING_REQUEST,
    "slot": Intent.CHOOSE_SLOT,
    "move": Intent.MOVE_APPOINTMENT,
    "cancel": Intent.CANCEL_APPOINTMENT,
    "product": Intent.PRODUCT_QUESTION,
    "integration": Intent.INTEGRATION_QUESTION,
    "security": Intent.SECURITY_QUESTION,
    "trial": Intent.TRIAL_QUESTION,
    "competitor": Intent.COMPETITOR,
    "greeting": Intent.GREETING,
    "thanks": Intent.THANKS,
    "goodbye": Intent.GOODBYE,
    "affirm": Intent.AFFIRM,
    "deny": Intent.DENY,
    "small_talk": Intent.SMALL_TALK,
    "rude": Intent.RUDE,
    "provenance": Intent.PROVENANCE,
    "transcript": Intent.SEND_TRANSCRIPT,
    "not_interested": Intent.NOT_INTERESTED,
}
_PURPOSES = frozenset(
    {"booking", "slot", "move", "cancel", "integration", "trial", "transcript", "provenance"}
)
_PLAUSIBLE = 0.5  # a language is also read when it explains this share of what the best explains
_UNSURE = 0.5  # and all are read when hardly anything is explained
_FIRMEST = (  # "delete all you know about me" asks for more than access
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
_MOST_OFFERED = 5  # a larger number after "the" is a clock time
_CONTACT_FIELDS = {"name", "email", "phone"}


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


def read(
    text: str, *, languages: Sequence[str], previous: Previous, minor_age: int
) -> Understanding:
    tokens = tokenise(text)
    points = ranked(text, tokens, before=previous.language, default=next(iter(languages), None))
    order = list(points)
    likely = [name for name in order if points[name] >= _PLAUSIBLE * points[order[0]] - _UNSURE]
    pages = [_page(text, language, tokens) for language in likely]
    page = pages[0]
    supported = [language for language in likely if language in languages]
    stated = facts_of(text, page.tokens, page.hits, book=lexicon(page.language), previous=previous)
    floor, data_request, evidence = _floor(pages, minor_age)
    heard = weighing.hear(text, page.alike)
    objections = weighing.objections(
        _ruled(page), heard, is_explained=bool(floor) or _is_explained(page, stated)
    )
    intents = _intents(page, stated, objections, weighing.intents(heard, objections))
    return Understanding(
        language=_answered_in(order[0], supported, languages, previous),
        written_in=order[0],
        floor=floor,
        data_request=data_request,
        intents=intents,
        objection=next(iter(objections), None),
        objections=objections,
        doubtful=frozenset(weighing.doubts(heard, objections)),
        facts=stated.facts,
        discount_percent=stated.discount_percent,
        seats=stated.seats,
        months=stated.months,
        choice=_choice(page, previous),
        is_question="?" in text or heard.is_sure("question"),
        evidence=evidence,
    )


def _answered_in(
    written: str, supported: Sequence[str], languages: Sequence[str], previous: Previous
) -> str:
    """Their language where we speak it; else the one spoken so far, or the likeliest of ours."""
    if written not in languages and previous.language in languages:
        return str(previous.language)
    return supported[0] if supported else next(iter(languages), "en")


def _page(text: str, language: str, tokens: list[Token]) -> Page:
    book = lexicon(language)
    spelled = book.respell(tokens)
    hits = book.book.search(spelled)
    alike = frozenset(hit.label.removesuffix(".not") for hit in hits if hit.label.endswith(".not"))
    return Page(text, language, spelled, _uncancelled(hits), alike)


def _uncancelled(hits: Sequence[Hit]) -> list[Hit]:
    """A hit of ``label.not`` cancels every hit of ``label`` that it overlaps.

    So does "am I talking to a person" a wish to talk to one.
    """
    against: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.label == "bot_question":
            against.setdefault("person", []).append(replace(hit, last=hit.last + _QUESTION_TAIL))
        if hit.label.endswith(".not"):
            against.setdefault(hit.label.removesuffix(".not"), []).append(hit)
    return [
        hit
        for hit in hits
        if not hit.label.endswith(".not")
        and not any(a.first < hit.last and hit.first < a.last for a in against.get(hit.label, ()))
    ]


def _floor(
    pages: Sequence[Page], minor_age: int
) -> tuple[frozenset[Floor], DataRequest | None, dict[str, str]]:
    found: set[Floor] = set()
    kind: DataRequest | None = None
    evidence: dict[str, str] = {}
    for page in pages:
        for hit in page.hits:
            floor = _floor_of(page, hit, minor_age)
            if floor is Floor.DATA_REQUEST:
                asked = DataRequest(hit.label.partition(".")[2])
                kind = asked if kind is None else min(kind, asked, key=_FIRMEST.index)
            if floor is Floor.PERSON and Floor.BOT_QUESTION in found and page is not pages[0]:
                continue
            if floor is not None:
                found.add(floor)
                evidence.setdefault(floor.value, page.words(hit))
    return frozenset(found), kind, evidence


def _floor_of(page: Page, hit: Hit, minor_age: int) -> Floor | None:
    if hit.label in {"age", "grade"}:
        said = None if hit.number is None else page.tokens[hit.number].value
        if said is None:
            return None
        years = said + _YEARS_BEFORE_SCHOOL if hit.label == "grade" else said
        return Floor.MINOR if _YOUNGEST <= years < minor_age else None
    if hit.label.startswith("data."):
        return Floor.DATA_REQUEST
    return _FLOORS.get(hit.label)


def _ruled(page: Page) -> list[Objection]:
    """In the order said; where two begin together, the specific one before "not interested"."""
    found = [
        (hit.first, hit.label == "not_interested", hit.label)
        for hit in page.hits
        if hit.label == "not_interested" or hit.label.startswith("objection.")
    ]
    found.sort(key=lambda one: one[:2])
    return list(dict.fromkeys(Objection(label.removeprefix("objection.")) for *_, label in found))


def _is_explained(page: Page, stated: Stated) -> bool:
    """Whether the rules know what the message is for."""
    return bool(stated.facts) or any(hit.label in _PURPOSES for hit in page.hits)


def _intents(
    page: Page, stated: Stated, raised: Sequence[Objection], added: Sequence[Intent]
) -> tuple[Intent, ...]:
    seen = [_INTENTS[hit.label] for hit in page.hits if hit.label in _INTENTS]
    if raised:
        seen.append(Intent.OBJECTION)
    if Objection.NOT_INTERESTED in raised:
        seen.append(Intent.NOT_INTERESTED)
    if any(fact.field in _CONTACT_FIELDS for fact in stated.facts):
        seen.append(Intent.GIVE_CONTACT)
    return _once([*seen, *added]) or (Intent.OTHER,)


def _once(seen: Iterable[Intent]) -> tuple[Intent, ...]:
    return tuple(dict.fromkeys(seen))


def _choice(page: Page, previous: Previous) -> int | None:
    ordinals = lexicon(page.language).ordinals
    for hit in page.labelled("slot"):
        for token in page.tokens[hit.first : hit.last]:
            if token.forms[0] in ordinals:
                return ordinals[token.forms[0]]
        if hit.number is not None and (page.tokens[hit.number].value or 0) <= _MOST_OFFERED:
            return page.tokens[hit.number].value
    alone = page.text.strip().rstrip(".)")
    if previous.offered and alone.isdigit() and 1 <= int(alone) <= previous.offered:
        return int(alone)
    return None
