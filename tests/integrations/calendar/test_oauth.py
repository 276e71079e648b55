"""How a member lets us in: code, PKCE and state, against a token desk that checks them."""

import urllib.request
from collections.abc import Iterator
from functools import partial
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import anyio
import pytest

from integrations.calendar.clients import client_for
from integrations.calendar.oauth import (
    Grant,
    Maker,
    Tokens,
    begin,
    challenge_of,
    maker_of,
    redeem,
    renew,
    revoke,
)
from salesgenix.calendars.ports import CalendarError, Trouble
from salesgenix.kit.settings import CalendarSettings
from tests.integrations.calendar.graph_twin import GraphTwin
from tests.integrations.calendar.makers import access, settings_for
from tests.integrations.calendar.twin import Reply, Twin, serving

BACK = "https://house.example/calendars/back"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@pytest.fixture
def twin() -> Iterator[Twin]:
    with serving(GraphTwin()) as made:
        yield made


@pytest.fixture(params=["google", "microsoft"])
def desk(request: pytest.FixtureRequest, twin: Twin) -> Maker:
    return maker_of(request.param, settings_for(twin.url))


def consent(grant: Grant) -> tuple[str, str]:
    """The member's browser at the maker's question: the code and state it is sent back with."""
    with pytest.raises(HTTPError) as sent:
        urllib.request.build_opener(NoRedirect).open(grant.url, timeout=5)
    with sent.value as answer:
        assert answer.code == 302
        back = urlsplit(answer.headers["Location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == BACK
    query = parse_qs(back.query)
    return query["code"][0], query["state"][0]


def redeemed(desk: Maker, code: str, verifier: str, back: str = BACK) -> Tokens:
    return anyio.run(partial(redeem, desk, code, verifier=verifier, redirect_url=back))


def refusal(desk: Maker, code: str, verifier: str, back: str = BACK) -> CalendarError:
    with pytest.raises(CalendarError) as caught:
        redeemed(desk, code, verifier, back)
    return caught.value


def test_the_challenge_is_the_one_of_the_standard() -> None:
    """The example of RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_a_code_becomes_tokens_that_open_the_account(desk: Maker, twin: Twin) -> None:
    """The state comes back as it went out; the pair works, and survives as JSON."""
    grant = begin(desk, redirect_url=BACK)
    code, state = consent(grant)
    assert state == grant.state
    tokens = redeemed(desk, code, grant.verifier)
    assert tokens.access in twin.desk.access
    assert Tokens.from_json(tokens.to_json()) == tokens


def test_each_question_has_a_state_and_a_verifier_of_its_own(desk: Maker) -> None:
    """And the verifier is nowhere in the address, nor any secret in what a log could show."""
    one, other = begin(desk, redirect_url=BACK), begin(desk, redirect_url=BACK)
    assert len({one.state, other.state, one.verifier, other.verifier}) == 4
    assert one.verifier not in one.url
    assert desk.client_secret is not None
    for shown in (repr(desk), one.url):
        assert desk.client_secret not in shown
    assert one.verifier not in repr(one)
    assert "secret" not in repr(Tokens("secret-a", "secret-r"))


def test_a_code_works_once_for_who_began_and_at_one_address(desk: Maker) -> None:
    """A stolen code without the verifier, a second use, another address: sign in again."""
    grant = begin(desk, redirect_url=BACK)
    other = begin(desk, redirect_url=BACK)
    stolen, _ = consent(grant)
    assert refusal(desk, stolen, other.verifier).trouble is Trouble.NEEDS_REAUTH
    moved, _ = consent(grant)
    error = refusal(desk, moved, grant.verifier, "https://evil.example/")
    assert error.code == "calendar.invalid_grant"
    used, _ = consent(grant)
    redeemed(desk, used, grant.verifier)
    assert refusal(desk, used, grant.verifier).trouble is Trouble.NEEDS_REAUTH


def test_tokens_that_would_soon_stop_are_not_taken(desk: Maker, twin: Twin) -> None:
    """Without a refresh token the calendar would fall silent within the hour."""
    twin.desk.gives_refresh = False
    grant = begin(desk, redirect_url=BACK)
    code, _ = consent(grant)
    assert refusal(desk, code, grant.verifier).code == "calendar.no_refresh_token"


def test_a_renewed_pair_keeps_its_refresh_token_where_no_new_one_comes(twin: Twin) -> None:
    """Google gives none at a renewal; Microsoft gives a new one, and the old one is void."""
    for kind, rotates in (("google", False), ("microsoft", True)):
        twin.desk.rotates = rotates
        pair = twin.desk.grant()
        old = Tokens(pair["access_token"], pair["refresh_token"])
        new = anyio.run(renew, maker_of(kind, settings_for(twin.url)), old)
        assert new.access != old.access
        assert (new.refresh != old.refresh) is rotates
        assert new.refresh in twin.desk.refresh


def test_a_leave_is_given_back_where_the_maker_has_a_door_for_it(twin: Twin) -> None:
    """Google: yes, and a second time too. Microsoft has none, and that is said."""
    pair = twin.desk.grant()
    tokens = Tokens(pair["access_token"], pair["refresh_token"])
    google, microsoft = (maker_of(k, settings_for(twin.url)) for k in ("google", "microsoft"))
    assert anyio.run(revoke, microsoft, tokens) is False
    assert tokens.refresh in twin.desk.refresh
    assert anyio.run(revoke, google, tokens) is True
    assert twin.desk.refresh == set()
    assert anyio.run(revoke, google, tokens) is True


def test_a_house_that_is_not_known_there_is_its_owners_to_mend(twin: Twin) -> None:
    """A wrong client secret is refused for good: no member can sign that away."""
    settings = settings_for(twin.url).model_copy(update={"google_client_secret": None})
    with pytest.raises(CalendarError) as caught:
        anyio.run(renew, maker_of("google", settings), Tokens("a", "r"))
    assert (caught.value.trouble, caught.value.permanent) == (Trouble.REFUSED, True)


def test_a_desk_in_trouble_is_asked_again_later(twin: Twin) -> None:
    """Nobody is told to sign in again because the maker is down."""
    twin.desk.token = lambda _: Reply(503, b"", {"Retry-After": "9"})  # type: ignore[method-assign]
    with pytest.raises(CalendarError) as caught:
        anyio.run(renew, maker_of("google", settings_for(twin.url)), Tokens("a", "r"))
    assert (caught.value.trouble, caught.value.retry_after) == (Trouble.UNREACHABLE, 9.0)


@pytest.mark.parametrize(
    ("kind", "secret", "code"),
    [
        ("google", None, "calendar.not_set_up"),
        ("microsoft", None, "calendar.not_set_up"),
        ("google", "{}", "calendar.no_tokens"),
        ("microsoft", "no json", "calendar.no_tokens"),
    ],
)
def test_no_client_is_made_of_what_opens_nothing(kind: str, secret: str | None, code: str) -> None:
    """Not set up here, or a secret that holds no tokens: said at once, without a network."""
    settings = settings_for("http://127.0.0.1:9") if secret else CalendarSettings()
    with pytest.raises(CalendarError) as caught:
        client_for(access(kind, secret or "{}"), nobody, settings=settings)
    assert caught.value.code == code


def test_a_client_is_of_the_kind_that_was_asked_for(twin: Twin) -> None:
    """The factory knows all three."""
    for kind, secret in (
        ("caldav", "p"),
        ("google", Tokens("a", "r").to_json()),
        ("microsoft", Tokens("a", "r").to_json()),
    ):
        opened = access(kind, secret, address=twin.url)
        made = client_for(opened, nobody, settings=settings_for(twin.url))
        assert made.kind == kind


def nobody(secret: str) -> None:
    raise AssertionError(secret)
