"""The booking desk: a web page for the clinic's staff."""
