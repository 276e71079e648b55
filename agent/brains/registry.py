"""Which brain speaks: chosen by the settings, built once by an entrance."""

from dataclasses import dataclass

from langchain_core.language_models.chat_models import BaseChatModel

from agent.brains.embedded import EmbeddedChatModel
from agent.brains.hosted import make_chat_model
from salesgenix.kit.settings import BrainSettings


@dataclass(frozen=True, slots=True, eq=False)  # a brain is itself only: graphs are kept by it
class Brain:
    """``name`` is the kind (``embedded``, ``openai``), ``model`` what decisions record."""

    chat_model: BaseChatModel
    name: str
    model: str
    is_hosted: bool


def make_brain(settings: BrainSettings) -> Brain:
    """The brain that the settings name. Raises ``Invalid`` when a hosted one lacks its access."""
    if not settings.is_hosted:
        return make_embedded()
    return Brain(make_chat_model(settings), "openai", settings.model, is_hosted=True)


def make_embedded() -> Brain:
    """The playbook. It also answers beside a hosted brain, where a rule has to speak."""
    model = EmbeddedChatModel(streaming=True)
    return Brain(model, "embedded", model.model_name, is_hosted=False)
