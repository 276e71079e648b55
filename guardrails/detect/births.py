"""Dates of birth, only where a birth is spoken of. An adult's age is no date of birth and stays."""

import re
from collections.abc import Iterator

from guardrails.entities import Entity, Span
from guardrails.text.fold import fold

_MONTH = (
    "(?:jan(?:uar[iy]?|vier|eiro)?|feb(?:ruar[iy]?|braio|rero)?|fev(?:r(?:ier)?|ereiro)?|"
    "mar(?:ch|s|z[o]?|co|ca|zec)?|"
    "maart|mrt|mrz|apr(?:il[e]?)?|avr(?:il)?|abr(?:il)?|may[o]?|mai[o]?|maj[a]?|mei|mag(?:gio)?|"
    "ju[nl](?:[iye]|io)?|"
    "ju(?:nho|lho)|juin|juil(?:let)?|gi?u(?:gno)?|lu(?:glio|g)|au[g](?:ust(?:us|o)?)?|aout|"
    "ag(?:osto)?|ago|"
    "sep(?:t(?:emb(?:er|re|ro))?)?|set(?:t(?:embre)?|embro)?|o[ck]t(?:ob(?:er|re))?|octubre|"
    "ott(?:obre)?|out(?:ubro)?|"
    "nov(?:iembre|emb(?:er|re|ro))?|de[czs](?:emb(?:er|re|ro))?|dic(?:iembre|embre)?|ene(?:ro)?|"
    "gen(?:naio)?|"
    "styczni?[ae]?n?|lut(?:ego|y)|marca|kwie(?:tnia|cien|cn)?|czerw(?:ca|iec)|lip(?:ca|iec)|"
    "sierp(?:nia|ien)|"
    r"wrze(?:snia|sien)|pazdziernika?|listopada?|grud(?:nia|zien))\b\.?"
)
_YEAR = r"(?:(?:19|20)\d{2}|'?\d{2})(?!\d)"
_FULL_YEAR = r"(?:19[2-9]|20[0-2])\d(?!\d)"
_DAY = r"\d{1,2}(?:st|nd|rd|th|ten|ter|te|\.|er|o|e|°)?"
_DATE = (
    rf"(?:\d{{1,2}}\s?[./ -]\s?\d{{1,2}}\s?[./ -]\s?{_YEAR}|(?:19|"
    rf"20)\d{{2}}[./-]\d{{1,2}}[./-]\d{{1,2}}"
    rf"|(?:the |le |el |il |den |der )?{_DAY}[\s-]?(?:of |de |di |d')?{_MONTH}(?:[,-]?\s?(?:de |"
    rf"del |di )?{_YEAR}|(?!\w))"
    rf"|{_MONTH}\s{_DAY}(?:,?\s{_YEAR})?(?!\d)|{_MONTH}\s(?:de |del |di |of )?{_FULL_YEAR}|(?:19|"
    rf"20)\d{{6}}|[0-3]\d[01]\d(?:19|20)\d\d|[01]\d[0-3]\d(?:19|20)\d\d"
    rf"|\d{{1,2}}/{_FULL_YEAR})"
)
_SHORT = r"(?:\d{1,2}[./-]\d{1,2}\b\.?|[0-3]\d[01]\d\d\d(?!\d))"
_GAP = r"[^\d\n.!?;]{0,24}?"
_LABEL = (
    r"(?:date ?of ?birth|birth ?dates?|d\.?\s?o\.?\s?b\.?|bdate|b-?days?|birthdays?|geburtsdatum|"
    r"geb\.?-?\s?dat(?:um)?\.?|gebdatum|gebdat|geburtstag|geb\.|date (?:de )?naissance|"
    r"d\.?d\.?n\.?|anniv(?:ersaire)?|"
    r"fecha (?:de )?nac(?:imiento|\.)|f\.?\s?(?:de )?nac(?:imiento)?\.?|cumple(?:anos|s)?|data "
    "(?:di )?nascita|"
    r"d\. ?(?:di )?nascita|ddn|compleanno|data (?:de )?nascimento|d\.?n\.?|niver|aniversario|"
    r"geboorte ?datum|geb(?:oren)?|naiss(?:ance)?\.?|nasc(?:imento|ita)?\.?|nac(?:imiento)?\.?|"
    r"verjaardag|dat(?:a|\.)? ur(?:odzenia|\.)|urodziny|urodzin|ur\.?)"
)
_BORN = (
    r"(?:born|birth|bron (?:on|in)|geboren|nee?(?:\(e\))?|ne\(e\)|naci|nacid[oa]|nacio|nat[oa]|"
    "nasci|nascid[oa]|nasceu|"
    r"urodzi\w+|urodzon[ya]|ur\.)"
)
_CUED = re.compile(
    rf"(?<![\w-])(?:{_LABEL}|{_BORN})(?![\w])(?: ?(?:\?|for "
    rf"verification))?[^\d.!?;]{{0,24}}?(?:\n\s?)?(?<![\d.,/])(?P<date>{_DATE}|{_SHORT})(?![\d/])"
)
_CELEBRATED = re.compile(
    r"\b(?:mam urodziny|i (?:turn \w+|celebrate)|hab(?:e)?|hat|haben|faco anos(?: a| em| no dia)?|"
    "cumplo(?: anos)?(?: el)?|"
    "(?:ben )?jarig(?: op)?|je fete|compio gli anni "
    rf"il){_GAP}(?P<date>{_DATE})(?P<after>\s(?:geburtstag))?"
)
_BEHIND = re.compile(
    rf"(?<![\d.,/])(?P<date>{_DATE}|(?<!\w){_FULL_YEAR}|'?\b\d{{2}})\s{{0,2}}\(?(?:(?:ben ik |"
    r"bin ich |in [a-z]+ )?geboren|,? born\b|baby\b|is my (?:birthday|bday|date of birth|dob)|"
    r"dob\b|d\.o\.b|ist mein geburtstag|e il mio compleanno|es mi cumple|c'est mon anniv)"
)
_STAR = re.compile(rf"(?<![\w*])\*\s?(?P<date>{_DATE})")
_YEARLY = re.compile(
    rf"(?<!\w)(?:(?:born|nee? en|naci en|nacid[oa] en|nat[oa](?: \w+){{0,2}} nel|nasci em|"
    "nascid[oa] em|nasceu em|nacio en|"
    r"geboren (?:in|im jahr)|urodzi\w+(?: sie)? w(?: roku)?|year of birth|birth ?year|yob|"
    "geburtsjahr|jahrgang|annee de naissance|"
    "ano (?:de )?nac(?:imiento)?|anno (?:di )?nascita|ano (?:de )?nascimento|geboortejaar|rok "
    "urodzenia|rocznik|"
    "je suis de|soy del?|sono del|e del|sou de|ik ben van|bouwjaar|jestem z|een kind van|"
    r"(?:man|vrouw|zoon|dochter|vader|moeder|broer|zus) is van|b\.|classe|ich bin|born back in|"
    "bj)"
    "(?: (?:in|is|the|im|de|en|el|nel|w|roku|jahr|year|ano|no|do|"
    rf"l'anno)){{0,3}}\s?[:=]?\s?)(?P<date>{_FULL_YEAR}|'\d{{2}}|\d{{2}}(?![\d%]|[.,:/]\d))"
    rf"(?P<after>\s(?:\w+\s)?(?:rocznika|geboren|ben ik)|)"
)
_AMBIGUOUS_YEAR = re.compile(r"(?:ich bin|jestem z|bj|bouwjaar)\b")
_GUESSED_YEAR = re.compile(r"(?:je suis de|soy del?|sono del|e del|sou de|ik ben van|classe)\b")
_NO_MORE = re.compile(r"\s{0,2}(?:[,.;!?)\n]|$|(?:and|und|et|y|e|en|i|so|lol|haha|jaja|ca)\b)")
_OF_A_THING = re.compile(
    r"\b(?:compan\w*|brand|ideas?|startups?|business|products?|marca|marque|marchio|mark[ai]|"
    "merk|bedrijf|"
    r"firm[aey]\w*|aziend\w*|empresa|societe|entreprise|boite|idee|projekt|project|tool|"
    "unternehmen|"
    r"verein|team|teamu|app|agency|our (?:shop|store)|firmen\w*|versions?|feature|ideia|"
    r"pomysl\w*|concept\w*|konzept|movement|blog|podcast|promo\w*|campaign\w*|campan\w*|"
    r"kampan\w*|offers?|sale|discount|jubil\w*)\b"
)
_OF_ANOTHER = re.compile(
    r"\b(?:my|our|his|her|meine?|seine?|ihre?|mon|ma|mi|mio|mia|meu|minha|mijn|moj|moja|he|she|"
    "er|sie|"
    r"il|elle|hij|zij|corka|syn|zona|maz|dziecko|kids?|child\w*)\s(?!b-?day|birth|d\.?o\.?b|geb|"
    "date|anniv|"
    r"fecha|cumple|data|compl|niver|aniv|geboor|verj|urod|name|full)|\b(?:corka|syn|zona|maz)\b"
)
_DIGITS = re.compile(r"\d")
_HINT = re.compile(
    r"born|birth|bday|b-day|d\.?\s?o\.?\s?b|bdate|yob|bron |geb|jahrgang|nee?\b|ne\(|nais|anniv|"
    r"ddn|d\.d\.n|je suis de|fete|"
    r"nac|cumpl|soy de|nat[oa]|nasc|compl|sono del|\be del|classe|sou de|niver|anos|dn\b|d\.n|"
    "jarig|verjaar|ben van|bouwjaar|"
    r"\bur|rocznik|jestem z|turn|celebrate|ich bin|compio|\*|bj|baby|kind van|is van|\bb\."
)
_LEAST_YEAR, _MOST_YEAR = 1920, 2029
_BEFORE = 36


