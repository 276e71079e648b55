"""What the pages charge for so many: read from tables, lists and prose, whatever is counted.

A price belongs to a plan and to one of something: a seat, a chair, a bike. A page may say that once
for all its prices, may price by steps, may add a fee that is the same for everybody.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agent.brains.playbook.quoting.figures import MONEY, NO_LIMIT, Money, money
from agent.brains.playbook.quoting.fragments import Fragment, Passage, fragments

LONGEST_NAME = 3  # words
_TIMES = (
    r"months?|years?|annum|weeks?|days?|hours?|minutes?|monat\w*|jahr\w*|woche\w*|tag\w*|stunde\w*|"
    r"mois|ans?|année|semaine|jours?|heure|mes(?:e|es)?|año|ano|anno|semana|settimana|día|"
    r"giorno|hora|"
    r"ora|maand|jaar|week|dag|uur|miesiąc\w*|miesięczn\w*|rok\w*|rocznie|tydzień|dzień|"
    r"cent|company|firma|default|post|e-mail|phone"
)
_PER = re.compile(
    rf"(?:\b(?:per|pro|par|por|je|za|for every|for each|every|each)\s+|/\s?)(?!(?:{_TIMES})\b)"
    r"(?P<noun>[^\W\d_]{3,})",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"\b(?:month\w*|monat\w*|mois|mensuel\w*|mes|mese|mensil\w*|mês|mensal\w*|maand\w*|miesi\w*)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"\b(?:annual\w*|yearly|years?|annum|jahr|jährlich\w*|annuel\w*|an|année|anual\w*|año|ano|"
    r"annuo|"
    r"annuale|anno|jaar\w*|jaarlijks|rok|roczn\w*)\b",
    re.IGNORECASE,
)
ONCE = re.compile(
    r"\b(?:once(?! a)|one[- ](?:off|time)|set[- ]?up|joining|einmalig\w*|einrichtung\w*|une fois|"
    r"unique|única|una vez|una tantum|uma vez|eenmalig\w*|jednorazow\w*)\b",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"\b(?:base|basic fee|flat|platform|standing|grund\w*|fixed|forfait|fijo|fisso|fixo|vast\w*)\b",
    re.IGNORECASE,
)
_OWN_TERMS = re.compile(
    r"\b(?:each|a month|a year|per|je|stück|chacun|pièce|once)\b|/", re.IGNORECASE
)
_PRICED = re.compile(
    r"price|cost|fee|rate|preis|kosten|gebühr|prix|tarif|precio|prezzo|preço|prijs|cena|koszt|"
    r"month|year|monat|jahr|annual|billed|per ",
    re.IGNORECASE,
)
_EXTRAS = re.compile(
    r"extra|add-?on|option|one-off|einmal|zusatz|supplément|adicional", re.IGNORECASE
)
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10,
          "twelve": 12, "twenty": 20}  # fmt: skip
_N = rf"(?P<n>\d{{1,6}}|{'|'.join(_WORDS)})"
_RANGE = re.compile(
    rf"(?:from |ab )?{_N}\s*(?:[-–—]|to|or|bis|à|a|do|tot)\s*(?P<m>\d+|two|three)\b"
)
_FROM = re.compile(
    rf"(?:\b(?:from|starts? at|begins? at|at least|minimum(?: of)?|min\.?|ab|mindestens|à "
    rf"partir de|"
    rf"desde|da|vanaf|od|needs at least)\s+{_N}\b|\b(?P<n2>\d+)\s*(?:\+|(?:\w+ )?(?:and|or|und|"
    rf"oder|et|ou|y|o|e|en|of|i|lub) "
    rf"(?:more|over|above|up|mehr|plus|más|più|mais|meer|więcej)))",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"\b(?:more than|over|above|über|mehr als|plus de|más de|mais de|acima de|oltre|più di|"
    r"meer dan|boven|powyżej|ponad)\s+(?P<n>\d+)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\s+[^\W\d_]{3,}")
_UP_TO = re.compile(
    rf"\b(?:ends? at|up to|at most|limited to|no more than|maximum(?: of)?|max\.?|bis(?: zu)?|"
    rf"höchstens|jusqu'à|hasta|fino a|"
    rf"até|tot|do)\s+{_N}\b(?!\s*[%€$£])",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?P<p>\d{1,2}(?:[.,]\d)?)\s?(?:%|per ?cent|prozent)", re.IGNORECASE)
_OFF = re.compile(
    r"\b(?:off|discount\w*|less|cheaper|sav(?:e|es|ing)|rebate|reduc\w+|\w*rabatt|günstiger|"
    r"nachlass|falls?|drops?|lower\w*|sinkt|sinken|baisse\w*|baja\w*|scende|desce|daalt|spada|"
    r"remise|réduction|descuento|sconto|desconto|korting|rabat\w*|zniżk\w*)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"in advance|up ?front|annual\w*|yearly|whole year|jährlich|im voraus|annuel|anual|annual|"
    r"vooruit|"
    r"jaarlijks|roczn|twelve months ahead",
    re.IGNORECASE,
)
_YEARLY_BILL = re.compile(
    r"\b(?:annual (?:billing|payment)|billed (?:annually|yearly)|paid (?:annually|yearly)|"
    r"yearly (?:billing|payment)|jährliche\w* (?:Abrechnung|Zahlung|Zahlweise)|Jahreszahlung|"
    r"jährlich (?:abgerechnet|bezahlt|gezahlt)|(?:facturation|paiement) annuel\w*|"
    r"(?:facturación|pago) anual|(?:fatturazione|pagamento) annual\w*|"
    r"(?:faturação|pagamento) anual|"
    r"jaarlijkse (?:betaling|facturatie)|(?:płatność|rozliczeni\w+) roczn\w+)\b",
    re.IGNORECASE,
)
_TRIED = re.compile(
    r"\b(?:tr(?:y|ial|ied)|test\w*|essai\w*|prueb\w*|prov[ae]|experiment\w*|probe\w*|proef\w*|"
    r"prób\w*)\b",
    re.IGNORECASE,
)
_COMMIT = re.compile(rf"\b{_N}[- ]years?\b|\b(?P<months>24|36|48|60)[- ]months?\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;]\s+(?!\d)|\s+(?:and|und|et|y|e)\s+(?=[A-Z])")
_NAMED = re.compile(r"\b([A-ZÀ-Ý][\w+]*)[ -](?:[Pp]lan|[Tt]arif|[Pp]aket|[Pp]ackage|[Ee]dition)\b")
_NOT_NAMES = {"The", "This", "Each", "Every", "Which", "What", "Our", "Any", "Service", "Both",
              "All", "Base", "Add", "Volume"}  # fmt: skip
_LABEL = re.compile(r"^(?P<name>[^:–—]{2,40}?)\s*(?::|–|—|\bcosts?\b|\bkostet\b)\s")
_SEATS = re.compile(
    r"seat|user|licen|nutzer|benutzer|platz|lizenz|utilisateur|poste|usuari|puesto|utent|"
    r"utilizador|"
    r"gebruiker|użytkownik|stanowisk",
    re.IGNORECASE,
)


_HEADS = re.compile(r"employee|person|people|head|staff|worker|mitarbeit|salari|emplead|dipendent|"
                    r"funcionári|medewerk|pracowni", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Price:
    """What one ``noun`` costs for one ``period`` on the plan ``name``.

    It holds from ``tier`` to ``tier_end`` of them; from ``least`` to ``most`` may be bought.
    """

    passage: Passage
    name: str
    unit: Money
    period: str
    billed_yearly: bool
    noun: str = ""
    base: Money | None = None
    tier: int = 0
    tier_end: int = NO_LIMIT
    least: int = 0
    most: int = NO_LIMIT

    @property
    def is_by_head(self) -> bool:
        return _HEADS.search(self.noun) is not None

    @property
    def is_by_seat(self) -> bool:
        return not self.noun or _SEATS.search(self.noun) is not None

    def is_for(self, count: int) -> bool:
        return self.tier <= count <= self.tier_end


@dataclass(frozen=True, slots=True)
class Discount:
    """A percentage that the pages promise: from so many on, for a year ahead, or for a long "
    "term."""

    passage: Passage
    percent: str
    kind: str  # "volume", "ahead" or "commit"
    least: int = 0
    most: int = NO_LIMIT
    months: int = 0
    plans: frozenset[str] = frozenset()
    for_yearly: bool = False  # a step for the number that holds where the year is billed at once
    counted: str = ""  # the words after that number


