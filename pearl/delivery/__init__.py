"""Ways out of Pearl: the mail server, the webhook, and the thread that delivers."""
