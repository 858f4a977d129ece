"""Talking to a person: a conversation goes to the clinic's staff and comes back."""