@dataclass(frozen=True, slots=True)
class Terms:
    """What a page says once for all its prices."""

    noun: str = ""
    is_monthly: bool = False


def prices(found: Sequence[Passage]) -> list[Price]:
    """Every price for one of something and a month or a year; each plan's steps, once each."""
    read: dict[tuple[object, ...], Price] = {}
    bases: dict[str, Money] = {}
    for page in _pages(found):
        terms = terms_of(page)
        for passage in page:
            if _EXTRAS.search(passage.heading):
                continue
            for piece in fragments(passage):
                for price in _of(piece, terms):
                    if not price.noun and not price.period:
                        bases.setdefault(price.name, price.unit)
                        continue
                    key = (price.name, price.period, price.billed_yearly, price.unit.currency,
                           price.tier)  # fmt: skip
                    read.setdefault(key, price)
    named = [price for price in read.values() if price.name]
    return [_bounded(replace(p, base=bases.get(p.name)), found, named) for p in read.values()]


def _pages(found: Sequence[Passage]) -> list[list[Passage]]:
    pages: dict[str, list[Passage]] = defaultdict(list)
    for passage in found:
        pages[passage.title].append(passage)
    return list(pages.values())


def terms_of(page: Sequence[Passage]) -> Terms:
    for passage in page:
        for piece in fragments(passage):
            per = _PER.search(piece.text)
            if (
                per
                and not piece.is_row
                and _MONTH.search(piece.text)
                and not MONEY.search(piece.text)
            ):
                return Terms(per["noun"], is_monthly=True)
    return Terms()


