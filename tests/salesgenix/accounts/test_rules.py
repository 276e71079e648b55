"""The shapes and permissions of accounts."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from salesgenix.accounts.rules import (
    PERMISSIONS,
    Profile,
    QuietHours,
    Role,
    Verb,
    WorkingHours,
    allows_origin,
    looks_like_email,
    may,
    normalise_email,
    normalise_origin,
    require,
)
from salesgenix.kit.errors import Forbidden


def test_each_role_may_what_the_one_below_may() -> None:
    """Viewers read, reps answer and decide, admins steer, only the owner manages members."""
    assert PERMISSIONS[Role.VIEWER] == {Verb.READ}
    assert PERMISSIONS[Role.VIEWER] < PERMISSIONS[Role.REP] < PERMISSIONS[Role.ADMIN]
    assert PERMISSIONS[Role.OWNER] - PERMISSIONS[Role.ADMIN] == {Verb.MANAGE_MEMBERS}
    assert may(Role.REP, Verb.REPLY)
    assert may(Role.REP, Verb.DECIDE_APPROVALS)
    steering = {Verb.CHANGE_INSTRUCTIONS, Verb.PAUSE, Verb.CHANGE_SETTINGS}
    assert not steering & PERMISSIONS[Role.REP]
    assert steering <= PERMISSIONS[Role.ADMIN]


def test_a_verb_that_a_role_lacks_is_forbidden() -> None:
    """``require`` raises and names role and verb."""
    require(Role.OWNER, Verb.MANAGE_MEMBERS)
    with pytest.raises(Forbidden) as refusal:
        require(Role.ADMIN, Verb.MANAGE_MEMBERS)
    assert refusal.value.facts == {"role": Role.ADMIN, "verb": Verb.MANAGE_MEMBERS}


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ([("17:00", "09:00")], "ends before it starts"),
        ([("09:00", "12:00"), ("11:00", "13:00")], "overlaps"),
        ([("9:00", "12:00")], "is not a time"),
        ([("09:00", "25:00")], "is not a time"),
    ],
)
def test_impossible_hours_are_refused(spans: list[tuple[str, str]], words: str) -> None:
    """Hours that nobody can work are refused with the reason."""
    with pytest.raises(ValidationError, match=words):
        WorkingHours.model_validate({"mon": spans})


def test_hours_as_json_name_only_working_days() -> None:
    """The stored form lists the worked days, each span in order."""
    hours = WorkingHours.model_validate({"tue": [["13:00", "24:00"], ["09:00", "12:00"]]})
    assert hours.as_json() == {"tue": [["09:00", "12:00"], ["13:00", "24:00"]]}
    assert WorkingHours.model_validate(hours.as_json()) == hours


@given(moment=st.times(), spans_midnight=st.booleans())
def test_quiet_hours_cover_exactly_one_side_of_the_clock(
    *, moment: time, spans_midnight: bool
) -> None:
    """Hours and their complement never both cover, nor both miss, a moment."""
    ends = ("20:00", "08:00") if spans_midnight else ("08:00", "20:00")
    inside = QuietHours(start=ends[0], end=ends[1])
    outside = QuietHours(start=ends[1], end=ends[0])
    assert inside.covers(moment) != outside.covers(moment)


def test_a_profile_survives_its_json_form() -> None:
    """What is stored is what was meant; an unknown zone is refused."""
    profile = Profile(company="Orchard", languages=["en", "pt-BR"], quiet_hours=QuietHours())
    assert Profile.model_validate(profile.model_dump(mode="json")) == profile
    with pytest.raises(ValidationError, match="IANA time zone"):
        Profile(company="Orchard", zone="Berlin")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana@Orchard.Example", " ana@orchard.example "),
        ("ana@bücher.example", "ANA@XN--BCHER-KVA.example"),
    ],
)
def test_two_writings_of_an_address_are_equal(one: str, other: str) -> None:
    """Case, blanks and the two forms of an international domain make no difference."""
    assert normalise_email(one) == normalise_email(other)


@pytest.mark.parametrize(
    ("text", "is_address"),
    [
        ("carla@example.com", True),
        ("carla.o'neil+demo@mail.example.co.uk", True),
        ("jörg@bücher.example", True),
        ("carla@example", False),
        ("carla example.com", False),
        ("carla@@example.com", False),
        ("a@b.com\nBcc: c@d.com", False),
        ("<carla@example.com>", False),
        ("carla@-example.com", False),
    ],
)
def test_what_a_mail_address_looks_like(text: str, *, is_address: bool) -> None:
    """Everyday addresses pass; what could smuggle a header or is no address does not."""
    assert looks_like_email(text) is is_address


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://Shop.Example:443/", "https://shop.example"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://[::1]:80", "http://[::1]"),
        ("http://127.0.0.1:8701", "http://127.0.0.1:8701"),
    ],
)
def test_origins_are_compared_as_a_browser_writes_them(text: str, origin: str) -> None:
    """Case, a trailing slash and the default port make no difference."""
    assert normalise_origin(text) == origin


@pytest.mark.parametrize(
    "text",
    ["*", "https://*.example.com", "http://shop.example", "https://a.example/path", "shop.example",
     "https://user@shop.example", "https://shop.example:99999", "null", ""],
)  # fmt: skip
def test_what_is_no_origin_is_refused(text: str) -> None:
    """Wildcards, paths, plain http outside loopback and bare names are refused."""
    with pytest.raises(ValueError, match=r"origin|scheme|https|[Pp]ort"):
        normalise_origin(text)
    assert not allows_origin([], text)


def test_no_origin_listed_allows_no_site() -> None:
    """An empty list is the closed default, and a look-alike host is another site."""
    assert not allows_origin([], "https://shop.example")
    assert allows_origin(["https://shop.example"], "https://SHOP.example")
    assert not allows_origin(["https://shop.example"], "https://shop.example.evil.example")
    assert not allows_origin(["https://shop.example"], "http://shop.example")


def test_a_disclosure_must_say_that_an_ai_answers() -> None:
    """An owner may choose the words, never leave the fact out."""
    kept = {"en": "I am an AI assistant.", "de": "Hier schreibt eine KI."}
    assert Profile(company="Acme", disclosure=kept).disclosure == kept
    with pytest.raises(ValidationError):
        Profile(company="Acme", disclosure={"en": "I am Mira from the team."})
