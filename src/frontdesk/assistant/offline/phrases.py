"""The words people use to ask for bookings and for what is none of ours. Only data; `intents.py` weighs it.

Phrases are parted by `|` and match whole words; `*` matches any ending.
"""

from typing import Final

BOOKINGS: Final = """
    appointment* | appoinment* | apointment* | appointement* | appt | appts | apt | booking | bookings |
    reservation | reservations | meeting | meetings | consultation* | consult | checkup | check-up |
    check up | haircut | hair cut | viewing | viewings | exam | examination | dental visit | session |
    lesson | party of | table for | massage | cleaning | inspection | estimate | hair appointment |
    skype
"""
"""What a booking is called."""

PROVIDERS: Final = """
    dentist* | doctor* | dr | hairdresser* | hair dresser* | salon | stylist | therapist* | therapy |
    physio* | barber* | vet | mechanic | optician | counselor | psychologist | psychiatrist |
    dermatologist | gynecologist | specialist | orthodontist
"""
"""Whom one comes to see."""

SERVICES: Final = """
    oil | tire | tires | hair | table | party | room | seat | seats | tour | class | repair |
    maintenance | service | demo | quote | stay | call | lunch | dinner | yoga | calendar* | schedule |
    slot | slots | spot | visit | interview* | training | apartment* | place | time | reserve | car |
    plan
"""
"""What is booked too, but spoken of as often when nothing is booked: it needs an act beside it."""

ACT_CANCEL: Final = """
    cancel* | call off | get rid of | no longer need | don't need my | do not need my | don't need the |
    scrap my | scrap the | drop my | remove | delete | take my | take the | take off | strike my |
    erase | clear my | back out of | withdraw | no longer want | don't want my | won't be able to make |
    can't make my | can't make it to
"""

CANCEL_OUTRIGHT: Final = """
    cancel* | call off | no longer need | back out of
"""
"""These ask for a cancellation whatever the booking is called; the other words need a booking beside them."""

WHICH_ONES: Final = """
    both | all | all of | all of them | all of my | everything | every one | them all | the lot | the first |
    the second | the last | the earlier | the later | the other | first | second | last | earlier | later |
    other | them
"""
"""What a cancellation may be of, beside a booking that is named."""

ACT_MOVE: Final = """
    reschedul* | re-schedul* | move | shift | push | postpone | put off | bring forward | bring my |
    bring our | bring the app* | move up |
    rebook | re-book | swap | switch | rearrange | delay | bump | change | adjust | alter | update |
    modify
"""
"""Moving or changing something that exists."""

SHIFTING: Final = """
    back | forward | later | earlier | sooner | bring | pull | day | days | week | weeks | two | three |
    four | five | six | ten | fifteen | twenty | thirty | forty | forty-five | sixty | ninety | same | off
"""
"""How far, and which way, a time is moved."""

MOVE_OUTRIGHT: Final = """
    reschedul* | re-schedul* | postpone | rebook | re-book | rearrange
"""
"""These ask for a move whatever stands beside them."""

ACT_BOOK: Final = """
    come out | come over | come look | come and look | come see | sched | send someone | book |
    reserve | reserving | booking | schedule | scheduled | scheduling | make an app* |
    make appointment | get me in | fit me in | squeeze me in | sign me up | pencil me in | put me down |
    put me in | put us in | put us down | slot me in | fit us in | squeeze us in | get us in |
    make a reservation | make reservations | get reservations | get me a table | get a table | come in |
    pop in | stop by | come by | be seen
"""
"""Making a booking; beside a thing that is booked or a time."""

ACT_ARRANGE: Final = """
    set up | setup | set me up | set my | set an | set the | arrange | put my | add my | add a |
    add an | add the | put down | make another | make the | make my | make | do the | recurring block |
    find | get | get me | set | put
"""
"""Words for many acts; they make a booking only beside a word for a booking."""

NOT_VERBS: Final = """
    oil change* | oil and filter change* | change of | small change | book of | date night |
    the move | our move | my move | moved house | moved in
"""
"""Nouns that look like acts; they are taken out before the acts are looked for."""

WANT: Final = """
    i want | i wanted | i need | i needed | i'd like | i would like | id like | i would love |
    i'd love | we need | we want | we'd like | we would like | looking for | looking to | wanna |
    interested in | hoping | can i get | could i get | can i have | could i have | can i see |
    could i see | may i have | i wish | i require | in need of | would like | need to see |
    want to see | need a | need an | want a | want an | any app* | soonest | i prefer | i'd prefer |
    i'm after | i am after | please make | can i make | could i make | gimme
"""
"""The lead speaks of what they want."""

