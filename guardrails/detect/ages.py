"""Words by which a child says that they are one, in eight languages.

Only who writes counts: "my daughter is 9" says nothing of the writer, and an age names nobody, so
it is no span at all. The age of an adult is none either.
"""

import re
from collections.abc import Iterator
from datetime import date

from guardrails.entities import Entity, Span
from guardrails.text.fold import fold
from guardrails.text.words import words_of

_YEARS: tuple[str, ...] = (
    "five funf cinq cinco cinque vijf piec", "six sechs seis sei zes szesc",
    "seven sieben sept siete sette sete zeven siedem", "eight acht huit ocho otto oito osiem",
    "nine neun neuf nueve nove negen dziewiec", "ten zehn dix diez dieci dez tien dziesiec",
    "eleven elevn elven elf onze once undici jedenascie",
    "twelve twelv tweleve zwolf zwoelf douze doce dodici doze twaalf dwanascie",
    "thirteen thirten dreizehn treize trece tredici treze dertien trzynascie",
    "fourteen vierzehn quatorze catorce quattordici catorze veertien czternascie",
    "fifteen funfzehn quinze quince quindici vijftien pietnascie",
    "sixteen sechzehn seize dieciseis sedici dezesseis dezasseis zestien szesnascie",
    "seventeen siebzehn dix-sept diecisiete diciassette dezessete zeventien siedemnascie",
)  # fmt: skip
_ORDINALS: tuple[str, ...] = (
    "first erste ersten premiere primero primer prima primeiro eerste pierwszej",
    "second zweite zweiten deuxieme segundo seconda tweede drugiej",
    "third dritte dritten troisieme tercero tercer terza terceiro derde trzeciej",
    "fourth vierte vierten quatrieme cuarto quarta quarto vierde czwartej",
    "fifth funfte funften cinquieme quinto quinta vijfde piatej",
    "sixth sechste sechsten sixieme sexto sesta zesde szostej",
    "seventh siebte siebten septieme septimo setimo zevende siodmej",
    "eighth achte achten octavo oitavo achtste osmej",
)
_YOUNGEST, _FULL_AGE = 5, 18
_NUMBERS = {word: age for age, words in enumerate(_YEARS, _YOUNGEST) for word in words.split()} | {
    word: place for place, words in enumerate(_ORDINALS, 1) for word in words.split()
}
_FRENCH_FORMS = {
    "cp": 6, "ce1": 7, "ce2": 8, "cm1": 9, "cm2": 10, "6e": 11, "6eme": 11, "sixieme": 11, "5e": 12,
    "5eme": 12, "cinquieme": 12, "4e": 13, "4eme": 13, "quatrieme": 13, "3e": 14, "3eme": 14,
    "troisieme": 14, "brugklas": 12,
}  # fmt: skip
_WORDS = "|".join(sorted((w for words in _YEARS for w in words.split()), key=len, reverse=True))
_PLACES = "|".join(sorted((w for words in _ORDINALS for w in words.split()), key=len, reverse=True))
_STEP = r"(?!\.?\s?(?:monat|woche|ssw|trimester|stock|semester))"
_N = rf"(?<![\d.,])(\d{{1,2}}|(?:{_WORDS})(?![a-z]))(?![\d%]|[.,:/]\d){_STEP}"
_G = rf"(?:(\d{{1,2}})(?:st|nd|rd|th|\.|o|a|e|eme|de|ste)?|({_PLACES}))"
_SOFT = (
    "(?:(?:only|just|almost|nearly|like|about|turning|actually|still|literally|barely|really|"
    "basically|gonna be|going to be|"
    "nur|erst|noch|gerade|fast|schon|seulement|que|bientot|presque|solo|apenas|so|pas|nog maar|"
    "maar|bijna|nu|net|"
    "quasi|appena|ya|casi|ja|quase|dopiero|tylko|prawie|juz|niedlugo|bald|naechste woche|"
    r"nachste woche|volgende week)\s){0,2}"
)
_OVER = (
    r"(?=\s{0,2}(?:[.!?;)\n]|,(?!\s?(?:maybe|or|perhaps|oder|vielleicht|\d))|$|"
    r"[\U0001F300-\U0001FAFF:]|(?:and|"
    "but|so|is|can|btw|lol|pls|plz|please|here|from|too|haha|jaja|xd|mdr|rs|kkk|tbh|rn|now|next|"
    "this|tomorrow|"
    "soon|still|and|girl|boy|male|female|und|aber|darf|kann|jahre|geworden|geh|en|maar|mag|y|"
    "pero|puedo|e|ma|"
    r"posso|mas|moge|czy|i|et|mais|je)\b))"
)
_TRADE = (
    r"(?!\s{1,2}(?:d['](?!age)|de (?!edad|idade|vie|vida)|dans|di (?!eta|vita)|kunde|dabei|klant|"
    r"lid\b|na umow|w firm|in "
    r"(?:business|the business|der|sales|this|de)|into|im (?:gesch|beruf|vertrieb)|of "
    "experience|exp|doswiadcz|stazu|pracy|erfahrung|ervaring|bij|auf dem markt|en (?:el|la|"
    "ventas)|"
    r"no mercado|nel|na rynku|with|late|away|alte?[rs]?\s(?:firm|unter)|(?:com|na|en|con) "
    "(?:esta|la|a) empres))"
)
_THING = (
    r"(?!\s(?:company|business|startup|firm|agency|shop|team|veteran|machine|account|car|brand|"
    "whisky|scotch|house|laptop|contract|system|server|building|subscription))"
)
_ME = r"(?:i\s?['’]?\s?a?m|i be|ima)"
_HELLO = (
    r"(?:^|(?<=[.!?\n])\s?|\b(?:hi|hey|hello|yo|sup|hallo|hey|hoi|salut|coucou|hola|ciao|oi|ola|"
    r"czesc|hej)\b[,!]?\s)"
)
_IN_SCHOOL = (
    r"(?!\s?(?:teacher|parent|class(?:es)? of|students?|position|place|semaine|week|woche|semana|"
    "settimana|tydzien|team|software|app|platz|stelle|lugar|posto|contrat|faculdade|universi|do "
    "contrato|da empresa|de contrat|d'|de la boite|gymnasiallehr|lehrer))"
)

