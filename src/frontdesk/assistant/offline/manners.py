"""The words people use to agree, refuse, correct, greet, thank and leave. Only data; `intents.py` weighs it.

Phrases are parted by `|` and match whole words; `*` matches any ending.
"""

from typing import Final

from frontdesk.assistant.offline.words import worded

CHANGE_MARKS: Final = """
    negative | incorrect | no | nope | nah | actually | actully | acutally | instead | rather | wait |
    sorry | on second thought* | changed my mind | change my mind | scratch that | strike that |
    correction | i meant | i mean | make that | not that | wrong | different | better | oops | hold on |
    hmm
"""
"""Words that put something right."""

CHANGE_OBJECTS: Final = """
    the time | the date | the day | it | that | the hour
"""
"""What is put right in the middle of a booking."""

HEDGES: Final = """
    how about | what about | maybe | perhaps | possibly | might | i think | thinking | would it be |
    not sure | if possible | or something | or so | is there any chance
"""
"""Words that float a time rather than ask for it."""

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

YES_FIRMLY: Final = """
    yes | yeah | yea | yep | yup | ya | yah | sure | yes please | please do | go ahead | book it |
    book that | do it | sounds good | sounds great | sounds perfect | that works | works for me |
    absolutely | definitely | of course | correct | that's right | that's correct | that's perfect |
    that's fine | that is fine | that is perfect | i'll take it
"""
"""A yes even when a question follows it in the same breath."""

NO: Final = """
    think about it | think it over | think about that | i'll think | good to know | get back to you |
    let you know | need to check | check with my |
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
    hallo | hullo | helo | heya | hi | hello | hey | hiya | howdy | yo | greetings | good morning |
    good afternoon | good evening | good day | hi there | hey there | hello there | what's up |
    whats up | sup | how are you | how's it | hows it | how is it going | how are things |
    how do you do | how you doing | how are ya | how is your day | how's your day | how was your day |
    nice to meet | good to see | nice to see | great to see | say hi | say hello | are you doing |
    how have you been | how's everything | how is everything | what's new | long time no see | morning |
    evening | how goes | hola | what is up | how's life | how are you doing | what's happening |
    how r u | how ya doing | good to meet | how's your
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
    nothing else | nothing more | gotta go | i'm done | adios | toodles | till next time |
    everything i needed |
    taken care of everything | takes care of everything | no more | we're done | i'm good | im good |
    all set | signing off | that would be all | i'm all set | nice talking | good talking |
    nice chatting | pleasure | was nice to | great talking | been nice | been a pleasure | goodby |
    i'm heading out
"""

LEAVING: Final = """
    i'm off | i'm leaving | got to go | have to go | need to go
"""
"""Goodbyes too, unless they say when."""

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

ASK_ROBOT: Final = """
    are you a robot | are you a bot | are you a chatbot | are you a machine | are you a computer |
    are you an ai | are you ai | are you human | are you a human | are you a person |
    are you a real person | are you real | are you a real human | are you an actual person |
    are you automated | r u a robot | r u a bot | r u human | r u real | is this a robot | is this a bot |
    is this a human | is this a person | is this a real person | is this ai | is this an ai |
    is this automated | am i talking to a robot | am i talking to a bot | am i talking to a human |
    am i talking to a person | am i talking to a real person | am i talking to a machine |
    am i talking to an ai | am i chatting with a bot | am i chatting with a human |
    am i speaking with a robot | am i speaking to a robot
"""
"""Asking whether a person speaks."""

ASK_ANYONE: Final = """
    anyone there | anybody there | someone there | somebody there | anyone here | anybody here |
    you there | are you there | anyone home
"""
"""Asking whether anybody listens."""

HOW: Final = """
    how do | how to | how does | how would | how often | how long | how much | how many | how far |
    when should | when do you | why do | why is | why are | why did | why does | why can't | who |
    should i | what does | what do | what is the | what's the | what are the | whats the | what is a |
    what's a | tell me | explain | is it | are there instructions | do you know | is there a way |
    what kind | which
"""
"""How a question about things in general starts; such a question asks for nothing to be done."""

FILLERS: Final = worded("""
    hour hours hr hrs min mins minute minutes
    asap earliest soonest a about actually again ah all alright also am an and any anything appointment
    appreciate approximately are around as at available be been believe best better bit book booking
    bunch but by can change come could date day did do does down either fine for from get go going good
    got great guess had half has have he hello her here hey hi him hmm hopefully how i i'd i'll i'm i've
    ideally if im in instead is it it's its just kindly let let's lets like liked lot love made make may
    maybe me might million mine more much my need needed no nope not now of oh ok okay on one ones only
    or our out pelase perfect perhaps please pls plz possible possibly prefer preferably rather really
    schedule see set shall she should so some something sometime sorry sounds suit suits sure than thank
    thanks that that's thats the them then there these they think thinking this those time to ton too
    try u uh um up us very visit wait want wanted was we well what what's when which will with work
    works would yeah yep yes you your yours
""")
"""Words that say nothing of their own: around a date or time they leave an answer with that date or time."""
