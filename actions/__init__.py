"""Pearl's custom actions: thin adapters between a tracker and the core, one topic a file."""
