"""How English says a time of day: the clock half of the grammar. Patterns are explained in `chart.py`."""

from frontdesk.assistant.offline.chart import rule
from frontdesk.assistant.offline.values import Clock, Clocks, Half, Piece

TO = "to|-|\u2013|\u2014|until|till|til|through|thru"


def _hour(value: int) -> int | None:
    return value if 0 <= value <= 24 else None


def _with_half(hour: int, minute: int, half: Half | None) -> Clock | None:
    if hour > 24 or minute > 59 or (half and hour == 0):
        return None
    return Clock(hour, minute, half if hour <= 12 else None, fixed=hour > 12 or hour == 0)


def _on_the_hour(hour: int, half: Half | None) -> Clock | None:
    return _with_half(hour, 0, half)


def _of_colon(colon: tuple[int, int, bool], half: Half | None) -> Clock | None:
    hour, minute, zero = colon
    clock = _with_half(hour, minute, half)
    return clock._replace(fixed=True) if clock and zero and not half else clock


def _of_pair(pair: tuple[int, int], half: Half | None) -> Clock | None:
    return _with_half(*pair, half)


def _military(pair: tuple[int, int], half: Half | None) -> Clock | None:
    clock = _with_half(*pair, half)
    return clock._replace(fixed=not half) if clock else None


def _spoken(hour: int, minute: int, half: Half | None) -> Clock | None:
    return _with_half(hour, minute, half) if 1 <= hour <= 12 and 10 <= minute <= 59 else None


def _past(minutes: int, clock: Clock, half: Half | None) -> Clock | None:
    """Return "20 past 3" (and "5 to 3" with negative minutes), keeping what is known of the half."""
    if clock.minute or not 0 < abs(minutes) < 60:
        return None
    hour, minute = divmod(clock.hour * 60 + minutes, 60)
    known = half or clock.half
    if known and clock.hour == 12 and minutes < 0:
        known = "am" if known == "pm" else "pm"
    return Clock(hour % 24 if clock.fixed else hour or 12, minute, known, fixed=clock.fixed)


def _in_part(clock: Clock, part: str) -> Clock | None:
    return None if clock.half and clock.part else clock._replace(part=part)


def _part_first(part: str, clock: Clock) -> Clock | None:
    return _in_part(clock, part)


def _loosely(clock: Clock) -> Clock:
    return clock._replace(loose=True)


def _between(first: Clock, last: Clock) -> Clocks | None:
    if first.hour > 12 >= last.hour and not first.fixed:
        return None
    return Clocks(first, last, paired=True)


def _loose_span(first: int, last: int) -> Piece | None:
    span = _between(Clock(first), Clock(last))
    return Piece(clocks=span, bare=True) if span else None


def _after(clock: Clock) -> Clocks:
    return Clocks(clock, None)


def _before(clock: Clock) -> Clocks:
    return Clocks(None, clock)


def _after_meal(meal: tuple[int, int]) -> Clocks:
    return Clocks(Clock(meal[0], meal[1], fixed=True), None, loose=True)


def _before_meal(meal: tuple[int, int]) -> Clocks:
    hour = {13: 12, 17: 8}.get(meal[0], meal[0])
    return Clocks(None, Clock(hour, fixed=True), loose=True)


def _end_of_day() -> Piece:
    return Piece(clock=Clock(17, fixed=True, loose=True))


def _over_lunch() -> Piece:
    return Piece(clocks=Clocks(Clock(12, fixed=True), Clock(14, fixed=True), loose=True))


def _piece(clock: Clock | None, *, bare: bool = False) -> Piece | None:
    return Piece(clock=clock, bare=bare) if clock else None


def _at(hour: int, *, loose: bool = False) -> Piece | None:
    return Piece(clock=Clock(hour, loose=loose, fixed=hour > 12)) if 1 <= hour <= 24 else None


