"""The words of dates and clock times, as people type them."""

from __future__ import annotations

from pearl.booking.word_set import words_of

WEEKDAYS = words_of("monday tuesday wednesday thursday friday saturday sunday sun sat")
MONTHS = words_of("january february march april may june july august september october november december mar")
ORDINALS = words_of(
    """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth
    """
)
HOURS = words_of("one two three four five six seven eight nine ten eleven twelve")
RELATIVE_DAYS = frozenset(["today", "tomorrow", "yesterday", "tonight"])
PERIODS = words_of("week weeks fortnight month months weekend christmas easter boxing")
CLOCK_WORDS = HOURS | words_of("noon midday midnight half quarter o'clock am pm hour hours")
PARTS_OF_DAY = frozenset(["morning", "afternoon", "evening", "night", "lunch", "lunchtime"])
DAY_WORDS = WEEKDAYS | MONTHS | RELATIVE_DAYS | PERIODS | frozenset({"day", "days"}) | PARTS_OF_DAY
JOINING = words_of(
    """
    a an the of on at in to from by before after between around about next this coming last following past and
    end early late mid beginning start eve new year year's years' twenty thirty day's
    """
)
ALLOWED = DAY_WORDS | CLOCK_WORDS | JOINING
BEFORE_A_MONTH = frozenset(["in", "next", "early", "mid", "late", "of", "by", "before"])
# A number before one of these counts something that is no day.
COUNTED = words_of(
    """
    dollars bucks cad percent % $ mm cm ml mg bumps bump milia spots spot dots times kids children people
    of_them visits sessions years yrs year old
    """
)
COME_BY = words_of("come comes coming drop stop pop swing go pass came")
TRAILING = words_of("a an the of on at in to from by between around about and before after")
PAST_MARKS = frozenset(["since", "until", "till"])

_MISSPELT = {
    "monday": "mon mondey munday moday mondays monday's",
    "tuesday": "tue tues teusday tuseday tuesdy teusdy tusday tuesdays tuesday's",
    "wednesday": "wed weds wensday wendsday wednsday wedensday wednesdy wednesdays wednesday's",
    "thursday": "thu thur thurs thrusday thurday thursdy thirsday thursdays thursday's",
    "friday": "fri firday fryday fridy frday fridays friday's",
    "saturday": "saterday satuday saturdy saturdays saturday's",
    "sunday": "sundy sundays sunday's",
    "tomorrow": "tmrw tmr tmw tomorow tommorow tommorrow tomoro tomorro tomoz tmrow tomorrow's",
    "today": "2day todays today's",
    "tonight": "tonite 2nite",
    "january": "jan",
    "february": "feb febuary",
    "april": "apr",
    "june": "jun",
    "july": "jul",
    "august": "aug",
    "september": "sep sept",
    "october": "oct",
    "november": "nov",
    "december": "dec decmber",
    "christmas": "xmas",
    "weekend": "wknd wkend",
    "week": "wk",
    "weeks": "wks",
    "morning": "mornin mornings",
    "afternoon": "afternoons arvo",
    "evening": "evenings eve's",
    "o'clock": "oclock",
    "noon": "midday",
    "am": "a.m a.m.",
    "pm": "p.m p.m.",
    "around": "approx approximately",
}
SPELLINGS = {wrong: right for right, wrongs in _MISSPELT.items() for wrong in wrongs.split()}
