"""The separate questions in one message, each in the person's own words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from agent.brains.playbook import asking, listening
from agent.brains.playbook.booking import (
    asks_beside,
    is_about_meeting,
    is_of_times,
    speaks_of_meeting,
)
from agent.brains.playbook.contact import MAIL
from agent.brains.playbook.desk import Desk
from agent.brains.playbook.finding import likeness, reading, saying
from agent.brains.playbook.finding.ranking import SLIGHTED
from agent.brains.playbook.lines import (
    apart,
    asked_through,
    asks_for_name,
    asks_somewhere,
    is_figure,
    level,
    to_the_point,
    unwrapped,
)
from agent.brains.playbook.listening import meant
from agent.brains.playbook.pricing import PRICING, seats_in
from agent.brains.playbook.quoting import picking, wanted
from agent.brains.playbook.quoting.fragments import sentences
from agent.brains.playbook.quoting.whether import asks_whether
from agent.brains.playbook.vocabulary import (
    asks_amount,
    asks_for_fact,
    asks_plainly,
    opens_a_question,
    plain,
    search_terms,
    spoken,
    wants_to_know,
)
from agent.understanding.kinds import LANGUAGES, Intent, Objection, Previous, Understanding
from agent.understanding.remarks import Remark
from agent.understanding.signals import read_message
from agent.understanding.words import fold

ASKS = frozenset(
    {
        Intent.PRICE, Intent.PRODUCT_QUESTION, Intent.INTEGRATION_QUESTION, Intent.COMPETITOR,
        Intent.SECURITY_QUESTION, Intent.TRIAL_QUESTION,
    }
)  # fmt: skip
# A question mark after one of these asks for something other than knowledge.
_ELSEWHERE = frozenset(
    {
        Intent.BOOKING_REQUEST, Intent.CHOOSE_SLOT, Intent.MOVE_APPOINTMENT,
        Intent.CANCEL_APPOINTMENT, Intent.DISCOUNT_REQUEST, Intent.PROVENANCE, Intent.OBJECTION,
        Intent.SEND_TRANSCRIPT, Intent.SMALL_TALK, Intent.NOT_INTERESTED, Intent.GIVE_CONTACT,
        Intent.RUDE,
    }
)  # fmt: skip
_OF_A_MEETING = frozenset({Intent.CANCEL_APPOINTMENT, Intent.MOVE_APPOINTMENT})
_COURTESY = frozenset(
    {Intent.GREETING, Intent.THANKS, Intent.GOODBYE, Intent.AFFIRM, Intent.DENY, Intent.SMALL_TALK}
)
_NOT_ASKED = frozenset({Intent.DISCOUNT_REQUEST, Intent.MOVE_APPOINTMENT, Intent.SEND_TRANSCRIPT})
_SHORT_COURTESY = 3  # words
_OF_TERMS = frozenset({Objection.CONTRACT, Objection.EFFORT})  # doubts that sound like questions
_OF_TOPICS = frozenset({Objection.CONTRACT, Objection.TRUST})
MOST_QUESTIONS = 5
_PERCENTAGE = re.compile(r"%|^(?:\D{0,20})\d{1,2}\??$")
_COUNTS = re.compile(r"\b\d+\b(?!\s?(?:%|percent|prozent))", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|\s)[1-9]\)\s")
_ONE_LETTER = frozenset({"es", "it", "pt", "pl"})  # whose "and" is a letter, as "I" is here
_EN_IS_AND = frozenset({"nl", ""})  # it is "in" elsewhere: "pour 6 personnes en Team"
_RELAYED = re.compile(  # "my boss wants to know whether there is a trial"
    r"^.{0,60}\b(?:know|wonder\w*|ask\w*|wissen|savoir|saber)\b,? (?:if|whether|ob|si)\s+",
    re.IGNORECASE,
)
_ADDS = re.compile(  # "30 people on Team, plus the time clock": one order
    r"(?:plus|and with|with|including|incl|und mit|mit|inklusive|zuzuglich|avec|y con|con|piu|com|"
    r"mais|met|z)\b"
)
_COMMA = re.compile(r"[,;:]\s+")
_LONGEST_TOPIC = 7  # words: "contractor portal", "pricing for four people please"
_LONGEST_WHETHER, _SHORTEST_HALF = 14, 2  # words; those beside an "and" that joins questions


@dataclass(frozen=True, slots=True)
class Question:
    """``seats`` is for how many they ask, when that is known."""

    text: str
    seats: int | None = None


def questions(desk: Desk) -> list[Question]:
    """What the message wants to know about the offer, in its order, each once."""
    every = parts(desk)
    found = [part for part in every if _asks(desk, part)]
    if len(every) > 1:  # "…, discount and all?" belongs to a sum, "we pay monthly" is told
        found = [p for p in found if len(found) == 1 or not (_leans(p) and _is_after_discount(p))]
        asking = [part for part in every if part.endswith("?") or opens_a_question(part)]
        found = [p for p in found if p in asking or not asking or not _tells_of_them(p)]
    intents = set(desk.state.signals.intents)
    if (
        not found
        and ASKS & intents
        and not _meant(desk, desk.text) & _NOT_ASKED
        and not _answers(desk)
        and not all(_is_elsewhere(desk, part) for part in _beyond_courtesy(desk))
        and _is_left_to_ask(desk)
        and not spoken("next_step").search(plain(desk.text))
    ):
        found = [desk.text] if _is_more_than_told(desk) else []
    return [Question(part, _seats(desk, part)) for part in dict.fromkeys(found)][:MOST_QUESTIONS]


def _is_elsewhere(desk: Desk, part: str) -> bool:
    if is_remark(desk, part) or _is_for_meeting(desk, part) or _gives_contact(part):
        return True
    meets = Intent.BOOKING_REQUEST in _meant(desk, part) and not part.endswith("?")
    return meets or _is_aside(desk, part) or _wants_a_time(desk, part, _meant(desk, part))


def _beyond_courtesy(desk: Desk) -> list[str]:
    """The parts that are more than a greeting or a thank-you; all, where there is nothing more."""
    found = parts(desk)
    said = [part for part in found if not set(_read(desk, part).intents) <= _COURTESY]
    return said or found


def _is_left_to_ask(desk: Desk) -> bool:
    """Whether something stands there that is neither a remark nor told of themselves."""
    found = parts(desk)
    if any(is_remark(desk, part) or _is_aside(desk, part) for part in found):
        return False
    return not all(
        set(_read(desk, part).intents) <= _COURTESY
        or _is_elsewhere(desk, part)
        or (_states(desk, part) and not _is_priced(desk, part))
        for part in found
    )


def _tells_of_them(part: str) -> bool:
    """``we pay by the month``: said of themselves, and asked about by what stands beside it."""
    return spoken("telling").match(fold(part)) is not None


def _is_after_discount(part: str) -> bool:
    return spoken("discount_in").search(fold(part)) is not None


def _is_more_than_told(desk: Desk) -> bool:
    """A long sentence that asks nothing tells something, whatever it mentions."""
    is_short = len(desk.text.split()) <= _LONGEST_TOPIC
    about = set(desk.state.signals.intents) & {Intent.PRICE, Intent.TRIAL_QUESTION}
    return is_short or bool(about) or "?" in desk.text or opens_a_question(desk.text)


def parts(desk: Desk) -> list[str]:
    """The message in pieces that each tell, ask or remark one thing."""
    found: list[str] = []
    for line in unwrapped(_NUMBERED.sub("\n", desk.text.replace(" & ", " and "))):
        for sentence in sentences(line):
            for piece in apart(sentence):
                asked = _RELAYED.sub("", to_the_point(piece))
                found += _halves(desk, asked, is_marked=asked.endswith("?"))
    return found if any(map(asked_through, desk.text.splitlines())) else _whole(desk, found)


def _whole(desk: Desk, found: Sequence[str]) -> list[str]:
    """``We run one shop. Do we really need it?``: what names nothing is one with what it is said
    of, where that tells something.
    """
    joined: list[str] = []
    for part in found:
        if (
            joined
            and (part.endswith("?") or opens_a_question(part))
            and _hangs(desk, part)
            and _tells(desk, joined[-1])
        ):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined


def _hangs(desk: Desk, part: str) -> bool:
    """Whether a question says nothing that could be looked up, beside the company's own name."""
    if (_is_priced(desk, part) and not wanted.is_span(part)) or is_remark(desk, part):
        return False
    if Intent.BOOKING_REQUEST in _read(desk, part).intents:
        return False
    return _is_light(desk, _without_our_name(desk, part))