def _of(piece: Fragment, terms: Terms) -> Iterator[Price]:
    if not piece.is_row:
        yield from _in_line(piece, terms)
        return
    (first, name), *cells = piece.cells
    step = bounds(name) if re.search(r"\d", name) else None
    for head, cell in cells:
        if not MONEY.search(cell):
            continue
        is_turned = bool(_PRICED.search(name)) and not _PRICED.search(head)
        label = f"{name} {head}" if is_turned or step else f"{first} {head}"
        owner = head if is_turned else name
        if step:
            owner = _plan(piece.passage, title=False) if _PRICED.search(head) else head
            found = _in_text(piece, owner, (label, cell), _counted(terms, first))
            yield from (replace(p, tier=step[0], tier_end=step[1]) for p in found)
        else:
            yield from _in_text(piece, owner, (label, cell), terms)


def _counted(terms: Terms, head: str) -> Terms:
    word = re.search(r"[^\W\d_]{3,}", head)
    return Terms(terms.noun or (word[0] if word else ""), is_monthly=terms.is_monthly)


def _in_line(piece: Fragment, terms: Terms) -> Iterator[Price]:
    label = _LABEL.match(piece.text)
    is_list = bool(label) and not _EXTRAS.search(piece.passage.heading)
    name = _plan(piece.passage)
    if label and label["name"][0].isupper() and len(label["name"].split()) <= LONGEST_NAME:
        named = _NAMED.search(label["name"])
        name = named[1] if named else label["name"]
    name = re.sub(r"^(?:The|Der|Die|Das|Le|La|El|Il|O)\s+", "", name)
    yield from _in_text(piece, name, ("", piece.text), terms if is_list else Terms())


