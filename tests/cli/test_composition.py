"""What is put together for api and worker keeps the house's word whatever the environment says."""

import langsmith.utils

from cli.composition import TRACING, compose
from cli.installation import open_installation
from cli.reading import local_settings


def test_no_variable_switches_tracing_by_third_parties_on(tmp_path, monkeypatch):
    """LangChain's tracer, asked for by every name it listens to, stays off."""
    for name in TRACING:
        monkeypatch.setenv(name, "true")
    langsmith.utils.get_env_var.cache_clear()
    assert langsmith.utils.tracing_is_enabled()
    house = open_installation(local_settings("demo", tmp_path))
    try:
        compose(house)
    finally:
        house.close()
    langsmith.utils.get_env_var.cache_clear()
    assert not langsmith.utils.tracing_is_enabled()
