"""The words that end a name, and those that make an answer no name."""

from __future__ import annotations

import re

from pearl.booking.word_set import words_of

# What cuts a name off when it follows: "Dana and my number is", "Dana for Tuesday".
ENDS = words_of(
    """
    and but for on at in from to my the i i'm im is are so with please pls thanks thank you your phone number
    tel tuesday monday wednesday thursday friday saturday sunday tomorrow today next this as because can could
    would here btw by or not it's its
    """
)
# What is no name even after "my name is" or with a capital: "my name is spelled differently", "Yes Please".
NOT_STATED = words_of(
    """
    down spelled spelt misspelled misspelt wrong none not correct different incorrect yes no nope ok okay sure stop
    cancel quit help hello hi bye goodbye thanks thank what why how who when where please n/a appointment milia
    bump bumps laser emergency
    """
)
# What no name begins with after "I'm" or "it's", and what makes a bare answer no name.
NO_NAME = NOT_STATED | words_of(
    """
    yep yeah yup ya nah right fine good great perfect cool maybe nothing hey thx ty cheers sorry exit which
    whose is are do does did can could would should will was were has have had a an the in on at of to it this
    that these those there here i you he she we they me my your his her our their us them and or but if then
    because very really so too just still also worried scared afraid looking interested wondering having trying
    going coming calling writing asking getting free available booked pregnant sick ill allergic bleeding
    swollen dizzy burning burnt hurt hurting dying suicidal painful red itchy itching sore infected urgent
    ambulance blood fever pain swelling breathing breathe eye eyes face skin lid eyelid nose cheek baby newborn
    booking book price cost monday tuesday wednesday thursday friday saturday sunday tomorrow today morning
    afternoon evening noon midnight week anonymous idk dunno whatever never nevermind skip pass don't dont won't
    wont can't cant isn't isnt y n na first new old happy unhappy sad tired busy ready back late later early
    done about actually only want wants need needs tell show wait desperate nervous anxious confused concerned
    curious unsure certain alone away home years year months weeks pm am asap private secret removal treatment
    retinol cryotherapy peel minocycline acne forget again anything
    """
)
ALARMING = re.compile(
    r"\b(?:can'?t|cannot|swell\w*|swollen|bleed\w*|blood|breath\w*|pain(?:s|ful|fully)?|hurt\w*|fever\w*|burn(?:s|ing|ed|t)?|die|dying"
    r"|kill\w*|suicid\w*|chok(?:e|ing)|unconscious|collaps\w*|pus|vomit\w*|throat|chest|stroke|poison\w*|overdose\w*|emergency)\b",
    re.IGNORECASE,
)
