"""The words people use to ask for things, agree, refuse, greet and leave. Only data; `intents.py` weighs it.

A phrase matches whole words; `*` at the end of a word matches any ending.
"""

from typing import Final

# what a booking is called, and what one comes for
THINGS_BOOKED: Final = [
    "appointment",
    "appointments",
    "appoinment*",
    "appt",
    "appts",
    "apt",
    "apointment*",
    "appointement",
    "booking",
    "bookings",
    "reservation",
    "reservations",
    "meeting",
    "meetings",
    "visit",
    "consultation",
    "consult",
    "session",
    "sessions",
    "slot",
    "slots",
    "checkup",
    "check-up",
    "haircut",
    "hairdressing",
    "hair",
    "visit*",
    "viewing",
    "viewings",
    "tour",
    "class",
    "table",
    "party",
    "dental",
    "dentist*",
    "doctor*",
    "dr",
    "exam",
    "examination",
    "interview*",
    "massage",
    "cleaning",
    "inspection",
    "estimate",
    "quote",
    "demo",
    "call",
    "oil",
    "tires",
    "tire",
    "maintenance",
    "repair",
    "service",
    "tune",
    "therapy",
    "therapist",
    "lesson",
    "training",
    "stylist",
    "salon",
    "skype",
    "lunch",
    "dinner",
    "seat",
    "seating",
    "room",
    "stay",
    "yoga",
    "calendar*",
    "schedule",
]

ACT_CANCEL: Final = (
    "cancel* | call off | get rid of | no longer need | don't need my | do not need my | don't need the | scrap my | "
    "scrap the | drop my | remove | delete | take my | take the | take off | strike my | erase | clear my | "
    "back out of | withdraw | no longer want | don't want my | won't be able to make | can't make my | can't make it to"
)
CANCEL_OUTRIGHT: Final = "cancel* | call off | no longer need | back out of"
"""These ask for a cancellation whatever the thing is called; the other words need a booking beside them."""

ACT_MOVE: Final = (
    "reschedul* | re-schedul* | move | shift | push | postpone | put off | bring forward | move up | rebook | re-book | "
    "swap | switch | rearrange | delay | bump | change | adjust | alter | update | modify | make it for"
)
MOVE_OUTRIGHT: Final = "reschedul* | re-schedul* | postpone | rebook | re-book | rearrange"

ACT_BOOK: Final = (
    "book | booked | reserve | schedule | scheduled | make an appointment | make appointment | set up | setup | "
    "set me up | set my | get me in | fit me in | squeeze me in | sign me up | pencil me in | put me down | make a "
    "reservation | make reservations | get reservations | get me a table | get a table | arrange | make an app* | "
    "come in | pop in | stop by | come by | see a doctor | see a dentist | see someone | visit a | visit the | visit dr* | "
    "put my | add my | add a | add an | add the | put down | set an appointment | make the appointment | "
    "make another appointment | set the appointment | make my appointment | do the appointment | recurring block"
)
WANT: Final = (
    "want | need | like | looking for | looking to | wanna | interested in | hoping | can i get | could i get | can i have | "
    "could i have | get an | get a | wish | love | require | in need of | have an | prefer | make | soonest | any"
)
NEEDS: Final = (
    "see a | visit | look at a | view | viewing | consult | come in | an appointment | appointment | appt*"
)

ASK_MINE: Final = (
    "when is my | when's my | what time is my | what day is my | what date is my | when are my | is my | are my | "
    "confirm my | confirm the | confirm that i have | confirm i have | check my | check on my | check the status | "
    "verify my | do i have an app* | do i have a | did i book | have i booked | my next app* | my upcoming | "
    "my appointment is | my appointments | what date and time | find my | look up | tell me about my | show me my | "
    "show my | list my | if my | when do i have | when i have | what time my | what appointments | which day is my | "
    "remind me when | what's my app* | when did i | status of my | still on | i have a scheduled | details of my | "
    "what time was my | when was my | where is my app* | when's the app* | what time's my"
)
ASK_FREE: Final = (
    "available | availability | availabilities | free time | am i free | are you free | is free | free slot* | any slots | "
    "any openings | openings | opening | open slot* | have time | any time | free on | free at | time free | free today | "
    "free tomorrow | have anything | got anything | anything free | when can i come | when can you | what times | "
    "which times | what days | which days | what slots | time available | free for | are you open | have space | "
    "any spots | free spot* | room for me | when are you | earliest | soonest | next available | what do you have | "
    "what have you got | do you have any"
)
MY_TIME: Final = "am i free | free time | have time | any time | i free | time available | free slot*"
"""Questions about one's own diary count as questions about availability."""

CHANGE_MARKS: Final = (
    "no | nope | nah | actually | actully | acutally | instead | rather | wait | sorry | on second thought* | changed my mind | "
    "change my mind | scratch that | strike that | correction | i meant | i mean | make that | not that | wrong | "
    "different | better | oops | hold on | hmm"
)
CHANGE_OBJECTS: Final = "the time | the date | the day | it | that | the hour"
TRY: Final = "try | again | how about | what about | let's do | lets do | make it | let's make"

