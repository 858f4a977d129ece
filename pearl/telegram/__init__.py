"""Telegram without a network: what an update says, what a reply looks like there, which chats there are."""
