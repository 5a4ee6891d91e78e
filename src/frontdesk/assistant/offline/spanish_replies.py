"""The sentences of the offline model: in English, as `replies.py` and `telling.py` say them, and in Spanish.

Only data, reviewed like code. Spanish says "tú", as the lines of `honesty/wording.py` do. A sentence that is
missing here is told in English; a test holds that none is.
"""

from typing import Final

SENTENCES: Final = (
    # greeting, small talk
    ("Hello, this is {business}.", "Hola, te saluda {business}."),
    ("Which day and time would you like to come in?", "¿Qué día y a qué hora te gustaría venir?"),
    (
        "Hello! I can book an appointment with {business} for you.",
        "¡Hola! Puedo reservarte una cita con {business}.",
    ),
    ("You're welcome!", "¡De nada!"),
    ("You're welcome.", "De nada."),
    ("Have a good day!", "¡Que tengas un buen día!"),
    (
        "I can find a free time at {business} and book it for you.",
        "Puedo buscarte una hora libre con {business} y reservarla.",
    ),
    ("Tell me a day and a time.", "Dime un día y una hora."),
    (
        "I can't connect you from here; please contact {business} directly to speak with a person.",
        "Desde aquí no puedo pasarte con nadie; para eso, contacta directamente con {business}.",
    ),
    (
        "I'm afraid I don't know that; a person at the front desk can tell you.",
        "Lo siento, eso no lo sé; una persona de recepción puede decírtelo.",
    ),
    (
        "I'm afraid I don't know that; someone at {business} can tell you.",
        "Lo siento, eso no lo sé; alguien de {business} puede decírtelo.",
    ),
    (
        "I can help with appointments: tell me a day and a time.",
        "Puedo ayudarte con las citas: dime un día y una hora.",
    ),
    (
        "I'm the automated assistant of {business}, not a person.",
        "Soy el asistente automático de {business}, no una persona.",
    ),
    ("I can book appointments.", "Puedo reservar citas."),
    ("If you would rather have a person, just say so.", "Si prefieres hablar con una persona, dímelo."),
    (
        "Nothing has been booked yet; just write again when you would like to.",
        "Todavía no hay nada reservado; escribe cuando quieras.",
    ),
    ("Your booking stays on {when}.", "Tu cita sigue en pie: {when}."),
    ("Thank you.", "Gracias."),
    ("Thank you, I've saved your details.", "Gracias, ya tengo tus datos."),
    (
        "I can book an appointment with {business}: tell me a day and a time.",
        "Puedo reservarte una cita con {business}: dime un día y una hora.",
    ),
    ("All right.", "De acuerdo."),
    ("Tell me whenever another day or time suits you.", "Dime cuando te venga bien otro día u otra hora."),
    (
        "Is there anything else I can book for you at {business}?",
        "¿Quieres reservar algo más con {business}?",
    ),
    # asking and offering
    ("Which day would you like to come in?", "¿Qué día te gustaría venir?"),
    ("What time on {day} would you like?", "¿A qué hora te gustaría venir el {day}?"),
    ("On {day} I have {clock}.", "El {day} tengo libre: {clock}."),
    ("I have {when}.", "Tengo libre: {when}."),
    ("Which one suits you?", "¿Cuál te viene bien?"),
    ("{when} is free for {service}.", "El {when} está libre para {service}."),
    ("{when} is free.", "El {when} está libre."),
    ("Shall I book it?", "¿La reservo?"),
    ("Shall I move your booking to it?", "¿Cambio tu cita a esa hora?"),
    ("Do you mean {names}?", "¿Te refieres a {names}?"),
    ("{when} is not available.", "El {when} no está disponible."),
    ("That time is not available.", "Esa hora no está disponible."),
    ("There is nothing free on {day}.", "No hay nada libre el {day}."),
    ("There is nothing free from {day} to {last}.", "No hay nada libre del {day} al {last}."),
    ("Which other day or time would suit you?", "¿Qué otro día u otra hora te vendría bien?"),
    ("All right, I'll leave it at that.", "De acuerdo, lo dejamos así."),
    ("Tell me whenever a day and time suits you.", "Dime cuando te venga bien un día y una hora."),
    ("There is nothing free at that time of day.", "No hay nada libre en esa parte del día."),
    ("I have nothing further that way on that day.", "Ese día no tengo nada más por ese lado."),
    (
        "I could not find anything free on {day} or in the days after it.",
        "No he encontrado nada libre el {day} ni en los días siguientes.",
    ),
    ("I could not find anything free.", "No he encontrado nada libre."),
    ("Which other day would suit you?", "¿Qué otro día te vendría bien?"),
    ("There is no such day in the calendar.", "Ese día no existe en el calendario."),
    ("Which day did you mean?", "¿A qué día te refieres?"),
    (
        "That date is a {day}, another weekday than the one you named.",
        "Esa fecha es {day}, otro día de la semana que el que dijiste.",
    ),
    ("Which day do you mean?", "¿A qué día te refieres?"),
    ("{day} has passed.", "El {day} ya ha pasado."),
    ("Which day would you like instead?", "¿Qué otro día te gustaría?"),
    ("I'll take one after the other.", "Voy por partes."),
    # what stands, what was done
    ("You're booked: {when}.", "Reservado: {when}."),
    ("I have reserved {when} for you.", "Apartado, aún sin confirmar: {when}."),
    (
        "I have reserved {when} in place of your old time.",
        "Apartado en lugar de tu hora anterior, aún sin confirmar: {when}.",
    ),
    ("It will be confirmed shortly.", "Se confirmará en breve."),
    ("Your booking is now on {when}.", "Tu cita se ha cambiado: {when}."),
    ("Your booking is cancelled.", "Tu cita está cancelada."),
    ("Your booking is cancelled: {when}.", "Tu cita está cancelada: {when}."),
    ("Your bookings are cancelled.", "Tus citas están canceladas."),
    ("All right, your booking stays as it is.", "De acuerdo, tu cita sigue como está."),
    ("I could not see whether that went through.", "No he podido ver si ha salido bien."),
    ("A person at the front desk will check it with you.", "Una persona de recepción lo comprobará contigo."),
    ("You are booked for {when}.", "Tu cita sigue en pie: {when}."),
    ("Shall I cancel it?", "¿La cancelo?"),
    ("Shall I cancel both?", "¿Cancelo las dos?"),
    ("Shall I cancel all of them?", "¿Cancelo todas?"),
    (
        "I see no upcoming booking of yours at {business}.",
        "No veo ninguna cita tuya pendiente con {business}.",
    ),
    ("Would you like to make one?", "¿Quieres reservar una?"),
    ("I see no booking of yours to move.", "No veo ninguna cita tuya que cambiar."),
    ("See you then: {when}.", "Nos vemos: {when}."),
    ("I see no booking of yours then.", "No veo ninguna cita tuya a esa hora."),
    ("That is your own time: you are already booked for {when}.", "Esa hora ya es tuya: {when}."),
    ("You have {when}.", "Tienes estas citas: {when}."),
    ("Which one do you mean?", "¿A cuál te refieres?"),
    ("I can't cancel a booking in this chat.", "En este chat no puedo cancelar citas."),
    ("I can't move a booking in this chat.", "En este chat no puedo cambiar citas."),
    ("I can't look up bookings in this chat.", "En este chat no puedo consultar citas."),
    (
        "Please contact {business} directly and a person will do it for you.",
        "Contacta directamente con {business} y una persona lo hará por ti.",
    ),
    ("I could not reach a person just now.", "Ahora mismo no he podido avisar a nadie."),
    ("Please try again shortly.", "Inténtalo de nuevo dentro de poco."),
    ("I have asked a person to join us here.", "He pedido a una persona que venga a este chat."),
    ("That did not work: {message}", "Eso no ha salido bien. ¿Probamos con otro día u otra hora?"),
    ("I could not look that up just now.", "Ahora mismo no he podido consultarlo."),
    ("Please try again in a moment.", "Inténtalo de nuevo en un momento."),
    # what the business says of itself
    ("We offer: {names}.", "Ofrecemos: {names}."),
    ("An appointment takes {length}.", "Una cita dura {length}."),
    ("Our hours for appointments are {list}.", "Nuestro horario para citas es {list}."),
)
