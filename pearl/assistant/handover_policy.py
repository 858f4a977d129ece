"""The policy that leaves a conversation to the clinic's staff: what is for them is kept, and Pearl stays silent."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from pearl.bootstrap import services
from pearl.errors import StoreUnavailable
from pearl.handover.hearing import URGENT, Heard, is_for_nothing_yet, is_for_the_clinic

KEEP, ASK_WHAT_FOR = "action_for_the_clinic", "action_ask_what_for"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class HandoverPolicy(Policy):
    """Its word counts more than every rule and form, but not more than an urgent red flag, which it leaves to the rules."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Above the rules, which have 6."""
        return {"priority": 7}

    def train(self, training_trackers: List[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        """There is nothing to learn: who has a conversation is asked of the store."""
        return self._resource

    def predict_action_probabilities(
        self, tracker: DialogueStateTracker, domain: Domain, rule_only_data: Optional[Dict[str, Any]] = None, **_: Any
    ) -> PolicyPrediction:
        """Keep what is for the clinic, ask what a bare number is for, and then listen; no opinion on everything else."""
        action = self._action(tracker)
        probabilities = self._default_predictions(domain)
        if action:
            probabilities[domain.index_for_action(action)] = 1.0
        # Like a form's word, it does not depend on how the message was read.
        return self._prediction(probabilities, is_no_user_prediction=bool(action))

    def _action(self, tracker: DialogueStateTracker) -> Optional[str]:
        if tracker.latest_action_name in (KEEP, ASK_WHAT_FOR):
            return ACTION_LISTEN_NAME
        if tracker.latest_action_name != ACTION_LISTEN_NAME or tracker.latest_message is None:
            return None
        heard = _heard(tracker, tracker.latest_message)
        try:
            if is_for_the_clinic(services().handovers.latest(tracker.sender_id), heard):
                return KEEP
            return ASK_WHAT_FOR if is_for_nothing_yet(heard) else None
        except StoreUnavailable:
            # The action asks the store again and, in vain, says so; nobody must think that a person has read this.
            return None if heard.level in URGENT else KEEP


def _heard(tracker: DialogueStateTracker, message: UserUttered) -> Heard:
    parsed = message.parse_data
    return Heard(
        text=message.text or "",
        intent=message.intent_name or "",
        level=str((parsed.get("red_flag") or {}).get("level") or ""),  # type: ignore[attr-defined]
        asked=_asked(tracker),
        in_form=bool(tracker.active_loop_name),
    )


def _asked(tracker: DialogueStateTracker) -> str:
    """The last response before the visitor's message."""
    for event in reversed(tracker.events):
        if isinstance(event, BotUttered):
            return str(event.metadata.get("utter_action") or "")
    return ""