def find_births(text: str) -> Iterator[Span]:
    """``detail`` is ``born:`` and the year (two digits if only two were written) where somebody
    writes of themselves, so that whoever knows today's date can tell a child.
    """
    if not _DIGITS.search(text):
        return
    folded = fold(text)
    if not _HINT.search(folded):
        return
    taken: list[tuple[int, int]] = []
    for found in _found(folded):
        start, end = found.span("date")
        before = folded[max(0, found.start() - _BEFORE) : found.start()]
        if _OF_A_THING.search(before + found[0][: start - found.start()]) or any(
            s < end and start < e for s, e in taken
        ):
            continue
        taken.append((start, end))
        yield Span(Entity.BIRTH_DATE, start, end, 0.9, _detail(before + found[0], found["date"]))


def _found(folded: str) -> Iterator[re.Match[str]]:
    for pattern in (_CUED, _STAR, _BEHIND):
        yield from pattern.finditer(folded)
    for found in _CELEBRATED.finditer(folded):
        if not found[0].startswith("ha") or found["after"]:
            yield found
    for found in _YEARLY.finditer(folded):
        if _is_year(folded, found):
            yield found


def _is_year(folded: str, found: re.Match[str]) -> bool:
    if _AMBIGUOUS_YEAR.match(found[0]):
        return bool(found["after"])
    if _GUESSED_YEAR.match(found[0]):
        return bool(_NO_MORE.match(folded, found.end())) and len(found["date"].strip("'")) in {2, 4}
    return True


def _detail(spoken: str, date: str) -> str:
    if _OF_ANOTHER.search(spoken):
        return ""
    year = re.search(r"(?:19|20)\d{2}", date) or re.search(r"'?(\d{2})$", date)
    if year is None or (year.lastindex is None and not _LEAST_YEAR <= int(year[0]) <= _MOST_YEAR):
        return ""
    whole = year.lastindex is None
    if not whole and not re.search(r"[./ '-]", date) and len(date) != len(year[1]):
        return ""
    return f"born:{year[0] if whole else year[1]}"
