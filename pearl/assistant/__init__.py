"""The adapters to Rasa: graph components, importer, endpoint, tracker store, channels, server."""