def _tells(desk: Desk, part: str) -> bool:
    """Whether a part has something to say that is no courtesy and no remark."""
    if set(_read(desk, part).intents) <= _COURTESY or is_remark(desk, part):
        return False
    return not _is_light(desk, part)


def _is_light(desk: Desk, part: str) -> bool:
    spoken_in = (desk.state.signals.written_in, desk.state.language)
    said = reading.words(part, tuple(dict.fromkeys(spoken_in)))
    return all(word.is_light or word.meanings & SLIGHTED for word in said)


def unnamed(desk: Desk, text: str) -> str:
    """A question without the company's own name, which stands for "you" in it; as it is where the
    name is all that is asked about.
    """
    bare = _without_our_name(desk, text)
    return text if _is_light(desk, bare) else bare


def _without_our_name(desk: Desk, text: str) -> str:
    name = re.escape(desk.state.company.name)
    return " ".join(re.sub(rf"\b{name}\b(?:'s|’s)?", " ", text, flags=re.IGNORECASE).split())


def _halves(desk: Desk, sentence: str, *, is_marked: bool) -> list[str]:
    """Two questions joined by "and" fall apart when each half stands for itself."""
    again = partial(_halves, desk, is_marked=is_marked)
    folded = level(sentence)
    hangs = spoken("conditions").match(folded) is not None  # "if we leave, what …?"
    for joint in spoken("joins").finditer(folded):
        first, last = sentence[: joint.start()].strip(" ,;"), sentence[joint.end() :].strip()
        is_of_one = asks_whether(first) or spoken("which_one").search(level(first))
        if (hangs and "," not in first) or (is_of_one and _leans(last)):
            continue  # "do you offer tracking and what is the fee?": the fee of that
        word = re.sub(r"\W+", " ", joint.group()).strip()
        if _ADDS.match(f"{word} ") and not asks_for_fact(last):
            continue
        if word == "en" and desk.state.signals.written_in not in _EN_IS_AND:
            continue
        is_letter = len(joint.group()) == 1 and (
            desk.state.signals.written_in not in _ONE_LETTER
            or sentence[joint.start() : joint.end()].isupper()  # a "Model E"
        )
        if is_letter or min(len(first.split()), len(last.split())) < _SHORTEST_HALF:
            continue
        if _stands(desk, first) and _stands(desk, last) and asks_somewhere(sentence, first, last):
            return [*again(first), *again(last)]
    for comma in _COMMA.finditer(sentence):
        first, last = sentence[: comma.start()], sentence[comma.end() :]
        asks = asks_for_fact(last) or (is_marked and opens_a_question(last))
        leans = _leans(last) and Intent.RUDE not in _read(desk, first).intents
        if leans or _ADDS.match(fold(last)):
            continue  # "we have 25 bikes, what would that be?": one question
        asks |= opens_a_question(first) and spoken("going_on").match(level(last)) is not None
        if len(first.split()) >= _SHORTEST_HALF and asks and not hangs:
            return [*again(first), *again(last)]
    return [sentence]


