"""The Telegram channel: updates in by webhook or long polling, replies out through the outbox."""
