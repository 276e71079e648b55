"""A real server that is missing is never passed over in silence."""

import pytest

from tests import servers


@pytest.fixture
def fresh(monkeypatch):
    monkeypatch.setattr(servers, "_ran", set())
    monkeypatch.setattr(servers, "_missing", set())
    return monkeypatch


def test_what_is_missing_skips_here_and_fails_where_it_must_be_there(fresh):
    """The reason names the server and the program; ``CI`` alone makes the difference."""
    fresh.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"radicale.*no-such-program"):
        servers.program("radicale", "no-such-program")
    fresh.setenv("CI", "1")
    with pytest.raises(pytest.fail.Exception, match=r"radicale.*no-such-program"):
        servers.program("radicale", "no-such-program")


def test_the_summary_joins_what_every_process_saw(fresh):
    """One line for all; none where no test asked for a server."""
    assert servers.summary() is None
    servers.ran("postfix")
    servers.heard({"ran": ["dovecot"], "missing": ["radicale"]})
    assert servers.summary() == "real servers: dovecot ran, postfix ran, radicale missing"
    assert servers.told_by_a_process() == {"ran": ["dovecot", "postfix"], "missing": ["radicale"]}