def _leans(part: str) -> bool:
    """Whether it names nothing: what it asks about stands before it."""
    plain = not any(t.names or t.concepts - PRICING - {"about"} for t in picking.terms(part))
    return plain or saying.is_only_on_price(part)


def _stands(desk: Desk, part: str) -> bool:
    read = _read(desk, part)
    meant = set(read.intents) - {Intent.OTHER}
    return opens_a_question(part) or bool(meant & (ASKS | _ELSEWHERE))


def _asks(desk: Desk, part: str) -> bool:
    read = _read(desk, part)
    intents = _meant(desk, part)
    is_kept = asking.floors_of(desk, part, read)
    if is_kept or is_remark(desk, part) or _is_aside(desk, part) or _gives_contact(part):
        return False
    if asks_amount(part) and not voices_doubt(desk, part):
        return True
    if _is_after_discount(part) and _COUNTS.search(part):
        return True  # "for 250 of them, after the reduction?" asks for a sum
    if is_for_the_pages(desk, part) or asking.is_put(desk, part):
        return True
    return _asks_by_its_words(desk, part, read, intents)


def _asks_by_its_words(desk: Desk, part: str, read: Understanding, intents: set[Intent]) -> bool:
    elsewhere = Intent.PROVENANCE in intents or _wants_a_time(desk, part, intents)
    if elsewhere or _is_beside(desk, part, intents):
        return False
    is_open = part.endswith("?") or opens_a_question(part) or wants_to_know(part)
    is_told = not (is_open or _opens_somewhere(part))
    if is_told and intents & ASKS and _is_an_aside(desk, part, intents):
        return False  # "which cost us two days", "we need 30 seats", "a school with 35 staff"
    if intents & ASKS and (is_open or intents & ASKS != {Intent.COMPETITOR}):
        is_plain = _asks_outright(desk, part) or is_plain_fact(desk, part)
        return Intent.OBJECTION not in intents or "?" in part or is_plain
    if Intent.OBJECTION in intents and (is_plain_fact(desk, part) or not _is_on_price(read)):
        return is_plain_fact(desk, part) or is_factual(desk, part)
    if intents & _ELSEWHERE:
        return asks_of_meeting(desk, part)
    return not _is_for_meeting(desk, part) and (
        part.endswith("?") or (opens_a_question(part) and len(part.split()) > _SHORTEST_HALF)
    )


