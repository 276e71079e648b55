"""The post office of a process: started by the first test that asks, ended with the last."""

import contextlib

import pytest

from tests.integrations.mail.postoffice import open_office


@pytest.fixture(scope="session")
def office():
    with contextlib.ExitStack() as ends:
        yield open_office(ends.callback)