def _in_text(piece: Fragment, name: str, said: tuple[str, str], terms: Terms) -> Iterator[Price]:
    label, text = said
    places = list(MONEY.finditer(text))
    for at, match in enumerate(places):
        end = places[at + 1].start() if at + 1 < len(places) else len(text)
        nearby = text[match.end() : end]
        if label:
            nearby = f"{nearby} {label}"
        price = _one(piece.passage, name, money(match), nearby=nearby, terms=terms)
        if price is not None:
            yield price


def _one(passage: Passage, name: str, unit: Money, *, nearby: str, terms: Terms) -> Price | None:
    if ONCE.search(nearby):
        return None
    per = _PER.search(nearby)
    has_own = _OWN_TERMS.search(nearby) is not None
    noun = per["noun"] if per else ("" if has_own else terms.noun)
    is_monthly = bool(_MONTH.search(nearby)) or (terms.is_monthly and not has_own)
    is_yearly = bool(_YEAR.search(nearby))
    if not noun and _BASE.search(nearby) and is_monthly:
        return Price(passage, name, unit, "", billed_yearly=False)
    if not noun or not (is_monthly or is_yearly):
        return None
    period = "month" if is_monthly else "year"
    return Price(passage, name, unit, period, billed_yearly=is_yearly, noun=noun)


def _plan(passage: Passage, *, title: bool = True) -> str:
    """The plan a section speaks of: the capitalised word beside ``plan``, or in a heading."""
    for text in (passage.heading, passage.text) if title else (passage.heading,):
        match = _NAMED.search(text)
        if match and match[1] not in _NOT_NAMES:
            return match[1]
    if title:
        return ""
    words = re.findall(r"(?<=\s)[A-ZÀ-Ý]\w+", passage.heading)
    return words[-1] if words else ""


def bounds(text: str) -> tuple[int, int] | None:
    """How many a text allows: ``3 to 20``, ``up to 2``, ``from 10``, ``200 and more``."""
    if match := _RANGE.search(text):
        return _number(match["n"]), _number(match["m"])
    least, above, most = _FROM.search(text), _ABOVE.search(text), _UP_TO.search(text)
    if not (least or above or most):
        return None
    start = _number(least["n"] or least["n2"]) if least else int(above["n"]) + 1 if above else 0
    return start, _number(most["n"]) if most else NO_LIMIT


def _number(text: str) -> int:
    return _WORDS.get(text.casefold(), 0) or int(text)


def _bounded(price: Price, found: Sequence[Passage], named: Sequence[Price]) -> Price:
    """With the least and most of it, where a line about this plan, or about all, says so."""
    names = {one.name for one in named}
    least, most, general = 0, NO_LIMIT, 0
    in_rows = [
        limits
        for passage in found
        for piece in fragments(passage)
        if piece.is_row
        for about, line in _bounding(piece, names, price.noun)
        if price.name and about == price.name and (limits := bounds(line))
    ]
    for passage in found:
        is_priced = passage.title == price.passage.title
        for piece in fragments(passage):
            if not (is_priced or piece.is_row):
                continue
            for about, line in _bounding(piece, names, price.noun):
                limits = None if in_rows and not piece.is_row else bounds(line)
                if limits and price.name and about == price.name:
                    least, most = max(least, limits[0]), min(most, limits[1])
                elif limits and not about and is_priced and limits[1] == NO_LIMIT:
                    general = max(general, limits[0])
    return replace(price, least=least or general, most=most)


def _bounding(piece: Fragment, names: set[str], noun: str) -> Iterator[tuple[str, str]]:
    """Lines that may bound a plan, with the plan; none for one about everything that is sold."""
    stem = noun.casefold()[:5] or "seat"
    if piece.is_row:
        (_, name), *cells = piece.cells
        for head, cell in cells:
            if name in names and stem in head.casefold():
                yield name, cell
            if head in names and stem in name.casefold() and not MONEY.search(cell):
                yield head, cell
        return
    if _PERCENT.search(piece.text) or _TRIED.search(piece.text):
        return
    about = _plan(piece.passage) if _plan(piece.passage) in piece.passage.heading else ""
    is_general = re.search(r"\b(?:starts? at|at least|minimum|smallest|mindest\w*)\b", piece.text)
    for clause in _CLAUSE.split(piece.text):
        mine = [name for name in names if re.search(rf"\b{re.escape(name)}\b", clause)]
        about = mine[0] if len(mine) == 1 else about
        if about or (is_general and stem in piece.text.casefold()):
            yield about if about in names else "", clause