def _asks_outright(desk: Desk, part: str) -> bool:
    """``Just tell me what it costs!`` sounds like a doubt, and voices none."""
    return asks_for_fact(part) and not voices_doubt(desk, part)


def voices_doubt(desk: Desk, part: str) -> bool:
    """Whether a doubt stands in plain words there."""
    return read_message(part, languages=desk.state.languages, by_rules=True).objection is not None


def _is_on_price(read: Understanding) -> bool:
    return read.objection == Objection.PRICE


def is_for_the_pages(desk: Desk, part: str) -> bool:
    """A question by its form that the pages answer for certain, whatever its words sound like."""
    is_marked = part.rstrip().endswith("?")
    is_short = len(part.split()) <= _LONGEST_TOPIC
    is_open = is_marked or _opens_somewhere(part)
    is_told = not is_open and (not is_short or _states(desk, part))
    intents = set(_read(desk, part).intents)
    is_meeting = speaks_of_meeting(part) or Intent.BOOKING_REQUEST in intents
    is_talk = not is_marked or spoken("talking").search(fold(part))
    is_time = bool(is_talk) and is_meeting and _is_time(desk, part)
    if is_told or is_time or is_of_times(desk, part) or (not is_marked and _answers(desk)):
        return False
    if _read(desk, part).floor or is_remark(desk, part) or is_about_meeting(desk, part):
        return False
    if Intent.DISCOUNT_REQUEST in intents and not _COUNTS.search(part):
        return False
    if intents <= _COURTESY or spoken("next_step").search(plain(part)):
        return False
    if desk.state.held is not None or desk.state.offered_slots or desk.just_asked:
        return is_marked and saying.is_sure(desk, part)
    return saying.is_sure(desk, part)


