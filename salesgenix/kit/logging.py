"""Logs: ``noun.verb`` events with facts. Only keys on the allow-list pass; text never does."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

# Facts a log line may carry. Anything else is dropped and counted: text, names, addresses, bodies.
ALLOWED = frozenset({
    "event", "level", "timestamp", "workspace", "conversation", "lead", "subject", "member", "turn",
    "action", "kind", "state", "outcome", "reasons", "code", "family", "count", "counts", "seq",
    "attempt", "attempts", "ms", "model", "tool", "tools", "brain", "status", "method", "route",
    "request", "version", "stage", "strategy", "signal", "signals", "exception", "url", "port",
    "job", "worker", "dropped", "epoch", "channel", "reason_code", "tokens_in", "tokens_out",
    "size", "known_size", "erasure", "step", "store", "export", "records", "bytes",
    "simulation",
})  # fmt: skip


def drop_unknown_facts(
    logger: object, method: str, event_dict: MutableMapping[str, Any]
) -> dict[str, Any]:
    """A structlog processor: default deny for keys; exceptions shrink to their type."""
    del logger, method
    kept = {key: value for key, value in event_dict.items() if key in ALLOWED}
    dropped = len(event_dict) - len(kept) - ("exc_info" in event_dict)
    if dropped:
        kept["dropped"] = dropped
    error = event_dict.get("exc_info")
    if error:
        error = sys.exc_info()[1] if error is True else error
        kept["exception"] = type(error).__qualname__
    return kept


class _Narrow(logging.Handler):
    """What libraries say, without their words: those may quote rows, addresses or bodies."""

    def emit(self, record: logging.LogRecord) -> None:
        facts = {"kind": record.name.partition(".")[0], "code": record.module}
        structlog.get_logger().log(
            record.levelno, "library.said", exc_info=record.exc_info, **facts
        )


def configure_logging(*, json: bool = False, level: str = "INFO", to: TextIO | None = None) -> None:
    """Call once, in an entrance. Without ``to`` all goes to stderr: stdout is for results."""
    target = to or sys.stderr
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            drop_unknown_facts,
            structlog.processors.JSONRenderer()
            if json
            else structlog.dev.ConsoleRenderer(colors=target.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(file=target),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [_Narrow(logging.WARNING)]
    root.setLevel(logging.WARNING)
    # A tick that is skipped because the last one is still at work is no news: nothing is lost.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
