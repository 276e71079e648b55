"""What shoppers in Spanish, Italian, Portuguese and Polish say in everyday words."""

import pytest

from agent.understanding.kinds import LANGUAGES, Floor, Intent
from agent.understanding.signals import Understanding, read_message


def _read(text: str, language: str) -> Understanding:
    return read_message(text, languages=(language, *LANGUAGES), by_rules=True)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "non vogliamo essere ricontattati"),
        ("it", "vi prego di non richiamarmi più"),
        ("es", "no queremos que nos vuelvan a contactar"),
        ("pt", "não queremos ser recontactados"),
        ("pl", "nie życzymy sobie dalszego kontaktu"),
    ],
)
def test_who_will_not_be_contacted_again_has_said_stop(language: str, text: str):
    """A refusal in the passive is honoured as one in the imperative is."""
    assert Floor.STOP in _read(text, language).floor


def test_who_wants_to_be_called_another_day_has_not_said_stop():
    """A refusal that only names a time shuts no door."""
    seen = _read("non voglio essere richiamato oggi, meglio domani", "it")
    assert Floor.STOP not in seen.floor


@pytest.mark.parametrize(
    ("language", "text", "size"),
    [
        ("pl", "o przepraszam, 54 a nie 45", "54"),
        ("pt", "opa, são 35 na verdade", "35"),
        ("es", "perdón, en realidad son 12", "12"),
        ("it", "mi sono sbagliata, siamo 9", "9"),
    ],
)
def test_a_corrected_size_is_the_size(language: str, text: str, size: str):
    """Of two numbers the one that is meant counts, whichever stands first."""
    sizes = [fact.value for fact in _read(text, language).facts if fact.field == "size"]
    assert sizes[-1:] == [size]


def test_an_italian_ciao_at_the_end_is_a_farewell():
    """``niente da fare, ciao`` leaves; ``ciao`` alone greets."""
    assert Intent.GOODBYE in _read("niente da fare, ciao", "it").intents
    assert Intent.GREETING in _read("ciao", "it").intents
