"""Settings as a command gets them: from the environment, with plain words for what is wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError
from pydantic_settings import SettingsError

from salesgenix.kit.errors import Invalid
from salesgenix.kit.settings import CalendarSettings, MailSettings, Settings

PREFIXES = {
    "Settings": "SALESGENIX_",
    "BrainSettings": "SALESGENIX_BRAIN_",
    "MailSettings": "SALESGENIX_MAIL_",
    "CalendarSettings": "SALESGENIX_CALENDAR_",
}


def read_settings(**given: Any) -> Settings:
    """The environment's settings; ``given`` stands above them, unless it is none."""
    return _checked({name: value for name, value in given.items() if value is not None})


def local_settings(mode: Literal["demo", "sandbox"], data_dir: Path, **given: Any) -> Settings:
    """All by itself in one folder: no store, key, address or mail exit of the environment.

    A demo that is started where production's variables are set must never reach production.
    """
    return _checked(
        {
            "mode": mode,
            "data_dir": data_dir,
            "database_url": None,
            "keys_url": None,
            "master_key": None,
            "public_url": None,
            "journal": None,
            "checkpoint_log": None,
            "exports_dir": None,
            "mail": MailSettings.model_construct(),
            "calendar": CalendarSettings.model_construct(),
            **given,
        }
    )


def sandbox_place(host: str | None, port: int | None) -> tuple[str, int]:
    """Where a sandbox was asked to serve: the command line first, then the environment."""
    asked = _checked({"mode": "sandbox", "database_url": None, "keys_url": None})
    return host or asked.host, port or asked.port


def _checked(given: Mapping[str, Any]) -> Settings:
    try:
        return Settings(**given)
    except ValidationError as error:
        said = [_in_words(error.title, problem) for problem in error.errors()]
        raise Invalid("settings.wrong", "\n  ".join(["The settings do not hold:", *said])) from None
    except SettingsError as error:
        raise Invalid("settings.wrong", f"The settings do not hold: {error}.") from None


def _in_words(title: str, problem: Mapping[str, Any]) -> str:
    """Names the variable and the rule, never the value: it may be a secret."""
    rule = str(problem["msg"]).removeprefix("Value error, ")
    if not problem["loc"]:
        return rule
    name = "_".join(str(part) for part in problem["loc"]).upper()
    if name.startswith(("OPENAI_", "SALESGENIX_")):
        return f"{name}: {rule}"
    return f"{PREFIXES.get(title, 'SALESGENIX_')}{name}: {rule}"
