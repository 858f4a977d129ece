"""What the check asks of a library, a rule a file: each takes the shelf and yields findings."""
