"""The pages that Pearl serves itself."""
