"""Rasa's action endpoint, answered inside this process by rasa-sdk's executor.

No second server to lose a booking to, no open port that anyone can post a booking to.
"""

from __future__ import annotations

import json
import logging
import traceback
from typing import Any, Dict, Optional

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from rasa_sdk.types import ActionCall

from pearl.bootstrap import services

log = logging.getLogger(__name__)
PACKAGE = "actions"


class InProcessActions(EndpointConfig):
    """Runs the actions of a package where the assistant runs."""

    def __init__(self, package: str = PACKAGE) -> None:
        super().__init__(url="in-process", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(
        self,
        method: str = "post",
        subpath: Optional[str] = None,
        content_type: Optional[str] = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Optional[Any]:
        """Run the action that Rasa asks for.

        Raises ClientResponseError 400 when the action rejects, 404 when there is none, as an action server would.
        """
        call: ActionCall = kwargs["json"]
        try:
            result = await self._executor.run(call)
        except ActionExecutionRejection as error:
            body = json.dumps({"error": error.message, "action_name": error.action_name})
            raise ClientResponseError(400, "rejected", body) from error
        except ActionNotFoundException as error:
            raise ClientResponseError(404, "not found", str(error)) from error
        except Exception as error:
            # Rasa would carry on in silence. An error's own words may hold a visitor's, so only its place is logged.
            places = "".join(traceback.format_tb(error.__traceback__))
            log.error("The action %s failed with %s:\n%s", call.get("next_action"), type(error).__name__, places)
            result = _apology()
        # What a server would send is JSON; a value that is none must fail here and not when the turn is saved.
        return json.loads(json.dumps(result))


def _apology() -> Dict[str, Any]:
    """An action's result that changes nothing and says sorry."""
    dispatcher = CollectingDispatcher()
    dispatcher.utter_message(response="utter_trouble", phone=services().profile.phone)
    return {"events": [], "responses": dispatcher.messages}


def prepare_validator() -> None:
    """Let Rasa check each action's reply with a validator built once.

    Rasa builds it anew for every reply, which costs 78 % of the time of an action's turn (measured with py-spy).
    """
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate(self: RemoteAction, result: Dict[str, Any]) -> bool:
        for error in validator.iter_errors(result):
            raise error
        return True

    setattr(RemoteAction, "_validate_action_result", validate)
