"""Numbers, addresses and secrets with a form of their own: how well, how disguised, how fast."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from guardrails import Guard, Vault
from guardrails.detect import banks, cards, emails, links, national, phones, secrets
from guardrails.entities import Entity, Span
from guardrails.guard import REGIONS
from guardrails.text.normalise import normalise
from tests.guardrails.evaluation.scoring import Score, read_messages, score

_CASES = sorted((Path(__file__).parent / "cases").glob("numbers_*.tsv"))
_KINDS = (
    Entity.EMAIL,
    Entity.PHONE,
    Entity.CARD,
    Entity.SECURITY_CODE,
    Entity.BANK_ACCOUNT,
    Entity.NATIONAL_ID,
    Entity.SECRET,
    Entity.IP,
)


@pytest.fixture(scope="module")
def found(guard: Guard) -> Score:
    def predict(text: str) -> list[tuple[str, int, int]]:
        return [
            (span.entity.value, span.start, span.end)
            for span in guard._detector.find(text, REGIONS)
            if span.entity in _KINDS
        ]

    return score([m for path in _CASES for m in read_messages(path)], predict)


@pytest.mark.parametrize("kind", _KINDS)
def test_hard_cases_are_read_as_a_person_would(found: Score, kind: Entity):
    """Odd spellings in eight languages are found; order numbers, prices and versions are not."""
    faults = [fault for fault in found.faults if f" {kind.value}" in fault]
    assert found.recall(kind) >= 0.97, faults
    assert found.precision(kind) >= 0.97, faults


def test_a_message_without_values_stays_as_it_is(found: Score):
    """Hard negatives: numbers of things, codes that are no secrets, versions that are no hosts."""
    assert found.clean >= 250
    assert found.clean_hit_rate <= 0.02, found.faults


@pytest.mark.parametrize(
    ("said", "detail"),
    [
        ("my ssn is 219-09-9998", "us_ssn"),
        ("NHS 485 777 3457", "uk_nhs"),
        ("DNI 48291735S", "es_dni"),
        ("PESEL 92041567831", "pl_pesel"),
        ("passport no. 533380006", "paper"),
        ("DE89 3704 0044 0532 0130 00", "iban"),
        ("sort code 20-00-00", "account"),
        ("https://acme.example/?reset_token=abc123def456", "link_token"),
        ("sk-proj-Ab12Cd34Ef56Gh78Ij90KlMnOpQr", "key"),
        ("the code you texted me is 482913", "code"),
        ("00:1A:2B:3C:4D:5E", "mac"),
    ],
)
def test_a_span_says_of_which_kind_it_is(guard: Guard, said: str, detail: str):
    """Whoever reads the sightings sees what sort of number it was, never the number."""
    assert [span.detail for span in guard._detector.find(said, REGIONS)] == [detail]


@pytest.mark.parametrize(
    "disguised",
    [
        "thandiwe.mokoena＠acme.example",
        "thandiwe%2Emokoena%40acme%2Eexample",
        "thandiwe&#46;mokoena&commat;acme&period;example",
        "thandiwe\\u002emokoena\\u0040acme.example",
        "t\u200bhandiwe.m\u2060okoena@acme.example",
        "thandiwe\u202e.mokoena\u202c@acme.example",
        "thandiwe.mоkоеna@асme.example",
        "𝓽𝓱𝓪𝓷𝓭𝓲𝔀𝓮.mokoena@acme.example",
        "t\u0336h\u0336andiwe.mokoena@acme.example",
        "ᴛʜᴀɴᴅɪᴡᴇ.mokoena@acme.example",
        "thandiwe%252Emokoena%2540acme.example",
    ],
)
def test_a_disguised_address_is_the_same_address(guard: Guard, disguised: str):
    """One person gets one pseudonym, and the whole spelling is taken out."""
    spans = guard._detector.find(f"write to {disguised} please", REGIONS)
    assert [(span.entity, span.start, span.end) for span in spans] == [
        (Entity.EMAIL, 9, 9 + len(disguised))
    ]
    assert normalise(disguised).text == "thandiwe.mokoena@acme.example"


@pytest.mark.parametrize(
    ("written", "logged"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("203.0.113.0/28", "203.0.113.0/24"),
        ("203[.]0[.]113[.]077", "203.0.113.0/24"),
        ("fe80::1ff:fe23:4567:890a%eth0", "fe80::/48"),
        ("00:1A:2B:3C:4D:5E", "001a2b…"),
    ],
)
def test_a_log_says_from_which_network_and_no_more(guard: Guard, written: str, logged: str):
    """However the address is written, and whatever kind of address it is."""
    assert guard.for_log(f"login from {written} seen", vault=Vault()).text == (
        f"login from {logged} seen"
    )


def test_a_name_in_look_alike_letters_is_a_name(guard: Guard):
    """Cyrillic letters in a Latin word hide nobody; a word that is all Cyrillic stays so."""
    spans = guard._detector.find("Hi, my name is Тhandiwe Mоkoena", REGIONS)
    assert [span.entity for span in spans] == [Entity.PERSON]
    assert normalise("привет, Москва").text == "привет, Москва"


@pytest.mark.parametrize(
    "said", ["save 50%25 now", "5 & 6; done", "a %zz b", "C:\\users\\x1", "✨ok"]
)
def test_what_encodes_nothing_is_left_alone(said: str):
    """A per cent, an ampersand and a path are ordinary writing."""
    plain = normalise(said)
    assert all(plain.original(i, i + 1)[0] >= i for i in range(len(plain.text)))
    assert plain.text.replace("%", "").strip()[:3] == said.replace("%", "").strip()[:3]


_FINDERS: tuple[Callable[[str], Iterable[Span]], ...] = (
    emails.find_emails, phones.find_phones, cards.find_cards, banks.find_bank_accounts,
    national.find_national_ids, secrets.find_secrets, links.find_link_secrets, links.find_ips,
)  # fmt: skip


def _cost(unit: str, length: int) -> float:
    text = (unit * length)[:length]

    def once() -> float:
        began = time.process_time()
        plain = normalise(text).text
        for find in _FINDERS:
            for _ in find(plain):
                pass
        return time.process_time() - began

    return min(once() for _ in range(2))


@pytest.mark.parametrize(
    "unit",
    [
        "1", "1 ", "1.", "1-", "(1)", "1\n", "12 ", "1234 ", "+1 ", "1 O ", "1·", "555-",
        "612 345 678 ", "06 12 34 56 78, ",
        "a@", "a@a@", "@", "a at ", "at at ", "at dot ", "a dot ", "[at]", "a [at] b ", "(a)", '"a',
        ".", "-", "_", " ", "[", "(", "a.", "a-", "аa", "ο1", "é\u0301", "\u200b", "%40", "%25",
        "&#",
        "one ", "double five ", "DE89 ", "A1", "AB12 ", "card 4111 ", "first 4111 then ",
        "order no ",
        "password ", "password: ", "code sms ", "seed phrase abcd ", "abcd ", "eyJa.", "user x / ",
        "https://a:", "https://a/reset/", "?a=", "&key=abcd", "1.1.1.", "::", "a:b:", "0a:",
        "version to ",
        "passport no ", "account bank ", "last four of ssn ",
    ],
)  # fmt: skip
def test_four_times_the_text_is_not_sixteen_times_the_work(unit: str):
    """No text of any kind makes a pattern quadratic: the cost grows as the text does."""
    small, large = _cost(unit, 1_500), _cost(unit, 6_000)
    assert large <= 9 * max(small, 0.002)
