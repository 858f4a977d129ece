"""Bookings: what a visitor asks the clinic for."""