# Each with what is added to its number: an age as it stands, or a school year and the age it means.
_STATED: tuple[tuple[str, int], ...] = (
    (
        (rf"\b{_ME}\s{_SOFT}{_N}\s?(?:(?:years?\s?old|yrs?(?:\sold)?|y/?o|yr\sold|"
        rf"years?\sof\sage)\b{_TRADE}{_THING}|{_OVER})"), 0),
    (
        (r"\b(?:i\s(?:just\s|will\s|am\s(?:about|going)\sto\s|'m\sgonna\s)?(?:turn|turned|will "
        rf"be|be|have just turned)|my age is|i'll be|about to turn)\s{_SOFT}{_N}\b(?!\s(?:people|"
        r"users|seats|min|of|percent|days|hours))(?!\s?%)"), 0),
    (rf"\b{_ME}\s{_SOFT}{_N}\s?[mf]\b(?!\s(?:away|from|out|late|short|behind|in|ahead|over))", 0),
    (rf"\b(?:i'?m |im )?turning\s{_N}\s(?:next|in|this|soon|tomorrow|on|today)", 0),
    (rf"\b(?:my )?age\s?[:=]\s?{_N}\b(?!\s(?:months|weeks|days|hours|company))", 0),
    (
        (rf"\b(?:{_ME}|as)\s(?:just\s|only\s)?an?\s{_N}[\s-]?(?:years?[\s-]old|yr[\s-]old|"
        rf"y/?o)\b{_THING}"), 0),
    (rf"{_HELLO}{_N}\s?(?:yo|y/o|yr old|years? old|yrs old)\b{_THING}", 0),
    (
        (rf"{_HELLO}(?:[mw]/)?{_N}\s?(?:f|m|/f|/m)(?=\s?(?:$|,|[.!]|here|from|in|hier|aus|de|uit|"
        "z))"), 0),
    (rf"{_HELLO}[mwfvk]/?{_N}(?=\s(?:aus|from|uit|de|z)\b)", 0),
    (rf"\b{_ME}\s(?:\w+\s){{0,2}}?(?:in\s)?(?:the\s)?{_G}[\s-]grad(?:e|er)\b{_IN_SCHOOL}", 5),
    (rf"\b{_ME}\s(?:\w+\s)?in\syear\s{_G}\b(?!\s(?:of|one))", 4),
    (
        (r"(?:\bich\s(?:bin|werde|wurde)|(?:^|(?<=[.!?\n])\s?|\b(?:hallo|hi|hey|und|aber|ja|sorry|"
        r"also|ey|moin|servus)[,!]?\s)(?:bin|werde))\s(?:(?:bald|im|am|nachste[ns]?|naechste[ns]?|"
        "woche|monat|jahr|morgen|jetzt|[a-z]*tag|mai|juni|juli|august|marz|"
        rf"april)\s){{0,3}}{_SOFT}{_N}\s?(?:(?:jahre?|j\.?)(?:\s?alt)?(?![a-z]){_TRADE}|"
            rf"{_OVER})"), 0),
    (
        (r"\b(?:ich bin |bin )?(?:schuler(?:in)?|eleve|scolaro|leerling|uczen|"
        rf"uczennica),?\s{_N}\s?(?:jahre?|ans|anni|jaar|lat)\b"), 0),
    (
        (r"\b(?:je suis|moi c'est|je m'appelle|c'est|soy|me llamo|sono|mi chiamo|sou(?: [oa])?|"
        r"me chamo|"
        r"ich bin(?: der| die)?|ich heisse|ik ben|ik heet|i'?m|i am|my name is|jestem|mam na "
        r"imie)\s(?!de\b|un|a\b|com\b|von\b|di\b|from\b)"
        rf"(?P<name>[a-z'-]{{2,16}}(?:\s(?:y|et|e|und|and|en|i))?),?\s(?:de\s|tengo\s|ho\s|"
        rf"tenho\s|mam\s)?{_N}\s?"
        rf"(?:ans|anos|anni|jahre(?: alt)?|jaar|lat|years? old|yrs? old|yo|y/o)\b(?!\s(?:de|di|"
        rf"bij|d[e'])\s?(?:exp|erf|ant))"), 0),
    (rf"\bmoi,?\s(?:c'est\s|j'ai\s)?{_N}\sans\b{_TRADE}", 0),
    (rf"\b(?:ich bin |bin )(?:ein[e]?\s)?{_N}[\s-]?jahrige?[rs]?\b(?!\s(?:firma|unternehmen))", 0),
    (rf"\b(?:mein alter|alter)\s?(?:ist|:|=)\s?{_N}\b(?!\s(?:wochen|monate))", 0),
    (rf"\b(?:gehe?|bin|komme?)\s(?:\w+\s)?in\s(?:die|der)\s{_G}\s?klasse\b{_IN_SCHOOL}", 5),
    (
        (r"(?<!\w)(?:j['’ ]?\s?(?:ai|aurai|viens d'avoir|vais avoir)|g|jai|je vais avoir|je "
        rf"viens d'avoir|jvais avoir)\s{_SOFT}{_N}\sans?\b{_TRADE}"), 0),
    (
        (r"\b(?:je suis|chui[s]?|jsuis)\s(?:une?\s(?:fille|garcon|eleve|ado|enfant|gamine?)|"
        rf"age\w*)\s(?:de|d')\s?{_N}\sans"), 0),
    (rf"\bage\s?:\s?{_N}(?:\sans)?\b(?!\s(?:mois|jours))", 0),
    (
        (r"\b(?:tengo|cumplo|voy a cumplir|acabo de cumplir|recien cumpli|"
        rf"cumpli)\s{_SOFT}{_N}\s(?:an(?:os|itos)|anyos)\b{_TRADE}"), 0),
    (
        (r"\b(?:cumplo|voy a cumplir|acabo de cumplir|tengo solo|solo tengo|apenas "
        rf"tengo)\s{_N}{_OVER}"), 0),
    (rf"\b(?:yo|eu|io)\s(?:tengo|tenho|ho|cumplo|faco)\s{_SOFT}{_N}{_OVER}", 0),
    (rf"\b(?:hola|oi|ola|buenas|hey)[,!]?\s(?:tengo|tenho)\s{_SOFT}{_N}{_OVER}", 0),
    (rf"\b(?:tengo|tenho)\s{_N}\s?(?:jaja\w*|jeje\w*|xd|rs+|kk+|haha\w*|:\))", 0),
    (
        (r"\bsoy\s(?:un[a]?\s)?(?:nin[oa]|chic[oa]|peque\w*|estudiante|"
        rf"alumn[oa])\sde\s{_N}(?:\sanos)?\b"), 0),
    (
        (r"\b(?:edad|eta|idade|leeftijd|wiek|mi edad es|la mia eta e|minha idade "
        rf"e)\s?[:=]?\s?{_N}\b(?!\s(?:mes|dias|mesi|giorni|maand|miesi|dag))(?!\s?%)"), 0),
    (rf"\b(?:estoy en|voy en|voy a|curso|hago)\s{_G}\s(?:de )?(?:primaria|grado|basica)\b", 5),
    (rf"\b(?:je |j['’]?)viens d'avoir\s{_N}{_OVER}", 0),
    (rf"\b(?:acabo de cumplir|he cumplido|cumplo|voy a cumplir)\s(?:los\s){_N}\b", 0),
    (rf"\b(?:voy a|curso|hago)\s{_G}\s(?:de )?(?:la )?eso\b", 11),
    (rf"\bestoy en\s{_G}\s(?:de )?(?:la )?eso\b", 11),
    (
        (r"\b(?:ho(?: appena)? compiuto|ho|c'ho|cho|compio|avro|"
        rf"faccio)\s{_SOFT}{_N}\sanni\b{_TRADE}"), 0),
    (
        (r"\bsono\s(?:un[a']?\s?)(?:bambin[oa]|ragazz\w+|studente\w*|"
        rf"alunn[oa])\sdi\s{_N}(?:\sanni)?\b"), 0),
    (rf"\b(?:faccio|sono in|vado in|frequento|sto in)\s(?:la\s)?{_G}\selementare\b", 5),
    (rf"\b(?:faccio|sono in|vado in|frequento|sto in)\s(?:la\s)?{_G}\smedia\b", 10),
    (
        (rf"\b(?:tenho|faco|fiz|vou fazer|acabei de fazer)\s{_SOFT}{_N}\s(?:anos?|"
        rf"aninhos?)\b{_TRADE}"), 0),
    (
        (rf"\b(?:faco|vou fazer|so tenho|tenho so)\s{_N}(?=\s(?:em|no|na|este|amanha|mes)\b|"
        f"{_OVER[3:]}"), 0),
    (
        (r"\bsou\s(?:uma?\s)?(?:menin[oa]|rapaz|rapariga|garot[oa]|crianca|alun[oa])\s(?:de|"
        rf"com)\s{_N}(?:\sanos)?\b"), 0),
    (rf"\b(?:estou|ando|to)\sno\s{_G}\sano\b{_IN_SCHOOL}(?!\s(?:de|do)\s)", 5),
    (
        (r"\b(?:ik\s(?:ben|word)|ben|word)\s(?:(?:volgende|deze|week|maand|morgen|in|mei|juni|"
        rf"juli|maart|april|[a-z]+dag)\s){{0,3}}{_SOFT}{_N}\s?(?:(?:jaar|jr)(?:\soud)?\b{_TRADE}|"
        f"{_OVER})"), 0),
    (rf"\b(?:ik\sben\s|ben\s)een\s(?:meisje|jongen|kind|leerling)\svan\s{_N}\b", 0),
    (rf"(?:\bik\s|(?<![a-z]\s)(?<![a-z]))(?:zit|ga naar)\s(?:\w+\s)?(?:in\s)?groep\s{_G}\b", 4),
    (
        (rf"\b(?:mam|skoncze|skonczyl[ea]?m|bede mial\w*|koncze)\s{_SOFT}{_N}\s?(?:lat|latka|lata|"
        rf"latek)\b{_TRADE}"), 0),
    (rf"\b(?:mam|skoncze)\s(?:dopiero|tylko|dopiero co)\s{_N}{_OVER}", 0),
    (rf"\bjestem\s{_N}[\s-]?lat\w+\b", 0),
    (rf"\b(?:chodze do|ide do|jestem w)\s{_G}\sklas(?:y|ie|e)\b{_IN_SCHOOL}", 6),
)  # fmt: skip
_CHILD = re.compile(
    rf"\b{_ME}\s(?:\w+\s)?an?\s(?:kid|child|minor|schoolkid|little (?:girl|boy|kid)|"
    r"(?:\d\w*\s)?(?:primary|elementary|middle)[ -]school(?:er| kid| student)?)\b(?!\s(?:at "
    "heart|person|friendly|of the|when|act|car))|"
    rf"\b{_ME}\s(?:\w+\s)?(?:underage|under age|a minor|under 1[3-8]|not 18 yet|not yet 18|not "
    r"even 1[38])\b|"
    rf"\b(?:{_ME}|i go|i'm still) (?:\w+ )?(?:in|to) (?:elementary|primary|middle) school\b|"
    r"\b(?:i'?m |im |this is )?(?:on|using|writing from|texting from) my (?:mom|mum|mommy|mummy|"
    r"dad|daddy|parent)'?s (?:phone|ipad|tablet|laptop|account|computer)\b|"
    r"\bmy (?:mom|mum|mommy|mummy|dad|daddy|parents) (?:says?|said|told me|lets?|dont let|"
    r"doesn'?t know|wont let|won'?t let|don'?t know)\b(?=[^.\n]{0,40}\b(?:i|me|allowed|homework|"
    r"school)\b)|"
    r"\bich bin (?:noch |nur |doch )?(?:ein kind|minderjahrig|keine? 1[2-8]|unter 1[2-8]|noch "
    r"nicht volljahrig|nicht volljahrig)\b|\bbin (?:noch )?(?:minderjahrig|nicht volljahrig|ein "
    r"kind|keine 1[2-8])\b|"
    r"\b(?:gehe?|bin) (?:noch )?(?:in die|in der|auf die|zur) grundschule\b|"
    r"\b(?:handy|account|tablet) (?:von )?(?:meiner (?:mama|mutter|mutti)|meinem (?:papa|vater))\b|"
    r"\b(?:je suis|j'?suis|chui) (?:qu'|encore |juste |qu un |que )?(?:une? (?:enfant|gamin|"
    r"gamine|petite fille|petit garcon)|mineure?|pas majeure?)\b(?!\s(?:d'|de la))|"
    r"\b(?:je suis|chui|j'?suis|je vais) (?:a l'ecole primaire|en primaire|au college)(?: en "
    r"(?:6|5|4|3)(?:e|eme))?\b|\bpas encore 1[38] ans\b|"
    r"\b(?:telephone|portable|tablette|compte) de (?:ma maman|mon papa)\b|"
    r"\bsoy (?:todavia |solo |aun )?(?:menor(?: de edad)?|un nino|una nina|un nene|una nena|"
    r"pequen[oa])\b(?!\s(?:de (?:espiritu|corazon)))|"
    r"\b(?:movil|celular|telefono|tablet|cuenta) de mi (?:mama|papa|madre)\b|\bvoy (?:a|en) "
    r"(?:la )?primaria\b|\baun no tengo 1[48]\b|"
    r"\bsono (?:ancora |solo )?(?:minorenne|un bambin[oa]|una bambina|un ragazzin[oa]|una "
    r"ragazzina)\b(?!\s(?:di nome|nel))|\bvado (?:ancora )?(?:alle|alla scuola) (?:elementar[ei]|"
    r"medie|media)\b|"
    r"\btelefono (?:di (?:mia )?mamma|di (?:mio )?papa)\b|"
    r"\bsou (?:ainda |so )?(?:uma crianca|menor(?: de idade)?|um menino|uma menina)\b|"
    r"\b(?:telemovel|celular|tablet|conta) (?:da minha|do meu) (?:mae|pai)\b|\bando na (?:escola "
    r")?primaria\b|"
    r"\b(?:ik ben|ben) (?:nog |pas |maar )?(?:minderjarig|een kind|onder de 1[2368]|geen "
    r"1[68])\b|\b(?:ik )?zit (?:nog )?op (?:de )?basisschool\b|\btelefoon van (?:mijn )?(?:mama|"
    r"moeder|papa)\b|"
    r"\bjestem (?:jeszcze |tylko |mala )?(?:dziewczynk[aą]|chlopcem|niepelnoletni[aey]?|"
    r"dzieckiem|nieletni[aey]?|malolat\w*)\b|\bchodze do podstawowki\b|\btelefon(?:u|ie)? "
    r"(?:mojej )?(?:mamy|taty)\b"
)  # fmt: skip
_FRENCH = re.compile(
    r"\b(?:je suis|chui|j'?suis|je rentre|je passe|(?:ik )?zit)(?: \w+)? (?:en|in de|in)\s"
    "(cp|ce1|ce2|cm1|cm2|[3-6]e(?:me)?|sixieme|cinquieme|quatrieme|troisieme|"
    rf"brugklas)\b{_IN_SCHOOL}"
)
_AGES = tuple(re.compile(pattern) for pattern, added in _STATED if not added)
_SCHOOL_YEARS = tuple((re.compile(pattern), added) for pattern, added in _STATED if added)
# Few messages hold any of these, so that few pay for the rest: whole words, or their first letters.
_TOKEN = re.compile(r"[a-z]+|\d+")
_AGE_WORDS = frozenset(_NUMBERS) | {str(age) for age in range(_YOUNGEST, _FULL_AGE)} | {"dix"}
_SCHOOL_HEADS = words_of(
    "grad klas year groe eso elem medi prim basi ano cp ce cm e eme sixi cinq quat troi brug"
)
_CHILD_HEADS = words_of(
    "kid chil kind mino mind meno mine maje enfa gami fill garc nino nina nene nena pequ bamb "
    "raga cria meni "
    "dzie chlo niel niep malo scho schu ecol coll pods voll unde litt mom mum momm mumm dad dadd "
    "pare mama papa "
    "mae pai mamy taty mutt vate madr padr moed unte kein geen onde elem prim ans aun yet even "
    "grun basi"
)
_HEAD = 4


