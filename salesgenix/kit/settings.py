"""Settings, read from the environment (``SALESGENIX_…``; ``OPENAI_…`` under their usual names).

Nothing is read at import. ``Settings()`` is built once by an entrance and passed on.
"""

from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class BrainSettings(BaseSettings):
    """Which model speaks. Without ``OPENAI_API_KEY`` it is the embedded one."""

    model_config = SettingsConfigDict(
        env_prefix="SALESGENIX_BRAIN_", extra="ignore", populate_by_name=True
    )

    kind: Literal["auto", "embedded", "openai"] = "auto"
    api_key: SecretStr | None = Field(default=None, validation_alias=AliasChoices("OPENAI_API_KEY"))
    base_url: str | None = Field(default=None, validation_alias=AliasChoices("OPENAI_BASE_URL"))
    model: str = Field(
        default="gpt-5.2-mini",
        validation_alias=AliasChoices("SALESGENIX_BRAIN_MODEL", "OPENAI_MODEL"),
    )
    timeout_seconds: float = 15.0
    turn_seconds: float = 40.0

    @property
    def is_hosted(self) -> bool:
        if self.kind == "auto":
            return self.api_key is not None
        return self.kind == "openai"


class MailSettings(BaseSettings):
    """``captured`` keeps outgoing mail in the house, sealed; ``smtp`` hands it to a relay."""

    model_config = SettingsConfigDict(env_prefix="SALESGENIX_MAIL_", extra="ignore")

    carrier: Literal["captured", "smtp"] = "captured"
    host: str = "127.0.0.1"
    port: int = 587
    username: str | None = None
    password: SecretStr | None = None
    tls: Literal["none", "starttls", "tls"] = "starttls"
    timeout_seconds: float = 20.0


class CalendarSettings(BaseSettings):
    """How this installation is known to the makers of calendars, and where they are reached.

    Without a client id members cannot connect that maker's calendar. A CalDAV server needs none of
    this: its address is the member's own.
    """

    model_config = SettingsConfigDict(env_prefix="SALESGENIX_CALENDAR_", extra="ignore")

    google_client_id: str | None = None
    google_client_secret: SecretStr | None = None
    google_base_url: str = "https://www.googleapis.com/calendar/v3"
    google_authorize_url: str = "https://accounts.google.com/o/oauth2/v2/auth"
    google_token_url: str = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
    google_revoke_url: str = "https://oauth2.googleapis.com/revoke"
    microsoft_client_id: str | None = None
    microsoft_client_secret: SecretStr | None = None
    microsoft_base_url: str = "https://graph.microsoft.com/v1.0"
    microsoft_login_url: str = "https://login.microsoftonline.com/common/oauth2/v2.0"
    timeout_seconds: float = 15.0


class GuardSettings(BaseSettings):
    """Recognisers of others beside the guard's own (``guardrails/plugins.py``), as JSON.

    ``recognisers``: ``["module:Class"]``. ``kinds``: what they call a value to what we call it.
    ``least``: how sure they must be, by our kind.
    """

    model_config = SettingsConfigDict(env_prefix="SALESGENIX_GUARD_", extra="ignore")

    recognisers: tuple[str, ...] = ()
    kinds: dict[str, str] = Field(default_factory=dict)
    least: dict[str, float] = Field(default_factory=dict)


class Settings(BaseSettings):
    """Addresses, stores and secrets of one installation."""

    model_config = SettingsConfigDict(
        env_prefix="SALESGENIX_", env_nested_delimiter="__", extra="ignore"
    )

    mode: Literal["production", "demo", "sandbox"] = "production"
    data_dir: Path = Path("data")
    database_url: str | None = None
    keys_url: str | None = None
    master_key: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = 8700
    public_url: str | None = None
    journal: Path | None = None
    checkpoint_log: Path | None = None
    exports_dir: Path | None = None
    log_json: bool = False
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    brain: BrainSettings = Field(default_factory=BrainSettings)
    mail: MailSettings = Field(default_factory=MailSettings)
    calendar: CalendarSettings = Field(default_factory=CalendarSettings)
    guard: GuardSettings = Field(default_factory=GuardSettings)

    @model_validator(mode="after")
    def _refuse_a_production_without_secrets(self) -> "Settings":
        if self.mode == "production" and self.master_key is None:
            raise ValueError(
                "SALESGENIX_MASTER_KEY is missing: 64 hexadecimal digits, kept apart from the "
                "data (make one with: salesgenix new-key)"
            )
        return self

    @property
    def effective_database_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'salesgenix.db'}"

    @property
    def effective_keys_url(self) -> str:
        return self.keys_url or f"sqlite:///{self.data_dir / 'keys.db'}"

    @property
    def effective_public_url(self) -> str:
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def effective_journal(self) -> Path:
        """What a restored backup must not forget; kept apart from the backups of the database."""
        return self.journal or self.data_dir / "journal.jsonl"

    @property
    def effective_checkpoint_log(self) -> Path:
        return self.checkpoint_log or self.data_dir / "checkpoints.log"

    @property
    def effective_exports_dir(self) -> Path:
        return self.exports_dir or self.data_dir / "exports"
