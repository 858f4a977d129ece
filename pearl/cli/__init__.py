"""The `pearl` command: one file a group of commands."""
