"""What Pearl is measured on: public data sets, and its own server under load."""