CLOCKS = (
    # numbers
    rule("number", "INT", int),
    rule("number", "NUM", int),
    rule("number", "TENS -? NUM", lambda tens, one: tens + one if 0 < one < 10 else None),
    rule("number", "TENS", int),
    rule("hour", "INT", _hour),
    rule("hour", "NUM", _hour),
    # a clock as it is written
    rule("sharp", "COLON HALF?", _of_colon),
    rule("sharp", "DOTTIME HALF?", _of_pair),
    rule("sharp", "HMARK", lambda pair: _of_pair(pair, None)),
    rule("sharp", "MIL HALF", _military),
    rule("sharp", "INT TWO HALF", _with_half),
    rule("sharp", "INT : ~TWO HALF", _with_half),
    rule("sharp", "INT . TWO HALF", _with_half),
    rule("sharp", "<hour> HALF", _on_the_hour),
    rule("sharp", "<hour> in the HALF", _on_the_hour),
    rule("sharp", "<hour> OCLOCK HALF?", lambda hour, _oclock, half: _on_the_hour(hour, half)),
    rule("sharp", "twelve|12|the? NAMED", lambda named: Clock(named[0], named[1], fixed=True)),
    rule("sharp", "COLON in the HALF", _of_colon),
    # as it is spoken
    rule("sharp", "NUM -? <number> HALF?", _spoken),
    rule("sharp", "NUM oh|o -? NUM HALF?", _with_half),
    rule("whole", "<sharp>", lambda clock: clock if not clock.minute else None),
    rule("whole", "<hour>", Clock),
    rule("spoken", "half past? <whole> HALF?", lambda clock, half: _past(30, clock, half)),
    rule("spoken", "a? quarter past|after <whole> HALF?", lambda clock, half: _past(15, clock, half)),
    rule(
        "spoken",
        "a? quarter to|of|till|til|before <whole> HALF?",
        lambda clock, half: _past(-15, clock, half),
    ),
    rule("spoken", "<number> minutes|minute|mins|min? past <whole> HALF?", _past),
    rule(
        "spoken",
        "<number> minutes|minute|mins|min to|till|til|before <whole> HALF?",
        lambda minutes, clock, half: _past(-minutes, clock, half),
    ),
    rule(
        "spoken",
        "<number> minutes|minute|mins|min to|before <sharp>",
        lambda minutes, clock: (
            clock._replace(minute=clock.minute - minutes) if 0 < minutes <= clock.minute else None
        ),
    ),
    rule(
        "spoken", "20|25|twenty to|till|til|before <whole> HALF?", lambda clock, half: _past(-20, clock, half)
    ),
    rule("plain", "<sharp>", lambda clock: clock),
    rule("plain", "<spoken>", lambda clock: clock),
    # which part of the day it lies in
    rule("placed", "<plain> in|at|of|during? the|this? PART", _in_part),
    rule("placed", "<whole> in|at the|this? PART", _in_part),
    rule("placed", "<whole> PART", _in_part),
    rule("placed", "the? PART at|@|,? <plain>", _part_first),
    rule("placed", "the? PART at|@|around? <whole>", _part_first),
    rule("placed", "in the PART ,|at|@|around? <whole>", _part_first),
    rule("placed", "in the PART ,|at|@|around? <plain>", _part_first),
    rule("settled", "<placed> ~ish?", lambda clock: clock),
    rule("settled", "<plain>", lambda clock: clock),
    rule("settled", "<plain> ~ish|-ish", _loosely),
    rule("settled", "<plain> or so", _loosely),
    rule("settled", "<plain> sharp|exactly|on", lambda clock: clock),
    rule("settled", "<hour> ~-? ~ish", lambda hour: Clock(hour, loose=True)),
    rule("settled", "ISH", lambda hour: Clock(hour, loose=True)),
    rule("clock", "at|@|on? <settled>", lambda clock: Piece(clock=clock)),
    rule("clock", "at|@ about|around|approximately|approx|roughly? <number>", _at),
    rule(
        "clock",
        "at? around|about|approximately|approx|roughly|circa|~ at? <settled>",
        lambda c: _piece(_loosely(c)),
    ),
    rule(
        "clock",
        "around|about|approximately|approx|roughly|circa|~ <hour>",
        lambda hour: _at(hour, loose=True),
    ),
    rule("clock", "the? end of the|business? day", _end_of_day),
    rule("clock", "close of business", _end_of_day),
    rule("clock", "eod|cob", _end_of_day),
    rule("bare", "INT", lambda hour: Piece(clock=Clock(hour), bare=True) if 1 <= hour <= 23 else None),
    rule("bare", "NUM", lambda hour: Piece(clock=Clock(hour), bare=True) if 1 <= hour <= 12 else None),
    rule("bare", "MIL", lambda pair: _piece(_military(pair, None), bare=True)),
    # from one time to another
    rule("time", "<settled>", lambda clock: clock),
    rule("time", "<hour>", Clock),
    rule("time", "MIL", lambda pair: _military(pair, None)),
    rule("span", f"<settled> {TO} <settled>", _between),
    rule("span", f"<settled> {TO} <time>", _between),
    rule("span", f"<time> {TO} <settled>", _between),
    rule("span", f"from|between <time> {TO} <time>", _between),
    rule(
        "span",
        f"MIL {TO} MIL",
        lambda a, b: _between(_military(a, None) or Clock(0), _military(b, None) or Clock(0)),
    ),
    rule("span", "between <time> and|& <time>", _between),
    rule("span", "after|past|from <time> onwards|onward|on|forward|forwards", _after),
    rule("span", "<time> or|and later|after|onwards|afterwards|beyond", _after),
    rule("span", "<time> onwards|onward|forward", _after),
    rule("span", "<time> or|and earlier|before", _before),
    rule("span", "just? after|past|post <time>", _after),
    rule("span", "later than <time>", _after),
    rule("span", "just? before|until|till|til|by|pre <time>", _before),
    rule("span", "earlier|later than <time>", _before),
    rule("span", "no later than <time>", _before),
    rule("span", "no|not earlier|sooner|before than? <time>", _after),
    rule("span", "after|past MEAL", _after_meal),
    rule("span", "before MEAL", _before_meal),
    rule(
        "clocks", "around|about|at|any|anytime|sometime? time? from? <span>", lambda span: Piece(clocks=span)
    ),
    rule("clocks", "during|over|at|on|around my|the? lunch|lunchtime break|hour|time?", _over_lunch),
    rule("clocks", "lunchtime", _over_lunch),
    rule("loosespan", f"<hour> {TO} <hour>", _loose_span),
    # parts of the day
    rule("part", "in|during? the|an? PART", lambda part: Piece(part=part)),
    rule("part", "early|late|mid|later? -? in? the? PART", lambda part: Piece(part=part)),
    rule("part", "PART ~ish", lambda part: Piece(part=part)),
    rule("part", "PARTISH", lambda part: Piece(part=part)),
    rule("part", "at night", lambda: Piece(part="night")),
)
