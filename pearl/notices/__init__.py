"""Notices to the clinic and to visitors: what is sent, by which way, and that each arrives."""
