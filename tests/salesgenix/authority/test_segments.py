"""Kinds of organisation are read from names in eight languages, and guessed from nothing."""

import pytest

from salesgenix.authority.rules import Segment
from salesgenix.authority.segments import organisation_of, segments_of

BANK, INSURER = Segment.BANK, Segment.INSURER


@pytest.mark.parametrize(
    ("text", "segment"),
    [
        ("First National Bank", BANK),
        ("Volksbank Ost eG", BANK),
        ("Sparkasse Köln", BANK),
        ("deutsche-bank.com", BANK),
        ("bankofengland.co.uk", BANK),
        ("Crédit Agricole", BANK),
        ("HSBC Holdings", BANK),
        ("Goldman Sachs", BANK),
        ("Banco Santander", BANK),
        ("Banca Sella", BANK),
        ("Caixa Geral de Depósitos", BANK),
        ("Rabobank", BANK),
        ("Bank Pekao", BANK),
        ("PKO BP", BANK),
        ("Allianz SE", INSURER),
        ("Zurich Insurance", INSURER),
        ("Provinzial Versicherung AG", INSURER),
        ("Mapfre Seguros", INSURER),
        ("Generali Assicurazioni", INSURER),
        ("PZU Ubezpieczenia", INSURER),
        ("Krankenhaus Nord", Segment.HEALTH),
        ("Universität Wien", Segment.SCHOOL),
        ("Urząd Miasta Kraków", Segment.PUBLIC),
        ("Cabinet d'avocats Martin", Segment.LAW),
        ("Bakkerij Jansen", Segment.FOOD),
        ("Biuro podróży Orbita", Segment.TRAVEL),
    ],
)
def test_names_that_say_what_they_are(text: str, segment: Segment) -> None:
    """By a word of their trade, or because everybody knows them."""
    assert segment in (segments_of([text]) or ())


@pytest.mark.parametrize("text", ["Acme", "Northwind Ltd", "Bankett Service", "Burbank", "", "1"])
def test_what_is_not_recognised_is_not_known(text: str) -> None:
    """Nothing is no answer: it is not known to be a bank, nor known to be none."""
    assert segments_of([text]) is None


def test_several_texts_add_up() -> None:
    """A bank that writes software is both."""
    assert segments_of(["Sparkasse IT", "software"]) == {BANK, Segment.SOFTWARE}


def test_an_address_anybody_can_have_is_nobodys_organisation() -> None:
    """Free mail says nothing."""
    assert organisation_of("carla@gmail.com") is None
    assert organisation_of("carla@web.de") is None
    assert organisation_of("carla@commerzbank.com") == "commerzbank.com"
