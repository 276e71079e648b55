"""The ruler itself: planted detectors score as they must, or no figure of ours means anything."""

import pytest

from tests.guardrails.evaluation.scoring import (
    Marked,
    Predicted,
    Score,
    Sums,
    clean_hit_of,
    f2_of,
    leak_of,
    read_message,
    score,
    score_all,
)

_LINES = (
    "en\thi, {PERSON|Ana Ruiz} here, write to {EMAIL|ana@firm.example}",
    "de\tmeine Nummer: {PHONE|030 23125 447}",
    "en\tdo you take cards?",
    "pl\tIle kosztuje pakiet Start?",
)
_MESSAGES = [read_message(line) for line in _LINES]


def _answered(line: str, *predicted: Predicted) -> Score:
    return score_all([(read_message(line), predicted)])


def test_marks_are_taken_out_and_point_at_their_values():
    """What a detector is given is what a person wrote; a mark says where each value stands."""
    message = read_message("fr\tmoi c'est {PERSON|Léo}\\n{EMAIL|leo@a.example}, {DOUBTFUL|@leo_b}")
    assert message.text == "moi c'est Léo\nleo@a.example, @leo_b"
    assert [(k, message.text[s:e]) for k, s, e in message.gold] == [
        ("PERSON", "Léo"),
        ("EMAIL", "leo@a.example"),
    ]
    assert [message.text[s:e] for _, s, e in message.doubtful] == ["@leo_b"]


def test_a_perfect_detector_has_no_fault():
    """Every figure at its best, overall, by kind and in its interval."""
    result = score_all((message, message.gold) for message in _MESSAGES)
    assert (result.precision(), result.recall(), result.f1(), result.f2()) == (1, 1, 1, 1)
    assert result.f2("PERSON") == result.any_label_recall == 1
    assert (result.leak, result.over_redaction, result.clean_hit_rate) == (0, 0, 0)
    assert result.interval(f2_of) == (1, 1)
    assert result.faults == []


def test_a_blind_detector_leaks_all_and_disturbs_nobody():
    """Silence is precise and worthless: no recall, no F, everything visible."""
    result = score(_MESSAGES, lambda _: ())
    assert (result.recall(), result.f1(), result.f2(), result.any_label_recall) == (0, 0, 0, 0)
    assert result.leak == 1
    assert (result.over_redaction, result.clean_hit_rate) == (0, 0)


def test_an_overeager_detector_pays_for_it():
    """Blacking out everything leaks nothing and finds its own kind; it is wrong all the same."""
    result = score(_MESSAGES, lambda text: [("PERSON", 0, len(text))])
    assert (result.leak, result.any_label_recall, result.recall("PERSON")) == (0, 1, 1)
    assert (result.recall("EMAIL"), result.recall("PHONE")) == (0, 0)
    assert result.precision() == pytest.approx(1 / 4)
    assert (result.over_redaction, result.clean_hit_rate, result.clean_hit_typed_rate) == (1, 1, 1)


def test_a_wrong_label_redacts_but_is_no_find():
    """A phone number taken for a card is hidden, missed and wrong at once."""
    result = _answered("en\tring {PHONE|2125550199}", ("CARD", 5, 15))
    assert (result.recall("PHONE"), result.precision("CARD")) == (0, 0)
    assert (result.any_label_recall, result.leak, result.over_redaction) == (1, 0, 0)


@pytest.mark.parametrize(
    ("characters", "found", "covered"), [(4, 0, 0), (5, 1, 0), (8, 1, 0), (9, 1, 1)]
)
def test_half_is_found_and_nine_tenths_are_covered(characters: int, found: int, covered: int):
    """The two borders, on a value of ten characters."""
    result = _answered("en\t{PHONE|2125550199} ok", ("PHONE", 0, characters))
    assert (result.recall(), result.any_label_recall) == (found, covered)
    assert result.leak == pytest.approx(1 - characters / 10)


def test_two_spans_may_share_a_value():
    """A number cut in two is found, and counted once."""
    result = _answered("en\t{PHONE|2125550199}", ("PHONE", 0, 5), ("PHONE", 5, 10))
    assert (result.found["PHONE"], result.wrong["PHONE"], result.leak) == (1, 0, 0)


def test_what_is_doubtful_counts_neither_way():
    """Finding it is not wrong, leaving it leaks nothing, and its message is not a clean one."""
    line = "en\tmy handle is {DOUBTFUL|@skylar}"
    for result in (_answered(line), _answered(line, ("PERSON", 13, 20))):
        assert (result.wrong.total(), result.clean, result.sensitive, result.over) == (0, 0, 0, 0)


def test_an_unknown_kind_covers_but_is_never_wrong():
    """A peer's "place" hides an address and disturbs a clean message; it is no mistaken kind."""
    address = _answered("en\tat {ADDRESS|5 Elm Street}", ("OTHER", 3, 15))
    assert (address.recall(), address.any_label_recall, address.wrong.total()) == (0, 1, 0)
    clean = _answered("en\tsee you in Paris", ("OTHER", 11, 16))
    assert (clean.clean_hit_rate, clean.clean_hit_typed_rate) == (1, 0)


def test_f_weighs_recall_as_it_says():
    """Precision 1/2, recall 1: F1 is 2/3, F2 is 5/6."""
    result = _answered("en\t{IP|192.0.2.1} or 10:30", ("IP", 0, 9), ("IP", 13, 18))
    assert result.f1() == pytest.approx(2 / 3)
    assert result.f2() == pytest.approx(5 / 6)
    assert f2_of(result.messages[0]) == pytest.approx(result.f2())


def test_messages_add_up_to_the_whole():
    """What the bootstrap draws from is what the figures are made of."""
    result = score(_MESSAGES, lambda text: [("EMAIL", 0, 6)])
    whole = Sums(*(sum(column) for column in zip(*result.messages, strict=True)))
    assert f2_of(whole) == pytest.approx(result.f2())
    assert leak_of(whole) == pytest.approx(result.leak)
    assert clean_hit_of(whole) == pytest.approx(result.clean_hit_rate)


def test_an_interval_holds_its_figure_and_narrows_with_more_messages():
    """Seeded, so it is the same twice; forty times the messages make it much narrower."""

    def half_blind(messages: list[Marked]) -> Score:
        return score_all((m, m.gold if at % 2 else ()) for at, m in enumerate(messages))

    few, many = half_blind(_MESSAGES * 5), half_blind(_MESSAGES * 200)
    assert few.interval(leak_of) == few.interval(leak_of)
    for result in (few, many):
        low, high = result.interval(leak_of)
        assert low <= result.leak <= high
    assert (many.interval(leak_of).high - many.interval(leak_of).low) * 3 < (
        few.interval(leak_of).high - few.interval(leak_of).low
    )
