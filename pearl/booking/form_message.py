"""One message while the booking form is open: is it for the form, or for Pearl's other rules?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pearl.booking.date_words import ALLOWED
from pearl.booking.word_set import words_of

# What ends or interrupts the form, whatever else the message holds.
INTERRUPTIONS = words_of(
    """
    red_flag stop goodbye cancel_appointment complaint bot_challenge ask_capabilities what_do_you_know forget_me
    booking_status stop_reminders pick_topic more something_else too_long unreadable
    """
)
# What is never an answer to a question of the form, whatever its words.
NEVER_AN_ANSWER = words_of("red_flag stop too_long unreadable")
# "I don't mind", said to "when?", is read as a stop.
NEVER_A_TIME = NEVER_AN_ANSWER - {"stop"}
# "tuesday at 3" is short enough to be taken for one of these.
ABOUT_A_BOOKING = words_of("booking_status cancel_appointment")
# What is answered by other rules unless the message also gives what the form needs ("hi, I'm Dana").
SMALL_TALK = words_of("greet thank talk_to_a_person feedback_positive feedback_negative reschedule_appointment")
_GREETING = re.compile(
    r"^(?:(?:hi|hello|hey|ok|okay|so|and|but|well|sorry|yes|no|um+|wait|also|thanks)\b[,.! ]*)+", re.IGNORECASE
)
_GREETS = re.compile(
    r"\b(?:hi+|hello+|hey+|good|morning|afternoon|evening|greetings|howdy|hiya|yo|sup)\b", re.IGNORECASE
)
_ASKS = re.compile(
    r"(?:what|who|whose|when|where|why|which|how)\b(?!ever)"
    r"|(?:is|are|am|was|were|do|does|did|can|could|will|would|should|may|has|have)(?:n['’]?t)? (?:i|you|u|we|they|it"
    r"|he|she|there|this|that|these|those|the|my|your|a|an|any|milia|someone|somebody|anyone|monday|tuesday|wednesday|thursday"
    r"|friday|\d)\b"
    r"|(?:tell|show) me (?:about|how|what|more|why|if)|explain\b|(?:i )?wonder(?:ing)? (?:if|how|what)"
    r"|i (?:want|would like|wanna|need) to know\b|i(?:'d|d) like to know\b",
    re.IGNORECASE,
)
BOOKING_WORDS = re.compile(
    r"\b(?:book\w*|boook|app(?:oin|on|oint)t?m\w*|appts?|schedul\w*|reserv\w+|slots?|openings?|squeeze me|fit me|see me"
    r"|sign me up|come(?: in)?|visit|be seen|availab\w+|put me down|set (?:up|a date)|free spot|get a date)\b",
    re.IGNORECASE,
)
_FIRM_YES = r"yes+|yep|yeah|yea|yup|ya|correct|confirm(?:ed)?|exactly|absolutely|definitely|perfect|indeed|of course"
_SOFT_YES = (
    r"y|ok|okay|okey dokey|k|sure|right|fine|great|good|lovely|all (?:good|correct|right|fine)"
    r"|(?:that|it|this|everything|all)(?:['’]?s| is| looks| sounds| all looks)? (?:right|correct|good|fine|it|perfect"
    r"|great|works)"
    r"|works(?: for me)?|(?:looks|sounds) (?:good|right|fine|great|perfect)|go ahead|please do|do it"
    r"|book it|send it|uh huh|no problem|no worries|i (?:do|agree|confirm)"
)
_FILLERS = r"please|pls|thanks|thank you|thx|that|it|is|me|for|by|with|then|all|so much|a lot|and|very|pearl|now"
_FIRMLY = re.compile(rf"(?:{_FIRM_YES})\b", re.IGNORECASE)
_ONLY_YES = re.compile(rf"(?:(?:{_FIRM_YES}|{_SOFT_YES}|{_FILLERS})\b[\s,.!]*)+", re.IGNORECASE)
_SAYS_YES = re.compile(rf"\b(?:{_FIRM_YES}|{_SOFT_YES})\b", re.IGNORECASE)
_NO = re.compile(
    r"(?:no|nope|nah|n|nay|not (?:quite|really|right|correct|yet)|wrong|incorrect|negative)\b(?! problem| worries)"
    r"|.*\b(?:(?:is|are|'s)(?: not|n['’]?t) (?:right|correct|quite)|isnt (?:right|it)|not (?:right|correct)"
    r"|wrong|incorrect|mistake)\b"
    r"|(?:please )?(?:change|edit|correct) (?:it|that|this|something|the|my)\b"
    r"|i (?:want|need|would like|'d like) to change\b|can (?:i|we|you) (?:please )?change\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:not|dont|but|except|however|isnt|no(?! problem| worries)|cancel|stop|wait|wrong|instead|change|different"
    r"|hold on|maybe|questions?)\b|n['’]t\b|\?",
    re.IGNORECASE,
)
_REFUSED = re.compile(r"^(?:(?:no|nope|nah|actually|wait|sorry|yes|yeah|ok|okay|oh)\b[,.! ]*)+", re.IGNORECASE)


@dataclass(frozen=True)
class FormMessage:
    """What was typed and how it was understood.

    `intent` as decided (a clarification is "clarify"); `topic_label` ("faq/…") the best FAQ topic, `certain` whether it
    is sure enough to be answered. `topic_title` is the title of the topic asked about before the booking, the default
    reason. A button's payload ("/affirm") counts by its intent alone; `picked` is the ISO day or wall-clock moment of
    a button that offers one. `site` is the part of the body that the message names; `is_repeat` says that the message
    before was the same.
    """

    text: str
    intent: str
    topic_label: str | None = None
    certain: bool = False
    topic_title: str = ""
    picked: str = ""
    site: str = ""
    is_repeat: bool = False

    @property
    def words(self) -> str:
        """The text without a button's payload."""
        return "" if self.text.startswith("/") else self.text.strip()

    @property
    def is_question(self) -> bool:
        """Whether something is asked: a question mark, or words that begin a question."""
        start = _GREETING.sub("", self.words)
        return "?" in self.words or bool(_ASKS.match(start) or _ASKS.match(self.words))

    @property
    def is_booking(self) -> bool:
        """Whether it asks for an appointment."""
        return self.intent == "book_appointment" or self.speaks_of_booking

    @property
    def speaks_of_booking(self) -> bool:
        return bool(BOOKING_WORDS.search(self.words))

    @property
    def greets_nobody(self) -> bool:
        """Whether what was read as a greeting holds no word of one: a bare "<b>Dana</b>" sounds like one."""
        return self.intent == "greet" and bool(self.words) and not _GREETS.search(self.words)

    @property
    def has_sure_topic(self) -> bool:
        return self.certain and self.topic_label is not None

    @property
    def is_yes(self) -> bool:
        """Whether it agrees, and nothing in it takes the agreement back or asks something."""
        words = self.words
        if _UNSURE.search(words) or self.is_question or len(words.split()) > 12:
            return False
        if self.intent == "affirm":
            return True
        dateless = _without_date_words(words) if _FIRMLY.match(words) else words
        return bool(_ONLY_YES.fullmatch(dateless) and _SAYS_YES.search(dateless))

    @property
    def is_no(self) -> bool:
        """Whether it disagrees with the read-back."""
        return not self.is_yes and (self.intent == "deny" or bool(_NO.match(self.words)))

    @property
    def after_refusal(self) -> str:
        """What follows "no," or "actually"."""
        return _REFUSED.sub("", self.words)


def _without_date_words(text: str) -> str:
    """The text without days and times, which may follow a yes: "yes, tuesday at 3"."""
    return re.sub(r"[\w:']+", lambda match: "" if _is_of_a_date(match.group().lower()) else match.group(), text)


def _is_of_a_date(word: str) -> bool:
    return word in ALLOWED or bool(re.match(r"\d", word))
