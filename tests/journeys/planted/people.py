"""Invented people and what they would not want told: values with valid check digits, seeded."""

from dataclasses import dataclass
from random import Random

from guardrails.detect.banks import _IBAN_LENGTHS  # only their lengths

GIVEN: dict[str, str] = {
    "en": "Harriet Declan Oluwaseun Bronwyn Tariq Saoirse Winston Anjali Kwame Rosalind",
    "de": "Wolfgang Hannelore Yusuf Ottilie Günther Mechthild Jannis Aylin Roswitha Lennart",
    "fr": "Bérengère Mamadou Ghislaine Thibault Aïssata Solène Fabrice Noémie Régis Clotilde",
    "es": "Rigoberto Guadalupe Nuria Iker Macarena Anselmo Rocío Jacinto Begoña Leocadia",
    "it": "Ludovica Gennaro Fiorenza Calogero Ornella Tiziano Mariangela Ruggero Assunta Ivano",
    "pt": "Thiago Jussara Valdemar Benedita Afonso Iracema Heitor Lurdes Rui Conceição",
    "nl": "Joost Fleur Maarten Wietske Roderick Femke Gijs Anneloes Pim Margriet",
    "pl": "Zdzisława Bartłomiej Grażyna Wojciech Jadwiga Mirosław Halina Przemysław Bożena Leszek",
}
SURNAMES: dict[str, str] = {
    "en": "Featherstone Adeyemi Pemberton Choudhury Gallagher Whitlock Mbeki Ramsbottom Tran Kaur",
    "de": "Schmidtbauer Yıldırım Kranzler Hofstetter Wieczorek "
    "Oberhuber Demirel Löwenthal Nguyen Pfister",
    "fr": "Lemoine Diallo Chevrier Bouchareb Vasseur Quesnel Traoré Delacroix Marchand Pelletier",
    "es": "Zubizarreta Quintanilla Cifuentes Montoya Ibáñez "
    "Barrientos Echeverría Olmedo Huamán Salcedo",
    "it": "Bevilacqua Mastroianni Quagliarella Fontanarosa Zanetti "
    "Cammarata Brambilla Ferrante Lombardi Greco",
    "pt": "Vasconcelos Nascimento Figueiredo Guimarães Peixoto "
    "Sequeira Bittencourt Falcão Meireles Tavares",
    "nl": "Hoogendoorn Schippers Verhoeven Oosterhuis Benali "
    "Kuipers Dijkstra Terpstra Zwart Rietveld",
    "pl": "Wiśniewska Szczepański Kaczmarek Brzęczyszczykiewicz Jankowska "
    "Głowacki Mazurek Wróblewska Pietrzak Zając",
}  # fmt: skip
PHONES: dict[str, str] = {
    "en": "+44 7700 9## ###|020 7946 0###|(212) 555-01##|+1 415 555 01##",
    "de": "+49 170 555 ####|0171 55#####|+49 (0)30 5550 ####|030/5550####",
    "fr": "+33 6 39 98 ## ##|06.39.98.##.##|01 99 00 ## ##",
    "es": "+34 612 ### ###|6## 55# ###|91 555 ## ##",
    "it": "+39 331 55# ####|340 55#####|06 555 #####",
    "pt": "+351 91# 555 ###|+55 11 9#### ####|21 555 ####",
    "nl": "+31 6 555#####|06-555#####|020 555 ####",
    "pl": "+48 55# ### ###|60# 555 ###|22 555 ## ##",
}
ADDRESSES: dict[str, str] = {
    "en": "27 Larkspur Lane, Leeds LS6 2AB|"
    "1480 Birchwood Avenue, Apt 9, Portland, OR 97205|8 Quayside Court",
    "de": "Lindenstraße 14a, 50674 Köln|Am Mühlbach 3, 83022 Rosenheim|Goethestr. 112",
    "fr": "14 rue des Tanneurs, 69005 Lyon|"
    "3 bis avenue Jean Jaurès, 31000 Toulouse|22 impasse du Moulin",
    "es": "Calle Alcalá 87, 3º B, 28009 Madrid|"
    "Avenida de la Constitución 12|Plaza Nueva 4, 41001 Sevilla",
    "it": "Via Garibaldi 31, 10122 Torino|Corso Buenos Aires 8, 20124 Milano|Piazza San Marco 5",
    "pt": "Rua das Oliveiras 45, 4050-448 Porto|"
    "Avenida Paulista 1578, São Paulo|Travessa do Carmo 7",
    "nl": "Prinsengracht 263-2, 1016 GV Amsterdam|Kerkstraat 18, 3511 KB Utrecht|Molenweg 55",
    "pl": "ul. Długa 17/4, 31-147 Kraków|al. Jerozolimskie 65, 00-697 Warszawa|ul. Polna 9",
}
CARDS = ("4", "51", "37", "2221", "6011")
SECRETS = ("Blaubeere!{}x", "hunt3r-{}", "Tr0ub4dor&{}", "s3cret_{}Q", "Kx9#{}mm")
BANKS = {spoken: "GB" if spoken == "en" else spoken.upper() for spoken in GIVEN}


