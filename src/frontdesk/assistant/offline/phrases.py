"""The words people use to ask for things, agree, refuse, greet and leave. Only data; `intents.py` weighs it.

Phrases are parted by `|` and match whole words; `*` matches any ending.
"""

from typing import Final

from frontdesk.assistant.offline.words import worded

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

ACT_MOVE: Final = """
    reschedul* | re-schedul* | move | shift | push | postpone | put off | bring forward | move up |
    rebook | re-book | swap | switch | rearrange | delay | bump | change | adjust | alter | update |
    modify
"""
"""Moving or changing something that exists."""

MOVE_OUTRIGHT: Final = """
    reschedul* | re-schedul* | postpone | rebook | re-book | rearrange
"""
"""These ask for a move whatever stands beside them."""

ACT_BOOK: Final = """
    come out | come over | come look | come and look | come see | sched | send someone | book |
    reserve | reserving | booking | schedule | scheduled | scheduling | make an app* |
    make appointment | get me in | fit me in | squeeze me in | sign me up | pencil me in | put me down |
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

HOW: Final = """
    how do | how to | how does | how would | how often | how long | how much | how many | how far |
    when should | when do you | why | who | should i | what does | what do | what is the | what's the |
    what are the | whats the | what is a | what's a | tell me | explain | is it |
    are there instructions | do you know | is there a way | what kind | which
"""
"""How a question about things in general starts; such a question asks for nothing to be done."""

NOT_VERBS: Final = """
    oil change* | oil and filter change* | change of | small change | book of | date night
"""
"""Nouns that look like acts; they are taken out before the acts are looked for."""

WANT: Final = """
    i want | i wanted | i need | i needed | i'd like | i would like | id like | i would love |
    i'd love | we need | we want | we'd like | we would like | looking for | looking to | wanna |
    interested in | hoping | can i get | could i get | can i have | could i have | can i see |
    could i see | may i have | i wish | i require | in need of | would like | need to see |
    want to see | need a | need an | want a | want an | any app* | soonest | i prefer | i'd prefer |
    i'm after | i am after | please make | can i make | could i make
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

ASK_FREE: Final = """
    available | availability | availabilities | free time | am i free | are you free | is free |
    free slot* | any slots | any openings | openings | opening | open slot* | have time | any time |
    free on | free at | time free | free today | free tomorrow | have anything | got anything |
    anything free | when can i come | when can you | what times | which times | what days | which days |
    what slots | time available | free for | are you open | have space | any spots | free spot* |
    room for me | when are you | earliest | soonest | next available | what do you have |
    what have you got | do you have any
"""
"""Questions about free times."""

MY_TIME: Final = """
    am i free | free time | have time | any time | i free | time available | free slot*
"""
"""Questions about one's own diary count as questions about availability."""

CHANGE_MARKS: Final = """
    no | nope | nah | actually | actully | acutally | instead | rather | wait | sorry |
    on second thought* | changed my mind | change my mind | scratch that | strike that | correction |
    i meant | i mean | make that | not that | wrong | different | better | oops | hold on | hmm
"""
"""Words that put something right."""

CHANGE_OBJECTS: Final = """
    the time | the date | the day | it | that | the hour
"""
"""What is put right in the middle of a booking."""

TRY: Final = """
    try | again | how about | what about | let's do | lets do | make it | let's make
"""

YES: Final = """
    book the appointment | please book | make the appointment | schedule it | reserve it | book me in |
    let's book | lets book | yes | yeah | yea | yep | yup | ya | yah | yess | yes please | sure | ok |
    okay | okey | k | kk | correct | right | exactly | absolutely | definitely | certainly | of course |
    indeed | affirmative | perfect | great | good | fine | cool | awesome | excellent | wonderful |
    lovely | super | brilliant | sounds good | sounds great | sounds fine | sounds right |
    sounds perfect | that works | works | go ahead | please do | do it | book it | book that |
    let's do it | agree | agreed | looks good | i'll take it | i'll take that | uh huh | mhm | mm hmm |
    alright | all right | by all means | confirm | confirmed | true | why not | happy with | ideal |
    deal | fab | sweet | yes do | perfectly | suits me | i accept | that'll do | you got it | you bet |
    totally | i think so | i believe so | accurate | for sure | aye | si | works for me
"""

NO: Final = """
    no | nope | nah | naw | nay | never | not really | not at all | not true | not right | not correct |
    not good | no good | not what | not quite | not now | not yet | not today | not that | not this |
    not the | not happy | not for me | not interested | isn't | isnt | wasn't | doesn't work |
    does not work | doesnt work | won't work | wont work | will not work | can't do | can't make |
    cannot make | don't think so | do not think so | don't like | don't want | do not want |
    don't book | no way | negative | hold off | maybe later | maybe in a | some other time |
    another time | incorrect | wrong | false | untrue | never mind | nevermind | rather not |
    maybe not | disagree | neither | none of | none | not a chance | no thanks | no thank you |
    forget it | leave it | hardly | not necessary | don't bother | not right this moment | later on |
    maybe later on | don't agree | by no means | hell no | no no | not work | dont want
"""

GREETINGS: Final = """
    hi | hello | hey | hiya | howdy | yo | greetings | good morning | good afternoon | good evening |
    good day | hi there | hey there | hello there | what's up | whats up | sup | how are you |
    how's it | hows it | how is it going | how are things | how do you do | how you doing | how are ya |
    how is your day | how's your day | how was your day | nice to meet | good to see | nice to see |
    great to see | say hi | say hello | are you doing | how have you been | how's everything |
    how is everything | what's new | long time no see | morning | evening | how goes | hola |
    what is up | how's life | how are you doing | what's happening | how r u | how ya doing |
    good to meet | how's your
"""

