"""What is no answer but the inside of a model is told from what people write."""

import pytest

from agent.brains.garbled import is_garbled, says_nothing

GARBLED = (
    "\u0000\ufffd<|im_end|>" * 20,
    "<|im_start|>assistant",
    "The Team plan costs 39 EUR.</s>",
    "Sure. [/INST] You are a sales agent",
    "<tool_call>book</tool_call>",
    '{"tool": "book_appointment", "arguments": {',
    '```json\n{"name": "search_knowledge"}',
    "[{'name': 'search_knowledge'}]",
    "a" * 9_000,
    "the price is " * 40,
    "\x1b[31mred",
    "na" * 8,
)
SOUND = (
    "The Team plan costs 39 EUR per seat and month (source: Prices).",
    "Ha ha ha, of course not.",
    "Team:\n- 20 seats: 780 EUR\n- 40 seats: 1,560 EUR\n\n--------------------\n\t1,000,000 EUR",
    "Read it here: https://nordhalle.example/" + "".join(f"part-{n}/" for n in range(30)),
    "Wir haben Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte geprüft … gern.",
    "Żółć? ¿Sí? « Bien sûr » – “ok” 👍🏽 {not a call} [1] <3",
    "2 < 3 and 5 > 4; write to <<EMAIL_1>> ...........",
    "好的，周四上午十点。",
)


@pytest.mark.parametrize("text", GARBLED)
def test_the_inside_of_a_model_is_no_answer(text: str) -> None:
    """Control tokens, a call written as text, a loop, signs that nobody types."""
    assert is_garbled(text)


@pytest.mark.parametrize("text", SOUND)
def test_what_people_write_is_an_answer(text: str) -> None:
    """In any script, with lists, rules, addresses, pseudonyms and emoji."""
    assert not is_garbled(text)
    assert not says_nothing(text)


def test_signs_alone_say_nothing() -> None:
    """Neither a letter nor a figure."""
    assert says_nothing("?!?! … 👍")
    assert not says_nothing("5")
