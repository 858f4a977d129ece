"""Found by rasa-sdk under this very name: what `rasa run actions` gets besides the actions."""

from pearl.assistant import action_server


def init_hooks(manager: object) -> None:
    """Register Pearl's hooks with rasa-sdk's plugin manager."""
    manager.register(action_server)  # type: ignore[attr-defined]
