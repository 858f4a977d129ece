"""The trained assistant in this process: what the commands and the tests talk to."""

from __future__ import annotations

from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain

from pearl.assistant.endpoint import InProcessActions, prepare_validator
from pearl.assistant.turn import Turn, last_turn
from pearl.errors import ModelMismatch
from pearl.understanding.message import incoming


class Assistant:
    """One message in, one turn out; conversations live in memory and end with the process."""

    def __init__(self, model: Path) -> None:
        if not model.is_file():
            raise ModelMismatch(f"There is no trained model at {model}; run `make train`.")
        prepare_validator()
        store = InMemoryTrackerStore(Domain.empty())
        self.agent = Agent.load(str(model), tracker_store=store, action_endpoint=InProcessActions())

    async def answer(self, sender: str, text: str, channel: str = "rest") -> Turn:
        """One message of a sender through NLU, policy, actions and store."""
        message = UserMessage(incoming(text), CollectingOutputChannel(), sender, input_channel=channel)
        await self.agent.handle_message(message)
        return last_turn(await self.agent.tracker_store.get_or_create_tracker(sender), text)