YES: Final = (
    "yes | yeah | yea | yep | yup | ya | yah | yess | yes please | sure | ok | okay | okey | k | kk | correct | right | exactly | absolutely | "
    "definitely | certainly | of course | indeed | affirmative | perfect | great | good | fine | cool | awesome | "
    "excellent | wonderful | lovely | super | brilliant | sounds good | sounds great | sounds fine | sounds right | "
    "sounds perfect | that works | works | go ahead | please do | do it | book it | book that | let's do it | agree | agreed | "
    "looks good | i'll take it | i'll take that | uh huh | mhm | mm hmm | alright | all right | by all means | confirm | "
    "confirmed | true | why not | happy with | ideal | deal | fab | sweet | yes do | perfectly | suits me | i accept | "
    "that'll do | you got it | you bet | totally | i think so | i believe so | accurate | for sure | aye | si | works for me"
)
NO: Final = (
    "no | nope | nah | naw | nay | never | not really | not at all | not true | not right | not correct | not good | no good | "
    "not what | not quite | not now | not yet | not today | not that | not this | not the | not happy | not for me | not interested | "
    "isn't | isnt | wasn't | doesn't work | does not work | doesnt work | won't work | wont work | will not work | "
    "can't do | can't make | cannot make | don't think so | do not think so | don't like | don't want | do not want | "
    "don't book | no way | negative | hold off | maybe later | maybe in a | some other time | another time | incorrect | "
    "wrong | false | untrue | never mind | nevermind | rather not | maybe not | disagree | neither | none of | none | "
    "not a chance | no thanks | no thank you | forget it | leave it | hardly | not necessary | don't bother | "
    "not right this moment | later on | maybe later on | don't agree | by no means | hell no | no no | not work | dont want"
)
GREETINGS: Final = (
    "hi | hello | hey | hiya | howdy | yo | greetings | good morning | good afternoon | good evening | good day | "
    "hi there | hey there | hello there | what's up | whats up | sup | how are you | how's it | hows it | how is it going | "
    "how are things | how do you do | how you doing | how are ya | how is your day | how's your day | how was your day | "
    "nice to meet | good to see | nice to see | great to see | say hi | say hello | are you doing | how have you been | "
    "how's everything | how is everything | what's new | long time no see | morning | evening | how goes | hola | "
    "what is up | how's life | how are you doing | what's happening | how r u | how ya doing | good to meet | how's your"
)
THANKS: Final = (
    "thank | thanks | thank you | thx | ty | tysm | thankyou | thanx | cheers | appreciate | appreciated | grateful | much obliged | "
    "you're a doll | youre a doll | you're the best | you are the best | you're awesome | you've been great | "
    "you rock | you're great | lifesaver | kind of you | very helpful | so helpful | been helpful | great help | "
    "nice of you | was enjoyable | was helpful | was great | good job | well done | nice work | good work | great job | "
    "thankful | you have been | you've been | a big help | you're a star | youre the best | you're a life*"
)
GOODBYES: Final = (
    "bye | goodbye | good bye | bye bye | byebye | see ya | see you | cya | later gator | farewell | take care | peace out | "
    "ciao | so long | have a good | have a great | have a nice | have a lovely | have a wonderful | have a pleasant | outta here | "
    "out of here | good night | goodnight | talk to you later | talk later | catch you | ttyl | until next time | "
    "that's all | that is all | thats all | that's it | that is it | thats it | that's everything | that is everything | "
    "that'll be all | that will be all | all i need* | all i wanted | all for now | all for today | nothing else | "
    "nothing more | gotta go | got to go | have to go | need to go | i'm leaving | i'm off | i'm done | adios | toodles | "
    "till next time | everything i needed | taken care of everything | takes care of everything | no more | we're done | "
    "i'm good | im good | all set | signing off | that would be all | i'm all set | nice talking | good talking | "
    "nice chatting | pleasure | was nice to | great talking | been nice | been a pleasure | goodby | i'm heading out"
)
HELP_ASKS: Final = (
    "what can you | what do you do | what are you able | how can you help | how do you help | how you can help | "
    "what can i ask | what could i ask | things can i ask | what you can do | what are you capable | capable of | "
    "your capabilities | your abilities | what else can you | kind of things | kinds of things | types of things | "
    "type of things | sort of things | sorts of things | sorts of subjects | well versed | can i ask you | "
    "things you can | what questions | kinds of questions | type of questions | types of questions | "
    "what topics | which topics | what subjects | what services | what all can you | get you to help | "
    "what things | ways can you | ways you can | how does this work | how do i use | what am i able to ask | "
    "could you help me with | you can help with | you able to help | help options | what help | know how to do | "
    "you do for me | you know about | areas of expertise | are you good at | you assist | i ask about | you helpful | "
    "your functions | your features | your purpose | your skills | your specialty | you specialize"
)
HUMAN: Final = (
    "human | real person | a person | someone real | an agent | live agent | representative | operator | "
    "speak to someone | talk to someone | speak with someone | talk with someone | speak to a | talk to a | "
    "manager | a member of staff | receptionist | call me | have someone call | customer service | a real | "
    "speak with a | talk with a | phone me | ring me | someone call me | somebody"
)
FOREIGN: Final = [
    "flight",
    "flights",
    "plane",
    "airplane",
    "airline",
    "airport",
    "uber",
    "lyft",
    "taxi",
    "cab",
    "train",
    "alarm",
    "alarms",
    "timer",
    "timers",
    "playlist",
    "song",
    "songs",
    "music",
    "weather",
    "forecast",
    "temperature",
    "joke",
    "jokes",
    "recipe",
    "translate",
    "translation",
    "spell",
    "definition",
    "capital",
    "bank",
    "balance",
    "card",
    "credit",
    "loan",
    "mortgage",
    "stock",
    "stocks",
    "bitcoin",
    "news",
    "movie",
    "movies",
    "game",
    "restaurant_review",
    "lyrics",
    "subscription",
    "membership",
    "shopping",
    "list",
    "todo",
    "reminder",
    "reminders",
    "text",
    "email",
    "message",
    "contact",
    "insurance",
    "tax",
    "taxes",
    "gas",
    "traffic",
    "directions",
    "calories",
    "battery",
    "volume",
    "language",
    "passport",
    "visa",
    "luggage",
    "pto",
    "vacation",
    "w2",
    "payday",
    "paycheck",
    "router",
    "password",
    "meme",
    "password",
    "pin",
    "savings",
    "checking",
    "bill",
    "bills",
    "transaction",
    "exchange",
    "dollars",
    "rewards",
    "ingredient",
    "ingredients",
    "cook",
    "recipes",
]
"""Things that belong to other trades: a sentence about one of these, with no booking in it, is not for us."""