def discounts(found: Sequence[Passage], names: frozenset[str]) -> list[Discount]:
    """What the pages promise to take off, and from when on."""
    return [
        discount
        for passage in found
        for piece in fragments(passage)
        for discount in _discounts(piece, names)
    ]


def reductions(piece: Fragment) -> list[Discount]:
    """What one piece of a page promises to take off."""
    return list(_discounts(piece, frozenset()))


def _discounts(piece: Fragment, names: frozenset[str]) -> Iterator[Discount]:
    passage, text = piece.passage, piece.text
    context = f"{passage.heading} {text}"
    if not _PERCENT.search(text) or not _OFF.search(context):
        return
    plans = frozenset(n for n in names if re.search(rf"\b{re.escape(n)}\b", context))
    if piece.is_row:
        limits = bounds(piece.cells[0][1])
        percent = next((m for _, c in piece.cells[1:] if (m := _PERCENT.search(c))), None)
        if limits and percent:
            yield Discount(passage, percent["p"], "volume", *limits, plans=plans)
        return
    percents = [match["p"] for match in _PERCENT.finditer(text)]
    first = _FROM.search(text) or _ABOVE.search(text)
    counted = (
        _COUNTED.match(re.sub(r"\D*\d+", "", text[first.start() :], count=1)) if first else None
    )
    at = {m.start(): int(m["n"] or m["n2"]) for m in _FROM.finditer(text) if _is_figure(m)}
    at |= {m.start(): int(m["n"]) + 1 for m in _ABOVE.finditer(text)}
    starts = [at[place] for place in sorted(at)]
    if starts and len(starts) == len(percents):
        ends = [*(start - 1 for start in starts[1:]), NO_LIMIT]
        yearly = _YEARLY_BILL.search(text) is not None
        for off, start, end in zip(percents, starts, ends, strict=True):
            yield Discount(
                passage, off, "volume", start, end, plans=plans, for_yearly=yearly,
                counted=counted[0] if counted else "",
            )  # fmt: skip
    elif len(percents) == 1 and (term := _COMMIT.search(text)):
        months = int(term["months"] or 0) or 12 * _number(term["n"])
        yield Discount(passage, percents[0], "commit", months=months, plans=plans)
    elif len(percents) == 1 and _AHEAD.search(text):
        yield Discount(passage, percents[0], "ahead", plans=plans)


def _is_figure(found: re.Match[str]) -> bool:
    return bool((found["n"] or found["n2"]).isdigit())


def setup_fees(found: Sequence[Passage], names: frozenset[str]) -> dict[str, tuple[Money, Passage]]:
    """What it costs once to begin, by plan, where a line says both."""
    fees: dict[str, tuple[Money, Passage]] = {}
    for passage in found:
        for piece in fragments(passage):
            if not ONCE.search(piece.text) or piece.is_row:
                continue
            for at, match in enumerate(places := list(MONEY.finditer(piece.text))):
                start = places[at - 1].end() if at else 0
                end = places[at + 1].start() if at + 1 < len(places) else len(piece.text)
                owner = _owner(piece.text[match.end() : end], names, is_after=True)
                owner = owner or _owner(piece.text[start : match.start()], names, is_after=False)
                if owner:
                    fees.setdefault(owner, (money(match), passage))
    return fees


def _owner(text: str, names: frozenset[str], *, is_after: bool) -> str:
    if is_after:
        inside = re.search(r"\(([^)]*)\)", text)
        text = inside[1] if inside else ""
    return next((n for n in names if re.search(rf"\b{re.escape(n)}\b", text)), "")