A_BOOKING: Final = """
    an app* | an apt | a booking | a reservation | a viewing | a consultation | a checkup | a check-up |
    a haircut | a session | a massage | another appointment | a new appointment | the soonest app* |
    a slot | to see | to view | to visit
"""
"""A booking that does not exist yet."""

ASK_MINE: Final = """
    what meetings do i have | what appointments do i have | do i have any app* |
    do i have any bookings | do i have any meetings | anything booked | on my calendar |
    on my schedule | my bookings | when is my | when's my | what time is my | what day is my |
    what date is my | when are my | is my | are my | confirm my | confirm the | confirm that i have |
    confirm i have | check my | check on my | check the status | verify my | do i have an app* |
    do i have a | did i book | have i booked | my next app* | my upcoming | my appointment is |
    my appointments | what date and time | find my | look up | tell me about my | show me my | show my |
    list my | if my | when do i have | when i have | what time my | what appointments |
    which day is my | remind me when | what's my app* | when did i | status of my | still on |
    i have a scheduled | details of my | what time was my | when was my | where is my app* |
    when's the app* | what time's my
"""
"""Questions about the lead's own bookings."""

ASK_BOOKED: Final = """
    am i booked | am i still booked | am i scheduled | am i still scheduled | am i still on for |
    am i still down for | am i down for | did i book | have i booked | do i have booked |
    have i got booked | i have booked with you | booked for me | is it still on | did it go through |
    has it gone through | when am i coming | what day am i coming | what time am i coming |
    when do i come in | what time do i come in | is it confirmed | is that confirmed
"""
"""These ask for the lead's own bookings and name them in one."""

ASK_FREE: Final = """
    do you have | do they have | have you got | are there any | available | availability |
    availabilities | free time | am i free | are you free | is free | free slot* | any slots |
    any openings | openings | opening | open slot* | have time | any time | free on | free at |
    time free | free today | free tomorrow | have anything | got anything | anything free |
    when can i come | when can you | what times | which times | what days | which days | what slots |
    time available | free for | are you open | have space | any spots | free spot* | room for me |
    when are you | earliest | soonest | next available | what do you have | what have you got |
    do you have any | still open | still free | you free
"""
"""Questions about free times."""

MY_TIME: Final = """
    am i free | free time | have time | any time | i free | time available | free slot*
"""
"""Questions about one's own diary count as questions about availability."""

TRY: Final = """
    try | how about | what about | let's do | lets do | make it | let's make | can we do | can you do |
    could we do | could you do | can i do | let's go for | let's go with | go for | go with |
    would rather | works better | is better | would be better | should be a good | should be good |
    would be great | would be good | would be perfect | if you have | works best | let's try
"""

ADDITIONAL: Final = """
    another app* | another booking | another visit | another reservation | another slot for | one more |
    additional | extra app* | a second app* | a second booking | a second one | second visit | a new app* |
    a new booking | also book | also need | also want | also like | also have | also schedule |
    also get | also make | also come | also see | for my wife | for my husband | for my son |
    for my daughter | for my kid | for my friend | for my mother | for my father | for my mom |
    for my dad | for my partner
"""
"""Words that ask for a booking beside the one there is."""

REMINDERS: Final = """
    remind me | reminder | reminders | alarm | alarms | timer | note
"""
"""Asked of a diary, not of a front desk."""

CANT_COME: Final = """
    can't make it | cannot make it | cant make it | can't come | won't make it |
    not be able to make it | won't be able to make it | can't make my | something came up |
    not going to make it
"""

FOREIGN: Final = """
    payment | payments | package | invoice | hotel | hotels | motel | airbnb | rental | rent |
    thermostat | lights | grocery | groceries | order | orders | flight | flights | plane | airplane |
    airline | airport | uber | lyft | taxi | cab | train | alarm | alarms | timer | timers | playlist |
    song | songs | music | weather | forecast | temperature | joke | jokes | recipe | translate |
    translation | spell | capital | bank | balance | card | credit | loan | mortgage | stock | stocks |
    bitcoin | news | movie | movies | game | restaurant_review | lyrics | subscription | membership |
    shopping | list | todo | reminder | reminders | text | email | message | contact | insurance | tax |
    taxes | gas | traffic | directions | calories | battery | volume | language | passport | visa |
    luggage | pto | vacation | w2 | payday | paycheck | router | password | meme | pin | savings |
    checking | bill | bills | transaction | exchange | dollars | rewards | ingredient | ingredients |
    cook | recipes
"""
"""Things of other trades: a sentence about one of these, with no booking in it, is not for us."""