NOT_VERBS: Final = "oil change* | oil and filter change* | change of | small change | book of | date night"
"""Nouns that look like acts; they are taken out before the acts are looked for."""

FILLERS: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "i",
        "i'd",
        "i'll",
        "i'm",
        "im",
        "i've",
        "it",
        "it's",
        "its",
        "that",
        "that's",
        "thats",
        "this",
        "these",
        "those",
        "is",
        "are",
        "was",
        "be",
        "been",
        "am",
        "would",
        "will",
        "can",
        "could",
        "should",
        "shall",
        "may",
        "might",
        "do",
        "does",
        "did",
        "have",
        "has",
        "had",
        "for",
        "to",
        "of",
        "on",
        "at",
        "in",
        "with",
        "by",
        "from",
        "as",
        "and",
        "or",
        "but",
        "so",
        "if",
        "then",
        "than",
        "me",
        "my",
        "mine",
        "you",
        "your",
        "yours",
        "u",
        "we",
        "our",
        "us",
        "they",
        "he",
        "she",
        "him",
        "her",
        "them",
        "there",
        "here",
        "what's",
        "just",
        "only",
        "also",
        "too",
        "very",
        "much",
        "really",
        "well",
        "please",
        "pls",
        "plz",
        "pelase",
        "kindly",
        "let",
        "let's",
        "lets",
        "make",
        "made",
        "go",
        "going",
        "get",
        "got",
        "want",
        "wanted",
        "need",
        "needed",
        "like",
        "liked",
        "love",
        "prefer",
        "rather",
        "think",
        "thinking",
        "guess",
        "maybe",
        "perhaps",
        "possible",
        "possibly",
        "sometime",
        "something",
        "anything",
        "some",
        "any",
        "one",
        "ones",
        "time",
        "date",
        "day",
        "when",
        "what",
        "how",
        "about",
        "which",
        "works",
        "work",
        "good",
        "great",
        "fine",
        "ok",
        "okay",
        "yes",
        "yeah",
        "yep",
        "sure",
        "no",
        "nope",
        "not",
        "actually",
        "instead",
        "better",
        "best",
        "perfect",
        "hi",
        "hello",
        "hey",
        "thanks",
        "thank",
        "wait",
        "sorry",
        "oh",
        "um",
        "uh",
        "hmm",
        "ah",
        "well",
        "alright",
        "change",
        "set",
        "try",
        "again",
        "book",
        "booking",
        "schedule",
        "appointment",
        "visit",
        "see",
        "come",
        "out",
        "up",
        "down",
        "around",
        "approximately",
        "available",
        "hopefully",
        "ideally",
        "preferably",
        "either",
        "works",
        "sounds",
        "suit",
        "suits",
        "believe",
        "now",
        "lot",
        "ton",
        "bunch",
        "million",
        "all",
        "so",
        "appreciate",
        "bit",
        "more",
    ]
)
"""Words that say nothing of their own: a message of these around a date or time is an answer with that date or time."""