def _opens_somewhere(part: str) -> bool:
    """``we are a town hall, when do we pay``, ``that would be how much for eight of us``."""
    ends = opens_a_question(likeness.last_clause(part))
    return opens_a_question(part) or ends or spoken("amounts").search(fold(part)) is not None


def _states(desk: Desk, part: str) -> bool:
    """``We are 12 people``: said of themselves, and no matter to look up."""
    read = _read(desk, part)
    return bool(read.facts) or (read.seats is not None and not _is_priced(desk, part))


def _is_priced(desk: Desk, part: str) -> bool:
    """Whether a price is named or asked for."""
    named = {concept for term in picking.terms(part) for concept in term.concepts}
    return "price" in named or "price" in search_terms(part, desk.state.signals.written_in).split()


def is_remark(desk: Desk, part: str) -> bool:
    """Said of the talk itself; a longer wish for advice is also a question to the pages."""
    kind = meant(desk, part)
    if kind is Remark.OPINION:
        return len(part.split()) <= _LONGEST_TOPIC
    return kind is not None


def _is_aside(desk: Desk, part: str) -> bool:
    """The weather there, the language to go on in, a wish to be shown it: no page is asked."""
    intents, text = _read(desk, part).intents, plain(part)
    chats = Intent.SMALL_TALK in intents and spoken("chatting").search(text) is not None
    is_short = len(text.split()) <= _LONGEST_WHETHER
    shown = Intent.BOOKING_REQUEST in intents and spoken("showing").search(text) is not None
    bargains = desk.is_on_discount and is_figure(part, desk.state.language)  # "et dix alors ?"
    return chats or bargains or (shown and is_short) or listening.wishes_language(desk, part)


def _meant(desk: Desk, part: str) -> set[Intent]:
    """The intents of a part; "can we cancel monthly?" is a question about the contract."""
    intents = set(_read(desk, part).intents)
    if spoken("cheapest").search(fold(part)):
        intents -= {Intent.DISCOUNT_REQUEST}  # "which is the cheapest plan?" bargains for nothing
    return intents if is_about_meeting(desk, part) else intents - _OF_A_MEETING


def told(desk: Desk) -> str:
    """What the message says beside its questions."""
    return " ".join(part for part in parts(desk) if not _asks(desk, part))


def asks_of_meeting(desk: Desk, part: str) -> bool:
    """``what happens in the demo?``: about the meeting, and not for one."""
    is_meant = Intent.BOOKING_REQUEST in _read(desk, part).intents
    return bool(is_meant and spoken("meeting").search(fold(part))) and not desk.state.windows


def _answers(desk: Desk) -> bool:
    """Whether we have just asked what lies behind a doubt: what they say is told, not asked."""
    return desk.just_asked.startswith("explore:")


def is_factual(desk: Desk, part: str) -> bool:
    """Asked as a plain question: "how long is the contract?" is no doubt about contracts."""
    last = part.strip().splitlines()[-1:] or [""]
    is_marked = opens_a_question(last[0]) and last[0].rstrip().endswith("?")
    is_marked |= last[0].rstrip().endswith("?") and _read(desk, part).objection in _OF_TERMS
    is_reproach = spoken("reproaches").search(fold(part)) and voices_doubt(desk, part)
    return (is_marked or asks_plainly(last[0])) and not is_reproach and not _answers(desk)