@dataclass(frozen=True)
class Planted:
    """``given`` and ``family`` make the name; all else is written as its owner writes it."""

    language: str
    given: str
    family: str
    email: str
    phone: str
    address: str
    card: str
    iban: str
    secret: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


def person(number: int) -> Planted:
    """The same person for the same number; eight in a row speak eight languages."""
    dice = Random(number)
    language = list(GIVEN)[number % len(GIVEN)]
    given = dice.choice(GIVEN[language].split())
    family = dice.choice(SURNAMES[language].split())
    return Planted(
        language,
        given,
        family,
        _mail(dice, given, family),
        _digits(dice, dice.choice(PHONES[language].split("|"))),
        dice.choice(ADDRESSES[language].split("|")),
        _spaced(_card(dice)),
        _spaced(_iban(dice, BANKS[language])),
        dice.choice(SECRETS).format(dice.randint(100, 999)),
    )


def _digits(dice: Random, form: str) -> str:
    return "".join(str(dice.randint(1, 9)) if letter == "#" else letter for letter in form)


def _ascii(word: str) -> str:
    folded = word.casefold().translate(str.maketrans("łıøß", "lios"))
    from unicodedata import normalize  # noqa: PLC0415

    return normalize("NFKD", folded).encode("ascii", "ignore").decode()


def _mail(dice: Random, given: str, family: str) -> str:
    first, last = _ascii(given), _ascii(family)
    local = dice.choice((f"{first}.{last}", f"{first[0]}{last}", f"{last}_{dice.randint(10, 99)}"))
    return f"{local}@{dice.choice(('kestrel', 'mail.oakfield', 'umbria-lab', 'north7'))}.example"


def _card(dice: Random) -> str:
    prefix = dice.choice(CARDS)
    length = 15 if prefix == "37" else 16
    body = prefix + "".join(str(dice.randint(0, 9)) for _ in range(length - len(prefix) - 1))
    for check in "0123456789":
        digits = [int(digit) for digit in reversed(body + check)]
        total = sum(
            d if place % 2 == 0 else sum(divmod(2 * d, 10)) for place, d in enumerate(digits)
        )
        if total % 10 == 0:
            return body + check
    raise AssertionError("one of ten digits fits")


def _iban(dice: Random, country: str) -> str:
    letters = "NWBK" if country == "GB" else "INGB" if country == "NL" else ""
    rest = letters + "".join(
        str(dice.randint(0, 9)) for _ in range(_IBAN_LENGTHS[country] - 4 - len(letters))
    )
    number = "".join(str(int(letter, 36)) for letter in f"{rest}{country}00")
    return f"{country}{98 - int(number) % 97:02d}{rest}"


def _spaced(compact: str) -> str:
    return " ".join(compact[place : place + 4] for place in range(0, len(compact), 4))
