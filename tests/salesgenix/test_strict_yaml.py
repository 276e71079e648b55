"""YAML read as people mean it."""

import pytest

from salesgenix.kit.strict_yaml import load_yaml


def test_words_and_times_stay_what_they_are() -> None:
    """Norway is not false, a time is not a number of minutes, a code keeps its zero."""
    text = "country: no\nopens: 20:00\ncode: 012\non: yes\n"
    assert load_yaml(text) == {"country": "no", "opens": "20:00", "code": "012", "on": "yes"}
    assert load_yaml("[true, 12, -3, ~]") == [True, 12, -3, None]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\nb: 2\na: 3", "line 3, column 1: the key 'a' stands twice"),
        ("a: &x [1]\nb: *x", "line 2, column 4: an alias is not allowed here"),
        ("[" * 5_000, "line 1, column 21: this is nested too deeply"),
        ("? [a]\n: b", "line 1, column 3: a key must be plain text"),
        ("a: [1, 2", "line 1, column 9: expected"),
        ("a: !!python/object/apply:os.system [ls]", "could not determine a constructor"),
        ("a: \x07", "unacceptable character"),
        ("a: 2026-02-31", "day"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(text: str, words: str) -> None:
    """The place and the reason, for syntax, doubled keys, alias bombs, objects and binary."""
    with pytest.raises(ValueError, match=r".") as problem:
        load_yaml(text)
    assert words in str(problem.value)
    assert "\n" not in str(problem.value)
