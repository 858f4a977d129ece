"""Spots the message that must not wait. Core: no Rasa, no web, no database."""

from pearl.safety.finding import Finding
from pearl.safety.gate import SafetyGate

__all__ = ["Finding", "SafetyGate"]
