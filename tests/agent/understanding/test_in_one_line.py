"""What people put into one line: a name and an address, a number and a question, a mail above."""

import pytest

from agent.understanding.kinds import LANGUAGES, Intent, Previous
from agent.understanding.letters import unsigned
from agent.understanding.numerals import numbers_in
from agent.understanding.signals import read_message


def read(text, *, asked=None):
    previous = Previous(asked=asked, just_asked=asked)
    return read_message(text, languages=LANGUAGES, previous=previous, by_rules=True)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Holger Brandt, <<EMAIL_1>>", "Holger Brandt"),
        ("Inês Teles, ines@hotelbaixa.example", "Inês Teles"),
        ("la primera. Nuria Bosch Ferrer - <<EMAIL_1>>", "Nuria Bosch Ferrer"),
        ("piotr@kos.example Piotr Kos", "Piotr Kos"),
        ("Name: Uta Kranz, E-Mail: <<EMAIL_1>>", "Uta Kranz"),
        ("Danke, <<EMAIL_1>>", None),
        ("Schicken Sie es an <<EMAIL_1>>", None),
        ("please send it to Maxwell Orders orders@maxwell.example", None),
        ("Sind Sie von Siemens? <<EMAIL_1>>", None),
        ("dana@whit.example Friday please", None),
    ],
)
def test_the_name_beside_an_address_is_theirs(text, name):
    """In front of it or behind it; a courtesy, a weekday or a receiver is no name."""
    assert read(text).fact("name") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [("haha I'm drenched", None), ("ich bin begeistert", None), ("hi, im kev", "kev")],
)
def test_how_somebody_is_is_no_name(text, name):
    """A participle in small letters after "I am" tells a state."""
    assert read(text).fact("name") == name


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("siamo in 22. quanto ci costerebbe il Team al mese?", "22"),
        ("we are 22. what would it cost?", "22"),
        ("we're a dairy with 40 people, is there a plan for us?", "40"),
        ("we've got 9 blokes servicing lifts", "9"),
        ("we have a meeting with 5 people on Monday", None),
    ],
)
def test_a_number_that_ends_a_sentence_counts(text, size):
    """The full stop after it makes no ordinal of it where a question follows."""
    assert read(text).fact("size") == size


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("wie wär's mit nem Viertel weniger?", 25),
        ("un quart de moins et on signe", 25),
        ("¿y si me dejas la mitad de precio?", 50),
        ("vous pouvez faire quinze pour cent ?", 15),
        ("we lost a third of our contractors", None),
        ("die Konkurrenz ist um die Hälfte billiger", None),
    ],
)
def test_a_part_of_the_price_is_a_percentage(text, percent):
    """What is bargained for in words; a part of something else, or of another's price, is not."""
    assert read(text).discount_percent == percent


def test_numbers_are_read_in_words_too():
    """In their language, in the order said."""
    assert numbers_in("Dann eben zehn, oder 7", language="de") == (10, 7)


def test_what_a_passed_on_mail_asks_is_the_message():
    """Its questions without heads, marks and signature; nobody in it is the writer."""
    mail = (
        "hi, my boss sent me this, can you help?\n\nFrom: Rolf Ammer <r.ammer@ammer.example>\n"
        "Sent: 20 November 2026 17:02\nSubject: RE: software\n\n"
        "> Silke,\n> where is the data? And is there a trial?\n> Rolf"
    )
    assert unsigned(mail).splitlines() == ["Silke, where is the data?", "And is there a trial?"]
    seen = read(mail)
    assert seen.fact("email") is None
    assert seen.objections == ()


def test_the_history_below_an_answer_is_not_the_message():
    """Who answers above a quoted mail passes nothing on."""
    mail = "Thursday is fine.\n\nOn Mon, Mira wrote:\n> Which day suits you?"
    assert unsigned(mail) == "Thursday is fine."


@pytest.mark.parametrize(
    "text",
    [
        "god it's freezing today",
        "was für ein Sauwetter heute",
        "quel temps pourri aujourd'hui",
        "che caldo oggi",
    ],
)
def test_weather_is_small_talk(text):
    """And neither a doubt nor a wish for that day."""
    assert read(text).intents == (Intent.SMALL_TALK,)


def test_taking_leave_books_nothing():
    """``ci sentiamo`` at the end of a talk asks for no meeting."""
    for text in ("grazie, ci sentiamo", "hablamos, gracias", "falamos depois", "wir hören uns"):
        intents = read(text).intents
        assert Intent.GOODBYE in intents, text
        assert Intent.BOOKING_REQUEST not in intents, text


def test_another_s_address_is_not_theirs():
    """``that is his mail`` gives the address of somebody else."""
    for text in ("joost@van.example is zijn mail", "his email is joe@van.example"):
        assert read(text).fact("email") is None, text
