"""Pearl answers what visitors of a skin clinic ask about milia, from a curated, sourced library."""
