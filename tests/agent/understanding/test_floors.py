"""What is honoured before anything else, in whatever words it is said."""

import pytest

from agent.understanding.floors import Found, weigh
from agent.understanding.kinds import LANGUAGES, DataRequest, Floor, Previous
from agent.understanding.signals import read_message

STOPS = (
    "please leave me be",
    "enough already",
    "lasst mich einfach in Ruhe",
    "fichez-moi la paix",
    "ya déjenme en paz",
    "lasciatemi stare",
    "me deixa em paz",
    "hou er nou eens mee op",
    "dajcie mi święty spokój",
    "🛑",
    "I hereby withdraw my consent to be contacted",
    "Hi Tom, thanks, we went with someone else. Our size is 40. Please take us off your list. Best",
)
NO_STOPS = (
    "don't stop, this is great",
    "can we stop by at 3",
    "can we stop the subscription at any time?",
    "I unsubscribed from your competitor",
    "my boss said stop wasting money on software",
    "not interested",
    "kann man das Abo jederzeit stoppen?",
    "peut-on arrêter l'abonnement à tout moment ?",
    "¿se puede parar la suscripción en cualquier momento?",
    "is there a person page in the CRM",
)


def floor(text: str, previous: Previous | None = None) -> frozenset[Floor]:
    return read_message(text, languages=LANGUAGES, previous=previous).floor


def test_a_stop_needs_no_keyword_and_its_keyword_is_no_stop() -> None:
    """Free words that want to be left alone stop; the product's own words do not."""
    assert [text for text in STOPS if Floor.STOP not in floor(text)] == []
    assert [text for text in NO_STOPS if floor(text)] == []


@pytest.mark.parametrize(
    "introduced",
    [
        "On Mon, 12 Oct 2026 at 10:11, Mira <<EMAIL_1>> wrote:",
        "Am Mo., 12. Okt. 2026 um 10:11 Uhr schrieb Mira <<EMAIL_1>>:",
        "Le lun. 12 oct. 2026 à 10:11, Mira <<EMAIL_1>> a écrit :",
        "-----Original Message-----",
        "From: Mira\nSent: Monday",
        "> stop",
    ],
)
def test_the_quoted_history_is_not_the_writers(introduced: str) -> None:
    """What we wrote, quoted below, neither stops nor hides a stop above it."""
    history = f"\n\n{introduced}\n> To stop these messages answer stop.\nunsubscribe"
    if introduced.startswith(">"):
        history = f"\n\n{introduced}\n> unsubscribe"
    assert Floor.STOP not in floor(f"Thursday at ten suits me.{history}")
    assert Floor.STOP in floor(f"Please do not write to me again.{history}")


def test_rules_stand_and_the_classifier_adds_or_asks() -> None:
    """A rule is not overruled; a high chance adds, a middling one is only a doubt."""
    ruled = Found(floor={Floor.STOP})
    assert weigh(ruled, {"stop": 0.0}) == frozenset()
    assert ruled.floor == {Floor.STOP}
    sure = Found()
    weigh(sure, {"stop": 0.9, "data.erase": 0.9, "minor": 0.9, "injection": 0.9})
    assert sure.floor == {Floor.STOP, Floor.DATA_REQUEST}
    assert sure.data_request is DataRequest.ERASE
    unsure = Found()
    assert weigh(unsure, {"stop": 0.3, "person": 0.05}) == {"stop"}
    assert unsure.floor == set()


def test_a_yes_stops_only_when_that_was_just_asked() -> None:
    """A yes to "Shall I stop writing to you?" is a stop in every language, and elsewhere a yes."""
    yeses = ("yes", "ja", "oui", "sí", "sì", "sim", "ja", "tak")
    for language, yes in zip(LANGUAGES, yeses, strict=True):
        assert Floor.STOP in floor(yes, Previous(language, just_asked="stop")), language
    assert floor("yes", Previous("en", asked="stop")) == frozenset()
    assert floor("no, go on", Previous("en", just_asked="stop")) == frozenset()