def find_minor_ages(text: str) -> Iterator[Span]:
    """``detail`` is the age in years, or empty where only "a child" was said."""
    folded = fold(text)
    taken: list[tuple[int, int]] = []
    for start, end, age in sorted(_found(folded), key=lambda found: (found[0], -found[1])):
        if not any(first < end and start < last for first, last in taken[-2:]):
            taken.append((start, end))
            yield Span(Entity.MINOR_AGE, start, end, 0.9 if age else 0.8, age)


def _found(folded: str) -> Iterator[tuple[int, int, str]]:
    tokens = set(_TOKEN.findall(folded))
    if not tokens.isdisjoint(_AGE_WORDS):
        for pattern in _AGES:
            yield from _stated(pattern, folded, 0)
    heads = {token[:_HEAD] for token in tokens}
    if not heads.isdisjoint(_SCHOOL_HEADS):
        for pattern, added in _SCHOOL_YEARS:
            yield from _stated(pattern, folded, added)
        for found in _FRENCH.finditer(folded):
            yield found.start(), found.end(), str(_FRENCH_FORMS[found[1]])
    if not heads.isdisjoint(_CHILD_HEADS):
        for found in _CHILD.finditer(folded):
            yield found.start(), found.end(), ""


def _name_in(found: re.Match[str]) -> str:
    return found["name"] if "name" in found.re.groupindex else ""