def is_plain_fact(desk: Desk, part: str) -> bool:
    """Asked as a question of fact, where only the classifier hears a doubt, or where we are to be
    ranked: "how fast are you there after a breakdown", "are you better than …?". What reproaches
    is a doubt, however it is put.
    """
    folded = fold(part)
    if _answers(desk) or spoken("reproaches").search(folded):
        return False
    if spoken("ranking_us").search(folded):
        return part.rstrip().endswith("?") or opens_a_question(part)
    is_marked = part.rstrip().endswith("?")
    is_short = is_marked and len(part.split()) <= _LONGEST_TOPIC and not opens_a_question(part)
    by_rules = read_message(part, languages=LANGUAGES, by_rules=True)
    if by_rules.objection is not None:  # "warranty on grinders?" has but a word of mistrust
        is_topic = is_short and by_rules.objection in _OF_TOPICS
        return is_topic and len(picking.terms(part)) >= _SHORTEST_HALF
    if spoken("amounts").search(folded):
        return is_marked or opens_a_question(part)
    is_whether = asks_whether(part) and len(part.split()) <= _LONGEST_WHETHER
    return picking.names_a_thing(part, PRICING) and (is_short or is_whether)


def _is_beside(desk: Desk, part: str, intents: set[Intent]) -> bool:
    """Courtesy, an answer to our own question, a discount or a new time: nothing to look up."""
    is_short = len(part.split()) <= _SHORT_COURTESY
    is_courtesy = intents <= _COURTESY and is_short and not asks_for_name(part)
    is_told = _answers(desk) and not part.endswith("?") and not asks_plainly(part)
    on_percent = desk.is_on_discount and _PERCENTAGE.search(part) is not None
    goes_on = spoken("next_step").search(plain(part)) is not None
    elsewhere = bool(intents & {Intent.DISCOUNT_REQUEST, Intent.MOVE_APPOINTMENT})
    says_nothing = not any(letter.isalnum() for letter in part) or _names_nothing(part)
    return is_courtesy or is_told or on_percent or goes_on or elsewhere or says_nothing


def _names_nothing(part: str) -> bool:
    """``and?``, ``well?``: no word in it that a page could know."""
    return len(part.split()) < _SHORT_COURTESY and not picking.terms(part)


def _is_an_aside(desk: Desk, part: str, intents: set[Intent]) -> bool:
    is_long = len(part.split()) > _LONGEST_TOPIC
    is_beside = "?" in desk.text and is_long and intents & ASKS == {Intent.PRICE}
    return is_beside or (_states(desk, part) and not _is_priced(desk, part))


def _is_for_meeting(desk: Desk, part: str) -> bool:
    """A time that is offered, or "can I talk to somebody?" beside it."""
    wants = Intent.BOOKING_REQUEST in desk.state.signals.intents or bool(desk.state.windows)
    offers = _is_time(desk, part) and not asks_beside(desk)
    talks = wants and spoken("talking").search(fold(part)) is not None
    return offers or talks or (bool(desk.state.windows) and speaks_of_meeting(part))


def _gives_contact(part: str) -> bool:
    """``Joris, and my mail is …``: told, and no question to any page."""
    return bool(MAIL.search(part)) and not part.rstrip().endswith("?") and not asks_for_fact(part)


def _wants_a_time(desk: Desk, part: str, intents: set[Intent]) -> bool:
    """``could somebody walk me through it on Monday at 11?``: for a meeting, whatever it names."""
    if is_of_times(desk, part):
        return True
    if not _is_time(desk, part):
        return False
    return Intent.BOOKING_REQUEST in intents or speaks_of_meeting(part)


def _is_time(desk: Desk, part: str) -> bool:
    """``Thursday 3pm?`` is an offer of a time, not a question about the product."""
    said = [window.words for window in desk.state.windows]
    return any(words and words.casefold() in part.casefold() for words in said)


def _seats(desk: Desk, part: str) -> int | None:
    read = _read(desk, part)
    size = seats_in(part) or read.seats or read.fact("size")
    if size is None and Intent.PRICE in read.intents:
        stated = desk.state.signals
        size = stated.seats or stated.fact("size") or desk.state.known.get("size")
    return int(size) if size is not None and str(size).isdigit() else None


def _read(desk: Desk, text: str) -> Understanding:
    previous = Previous(language=desk.state.signals.written_in)
    return read_message(text, languages=desk.state.languages, previous=previous)
