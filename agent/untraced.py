"""Nobody outside is told of a run, whatever the environment asks for: the variables of tracers and
of talkative clients are read by their libraries, so the answer to them is given where runs begin.
"""

import logging
import os
from contextlib import AbstractContextManager

from langsmith.run_helpers import tracing_context

# At their most talkative these write requests down, word for word.
_TALKATIVE = ("openai", "httpx", "httpcore", "langsmith", "langchain", "presidio-analyzer")
_FIRST_TRACER = "LANGCHAIN_TRACING"  # is no more: asked for, it would end the run with an error


def untraced() -> AbstractContextManager[None]:
    os.environ[_FIRST_TRACER] = "false"
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
    return tracing_context(enabled=False)