def _stated(pattern: re.Pattern[str], folded: str, added: int) -> Iterator[tuple[int, int, str]]:
    for found in pattern.finditer(folded):
        said = (group for group in found.groups() if group and group != _name_in(found))
        stated = next(said, "")
        age = added + (int(stated) if stated.isdigit() else _NUMBERS.get(stated, _FULL_AGE))
        if _YOUNGEST <= age < _FULL_AGE:
            name = _name_in(found)  # which is a person's, and a span of its own
            start = found.end("name") if name else found.start()
            while name and not folded[start].isalnum():
                start += 1
            yield start, found.end(), str(age)


_CENTURY = 100


def is_minor(span: Span, *, minor_age: int, today: date | None = None) -> bool:
    """Whether a span says that its writer is younger than ``minor_age``: a stated age, "a child",
    or (told ``today``) a year of birth after which nobody can be that old yet.
    """
    if span.entity is Entity.MINOR_AGE:
        return not span.detail or int(span.detail) < minor_age
    if span.entity is not Entity.BIRTH_DATE or today is None or not span.detail:
        return False
    year = int(span.detail.removeprefix("born:"))
    if year < _CENTURY:
        year += today.year // _CENTURY * _CENTURY
        year -= _CENTURY if year > today.year else 0
    return 0 <= today.year - year < minor_age
