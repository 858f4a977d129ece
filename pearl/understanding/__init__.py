"""How a message is read: the sentence encoder, the topic classifier, the decision between answer, choice and fallback."""