THANKS: Final = """
    thank | thanks | thank you | thx | ty | tysm | thankyou | thanx | cheers | appreciate |
    appreciated | grateful | much obliged | you're a doll | youre a doll | you're the best |
    you are the best | you're awesome | you've been great | you rock | you're great | lifesaver |
    kind of you | very helpful | so helpful | been helpful | great help | nice of you | was enjoyable |
    was helpful | was great | good job | well done | nice work | good work | great job | thankful |
    you have been | you've been | a big help | you're a star | youre the best | you're a life*
"""

GOODBYES: Final = """
    bye | goodbye | good bye | bye bye | byebye | see ya | see you | cya | later gator | farewell |
    take care | peace out | ciao | so long | have a good | have a great | have a nice | have a lovely |
    have a wonderful | have a pleasant | outta here | out of here | good night | goodnight |
    talk to you later | talk later | catch you | ttyl | until next time | that's all | that is all |
    thats all | that's it | that is it | thats it | that's everything | that is everything |
    that'll be all | that will be all | all i need* | all i wanted | all for now | all for today |
    nothing else | nothing more | gotta go | got to go | have to go | need to go | i'm leaving |
    i'm off | i'm done | adios | toodles | till next time | everything i needed |
    taken care of everything | takes care of everything | no more | we're done | i'm good | im good |
    all set | signing off | that would be all | i'm all set | nice talking | good talking |
    nice chatting | pleasure | was nice to | great talking | been nice | been a pleasure | goodby |
    i'm heading out
"""

YES_FIRMLY: Final = """
    yes | yeah | yea | yep | yup | ya | yah | sure | yes please | please do | go ahead | book it |
    book that | do it | sounds good | sounds great | sounds perfect | that works | works for me |
    absolutely | definitely | of course | correct | that's right | that's correct | that's perfect |
    that's fine | that is fine | that is perfect | i'll take it
"""
"""A yes even when a question follows it in the same breath."""

HEDGES: Final = """
    how about | what about | maybe | perhaps | possibly | might | i think | thinking | would it be |
    not sure | if possible | or something | or so | is there any chance
"""
"""Words that float a time rather than ask for it."""

REMINDERS: Final = """
    remind me | reminder | reminders | alarm | alarms | timer | note
"""
"""Asked of a diary, not of a front desk."""

CANT_COME: Final = """
    can't make it | cannot make it | cant make it | can't come | won't make it |
    not be able to make it | won't be able to make it | can't make my | something came up |
    not going to make it
"""

HELP_ASKS: Final = """
    help me | i need help | need some help | how can i get help | what can you | what do you do |
    what are you able | how can you help | how do you help | how you can help | what can i ask |
    what could i ask | things can i ask | what you can do | what are you capable | capable of |
    your capabilities | your abilities | what else can you | kind of things | kinds of things |
    types of things | type of things | sort of things | sorts of things | sorts of subjects |
    well versed | can i ask you | things you can | what questions | kinds of questions |
    type of questions | types of questions | what topics | which topics | what subjects |
    what services | what all can you | get you to help | what things | ways can you | ways you can |
    how does this work | how do i use | what am i able to ask | could you help me with |
    you can help with | you able to help | help options | what help | know how to do | you do for me |
    you know about | areas of expertise | are you good at | you assist | i ask about | you helpful |
    your functions | your features | your purpose | your skills | your specialty | you specialize
"""

HUMAN: Final = """
    human | real person | a person | someone real | an agent | live agent | representative | operator |
    speak to someone | talk to someone | speak with someone | talk with someone | speak to a |
    talk to a | manager | a member of staff | receptionist | call me | have someone call |
    customer service | a real | speak with a | talk with a | phone me | ring me | someone call me |
    somebody
"""
"""Asking for a person."""

FOREIGN: Final = """
    payment | payments | package | invoice | hotel | hotels | motel | airbnb | rental | rent |
    thermostat | lights | grocery | groceries | order | orders | flight | flights | plane | airplane |
    airline | airport | uber | lyft | taxi | cab | train | alarm | alarms | timer | timers | playlist |
    song | songs | music | weather | forecast | temperature | joke | jokes | recipe | translate |
    translation | spell | definition | capital | bank | balance | card | credit | loan | mortgage |
    stock | stocks | bitcoin | news | movie | movies | game | restaurant_review | lyrics |
    subscription | membership | shopping | list | todo | reminder | reminders | text | email | message |
    contact | insurance | tax | taxes | gas | traffic | directions | calories | battery | volume |
    language | passport | visa | luggage | pto | vacation | w2 | payday | paycheck | router | password |
    meme | pin | savings | checking | bill | bills | transaction | exchange | dollars | rewards |
    ingredient | ingredients | cook | recipes
"""
"""Things of other trades: a sentence about one of these, with no booking in it, is not for us."""

FILLERS: Final = worded("""
    asap earliest soonest a about actually again ah all alright also am an and any anything appointment
    appreciate approximately are around as at available be been believe best better bit book booking
    bunch but by can change come could date day did do does down either fine for from get go going good
    got great guess had has have he hello her here hey hi him hmm hopefully how i i'd i'll i'm i've
    ideally if im in instead is it it's its just kindly let let's lets like liked lot love made make may
    maybe me might million mine more much my need needed no nope not now of oh ok okay on one ones only
    or our out pelase perfect perhaps please pls plz possible possibly prefer preferably rather really
    schedule see set shall she should so some something sometime sorry sounds suit suits sure than thank
    thanks that that's thats the them then there these they think thinking this those time to ton too
    try u uh um up us very visit wait want wanted was we well what what's when which will with work
    works would yeah yep yes you your yours
""")
"""Words that say nothing of their own: around a date or time they leave an answer with that date or time."""
