"""The JSON body of a request."""

from __future__ import annotations

import json
from typing import Any

from pearl.errors import BadInput


def read_object(body: bytes, example: str) -> dict[str, Any]:
    """The JSON object of a request's body. Raises BadInput, with what to send instead."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"The body is not JSON; send {example}.") from error
    if not isinstance(data, dict):
        raise BadInput(f"The body is no JSON object; send {example}.")
    return data
