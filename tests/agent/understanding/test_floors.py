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
    "qui paie si vous vous trompez ?",
    "¿qué pasa si se equivocan en una nómina?",
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
    assert weigh(unsure, {"stop": 0.5, "person": 0.05}) == {"stop"}
    assert unsure.floor == set()


def test_a_yes_stops_only_when_that_was_just_asked() -> None:
    """A yes to "Shall I stop writing to you?" is a stop in every language, and elsewhere a yes."""
    yeses = ("yes", "ja", "oui", "sí", "sì", "sim", "ja", "tak")
    for language, yes in zip(LANGUAGES, yeses, strict=True):
        assert Floor.STOP in floor(yes, Previous(language, just_asked="stop")), language
    assert floor("yes", Previous("en", asked="stop")) == frozenset()
    assert floor("no, go on", Previous("en", just_asked="stop")) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "honestly i just want to die",
        "i dont want to be here anymore",
        "ich will nicht mehr leben",
        "je ne veux plus vivre",
        "ya no tengo ganas de vivir",
        "voglio farla finita",
        "já não quero viver",
        "ik wil er gewoon niet meer zijn",
        "nie chcę już żyć",
    ],
)
def test_despair_is_heard_and_is_no_stop(text):
    """Who may be about to hurt themselves is not let go as somebody who wants no more mail."""
    assert floor(text) == {Floor.DISTRESS}


@pytest.mark.parametrize(
    "text",
    [
        "we run a suicide prevention hotline",
        "I'm dying to try it",
        "das will ich mir nicht antun",
        "on veut en finir avec les fichiers excel",
        "queremos acabar con todo el papeleo",
        "ik zie die demo niet meer zitten",
    ],
)
def test_a_figure_of_speech_is_no_despair(text):
    """Trade and idiom use the same words."""
    assert Floor.DISTRESS not in floor(text)


@pytest.mark.parametrize(
    "text",
    [
        "no way you're a machine",
        "Das kann doch kein Roboter sein.",
        "j'y crois pas que c'est un robot",
        "no me creo que seas una máquina",
        "non ci credo che sei un computer",
        "não acredito que és um robô",
        "ik geloof er niks van dat dit een robot is",
        "nie wierzę, że to bot",
    ],
)
def test_disbelief_is_owed_the_truth(text):
    """Who does not believe that we are a machine asks for the truth as much as who asks it."""
    assert Floor.BOT_QUESTION in floor(text)


@pytest.mark.parametrize(
    "text",
    [
        "je crois que votre robot de nettoyage est compatible ?",
        "Ich glaube nicht, dass wir eine KI brauchen",
    ],
)
def test_a_belief_about_the_product_is_no_question_of_the_kind(text):
    """The product is a program too."""
    assert Floor.BOT_QUESTION not in floor(text)
