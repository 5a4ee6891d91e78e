"""Spanish as data: how its words and turns of phrase are said in English. `gloss.py` does the work.

Everything is written without accents, as messages are compared; "sy" is the yes with its accent, to be told
from the "if" without. `TURNS` are tried first, in their order. In them `H` stands for an hour, `N` for a
number, `D` for a weekday and `M` for a month, and the English takes what they matched by place. `AFTER_CLOCK`
asks for a time or a weekday before, `NO_CLOCK` for no more of a time after.
"""

from typing import Final

STRONG: Final = """
    sy lunes martes miercoles jueves viernes sabado domingo manana hoy tarde noche mediodia enero
    febrero marzo abril junio julio agosto septiembre setiembre octubre noviembre diciembre hola gracias
    cita citas quiero quisiera necesito gustaria puedo podria puede favor las reservar agendar cancelar
    reservame anular cambiar mover cancela cancelala cancele cambiala muevela pasala reagendar reprogramar soy
    eres mejor vale claro perfecto semana proxima proximo dentro cuando tengo hay libre disponible adios
    pasado madrugada bueno dia dias tres cuatro cinco seis siete ocho nueve diez doce medio acuerdo
    buenos buenas cuarto turno anule aplazar abren horario medianoche voy asistir ire quien cuanto donde
"""
WEAK: Final = """
    el la los del que con una un para por y o es mi si menos media dos esta este mes hora horas ya otra
    otro mayo luego en de me a
"""
"""Words that are Spanish; the weak ones are met in English too and prove nothing by themselves."""

ENGLISH: Final = """
    the at on for i you my to is in of and can please next this what do appointment am pm monday tuesday
    wednesday thursday friday saturday sunday tomorrow today morning afternoon evening book want need with
    it yes i'd i'm have are we be see would like how about that from between after before
"""

WEEKDAYS: Final = {
    "lunes": "monday",
    "martes": "tuesday",
    "miercoles": "wednesday",
    "jueves": "thursday",
    "viernes": "friday",
    "sabado": "saturday",
    "domingo": "sunday",
}
MONTHS: Final = {
    "enero": "january",
    "febrero": "february",
    "marzo": "march",
    "abril": "april",
    "mayo": "may",
    "junio": "june",
    "julio": "july",
    "agosto": "august",
    "septiembre": "september",
    "setiembre": "september",
    "octubre": "october",
    "noviembre": "november",
    "diciembre": "december",
}
NUMBERS: Final = {
    word: str(number)
    for number, words in {
        1: "una uno un primero primer",
        2: "dos",
        3: "tres",
        4: "cuatro",
        5: "cinco",
        6: "seis",
        7: "siete",
        8: "ocho",
        9: "nueve",
        10: "diez",
        11: "once",
        12: "doce",
        13: "trece",
        14: "catorce",
        15: "quince",
        16: "dieciseis",
        17: "diecisiete",
        18: "dieciocho",
        19: "diecinueve",
        20: "veinte",
        21: "veintiuno",
        22: "veintidos",
        23: "veintitres",
        24: "veinticuatro",
        25: "veinticinco",
        26: "veintiseis",
        27: "veintisiete",
        28: "veintiocho",
        29: "veintinueve",
        30: "treinta",
        40: "cuarenta",
        50: "cincuenta",
    }.items()
    for word in words.split()
}
HOURS: Final = "una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce"

TURNS: Final = (
    (r"si(?=,? (?:por favor|gracias|claro|quiero|me va|me viene|esta bien|perfecto|vale))", "yes"),
    (r"si(?=[,.!;]|$)", "yes"),
    # from one time or day to another
    (r"entre (?:las? )?(H) y (?:las? )?(H)", "between {} and {}"),
    (r"(?:de|desde) (?:las? )?(H) (?:a|hasta) (?:las? )?(H)", "from {} to {}"),
    (r"del? (\d{1,2}) al? (\d{1,2}) de (M)", "from {} to {} {}"),
    (r"(?:del?|desde el) (D) (?:al?|hasta el) (D)", "{} to {}"),
    # clocks
    (r"(?:las? )?(H) y media", "half past {}"),
    (r"(?:las? )?(H) y cuarto", "quarter past {}"),
    (r"(?:las? )?(H) menos cuarto", "quarter to {}"),
    (r"(?:las? )?(H) menos (N)", "{1} minutes to {0}"),
    (r"(?:las? )?(H) y (cinco|diez|quince|veinte|veinticinco|\d\d)", "{1} minutes past {0}"),
    (r"(?:sobre|hacia|a eso de|alrededor de|como a) (?=las? H)", "around "),
    (r"(?:a|para) (?=las? H)", "at "),
    (r"(?:desde|a partir de|despues de|pasadas) (?=las? H)", "after "),
    (r"antes de (?=las? H)", "before "),
    (r"hasta (?=las? H)", "until "),
    (r"(?:las? )?(\d{1,2}:\d\d)\s*(?:horas|hrs?|h)", "{}"),
    (r"(?:a )?las (\d{1,2})\s*(?:horas|hrs?|h)", "at {}:00"),
    (r"las? (H)(?: en punto)?", "{}"),
    (r"(?:al |a |el )?medio\s*dia", "noon"),
    (r"(?:a la |la |a )?media\s*noche", "midnight"),
    # parts of the day; "manana" is tomorrow but where it follows a time or an article
    (r"pasado manana", "the day after tomorrow"),
    (r"(?:de|por|en|a) la (?:manana|madrugada)", "in the morning"),
    (r"(?:de|por|en|a) la tarde", "in the afternoon"),
    (r"(?:de|por|en|a) la noche", "at night"),
    (r"AFTER_CLOCK de (?:manana|madrugada)", "in the morning"),
    (r"AFTER_CLOCK de tarde", "in the afternoon"),
    (r"AFTER_CLOCK de noche", "at night"),
    (r"esta manana", "this morning"),
    (r"esta tarde", "this afternoon"),
    (r"esta noche", "tonight"),
    (r"la manana", "the morning"),
    (r"manana(?: mismo)?", "tomorrow"),
    # days
    (r"(?:el )?(D),? (?:dia |el )?(N) (?:de|del mes de) (M)(?: del? (\d{4}))?", "{} {} {} {}"),
    (r"(?:el )?(?:dia )?(N) de (M)(?: del? (\d{4}))?", "{} {} {}"),
    (r"(?:la )?semana del (N) de (M)", "the week of {} {}"),
    (r"(?:el )?(?:primer|primero) (D) de (M)", "the first {} of {}"),
    (r"(?:el )?segundo (D) de (M)", "the second {} of {}"),
    (r"(?:el )?(?:tercer|tercero) (D) de (M)", "the third {} of {}"),
    (r"(?:el )?cuarto (D) de (M)", "the fourth {} of {}"),
    (r"(?:el )?ultimo (D) de (M)", "the last {} of {}"),
    (r"(?:el )?(D) (?:de la )?(?:semana que viene|proxima semana|semana proxima)", "{} next week"),
    (r"(?:el )?(D) (?:que viene|proximo|siguiente)", "coming {}"),
    (r"(?:el )?(?:proximo|siguiente) (D)", "coming {}"),
    (r"este (D)", "this {}"),
    (r"(?:el )?(D),? (?:dia |el )?(\d{1,2})NO_CLOCK", "{} the {}th"),
    (r"(?:el dia|dia|el) (\d{1,2})NO_CLOCK", "the {}th"),
    (r"(?:el |los )?(D)", "{}"),
    (r"(?:la )?(?:semana que viene|proxima semana|semana proxima|siguiente semana)", "next week"),
    (r"esta semana", "this week"),
    (r"(?:el )?(?:mes que viene|proximo mes)", "next month"),
    (r"(?:el )?(?:fin de semana que viene|proximo fin de semana)", "next weekend"),
    (r"(?:el |este )?fin de semana", "this weekend"),
    (r"(?:en|dentro de) media hora", "in half an hour"),
    (r"(?:en|dentro de) (N) dias?", "in {} days"),
    (r"(?:en|dentro de) (N) semanas?", "in {} weeks"),
    (r"(?:en|dentro de) (N) horas?", "in {} hours"),
    (r"(?:en|dentro de) (N) minutos?", "in {} minutes"),
    (r"en (M)", "in {}"),
    # how long; "una hora" alone is an appointment in much of the world
    (r"(?:(?:durante|por|de) )?(?:una )?hora y media", "for an hour and a half"),
    (r"(?:(?:durante|por|de) )?media hora", "for half an hour"),
    (r"(?:durante|por|de) una hora(?! con| para| libre)", "for an hour"),
    (r"(?<=,\s)una hora(?! con| para| libre)", "for an hour"),
    (r"(?:(?:durante|por|de) )?(dos|tres|cuatro|[2-4]) horas", "for {} hours"),
    (r"(?:(?:durante|por|de) )?(N) minutos", "for {} minutes"),
    (r"(M)", "{}"),
)

PHRASES: Final = """
    hoy = today | ayer = yesterday | despues de comer = after lunch |
    despues del almuerzo = after lunch | la primera = the first one | el primero = the first one |
    la segunda = the second one | el segundo = the second one | la tercera = the third one |
    el tercero = the third one | la ultima = the last one | el ultimo = the last one |
    cualquiera = either | lo antes posible = as soon as possible | cuanto antes = as soon as possible |
    sy = yes | si = if | claro = sure | claro que si = of course | claro que sy = of course |
    por supuesto = of course | vale = ok | de acuerdo = agreed | esta bien = ok | muy bien = great |
    bueno = ok | perfecto = perfect | correcto = correct | eso es = that's right |
    me parece bien = sounds good | me va bien = that works | me viene bien = that works | dale = ok |
    exacto = exactly | confirmo = confirm | no gracias = no thanks | no, gracias = no thanks |
    mejor no = rather not | todavia no = not yet | no me va bien = doesn't work |
    no me viene bien = doesn't work | no me sirve = doesn't work | no puedo = can't do |
    no puedo ir = can't make it | no podre ir = can't make it | mejor = instead |
    en lugar de = instead of | en vez de = instead of | espera = wait | perdon = sorry | digo = i mean |
    quise decir = i meant | queria decir = i meant | me equivoque = wrong | hola = hello |
    buenos dias = hello | buenas tardes = hello | buenas noches = hello | buenas = hello |
    que tal = how are you | como estas = how are you | como esta = how are you | gracias = thanks |
    muchas gracias = thank you | mil gracias = thank you | adios = bye | hasta luego = bye |
    hasta pronto = bye | chao = bye | nos vemos = see you | eso es todo = that's all |
    nada mas = nothing else | quiero = i want | quisiera = i would like | queria = i wanted |
    me gustaria = i would like | necesito = i need | deseo = i want | busco = i'm looking for |
    puedo = can i | podria = could i | podemos = can we | podriamos = could we | puede = can you |
    puedes = can you | pueden = can you | una cita = an appointment | otra cita = another appointment |
    mi cita = my appointment | la cita = the appointment | cita = appointment | citas = appointments |
    un turno = an appointment | mi turno = my appointment | turno = appointment |
    una reserva = a booking | mi reserva = my booking | la reserva = the booking |
    una hora con = an appointment with | consulta = consultation | reservar = book | reserva = book |
    reservame = book me |
    reserve = book | agendar = schedule | agenda = schedule | agende = schedule | programar = schedule |
    concertar = schedule | pedir = book | pedir cita = book an appointment | sacar = book |
    coger = book | tomar = book | hacer = make | apuntame = put me down | apuntarme = sign me up |
    cancelar = cancel | cancela = cancel | cancele = cancel | anular = cancel | anula = cancel |
    anule = cancel | cancelarla = cancel it | cancelarlo = cancel it | cancelo = cancel |
    cambiar = move | cambia = move | cambie = move | cambiarla = move it | mover = move | mueve = move |
    mueva = move | moverla = move it | reprogramar = reschedule | aplazar = postpone |
    posponer = postpone | adelantar = move up | pasar = move | pasarla = move it |
    cancelala = cancel it | cancelalo = cancel it | anulala = cancel it | cancelen = cancel |
    canceles = cancel | elimina = cancel | eliminar = cancel | elimine = cancel | borra = cancel |
    borrar = cancel | borre = cancel | ya no voy a ir = i no longer need my appointment |
    ya no ire = i no longer need my appointment | ya no voy = i no longer need my appointment |
    ya no la necesito = i no longer need my appointment | no quiero = i don't want to |
    no cancele = don't cancel | no canceles = don't cancel | no anule = don't cancel |
    no anules = don't cancel | no cambie = don't move | no cambies = don't move | cambiala = move it |
    cambialo = move it | cambiamela = move it | muevela = move it | muevelo = move it |
    pasala = move it | pasalo = move it | pasamela = move it | cambiarlo = move it | moverlo = move it |
    reagendar = reschedule | reagenda = reschedule | reagende = reschedule |
    reagendarla = reschedule it | reprograma = reschedule | reprograme = reschedule |
    reprogramarla = reschedule it | pospon = postpone | posponga = postpone | posponerla = postpone it |
    aplaza = postpone | aplazarla = postpone it | no puedo asistir = can't make it |
    no puedo venir = can't make it | no podre asistir = can't make it | no podre venir = can't make it |
    no voy a poder = can't make it | no voy a poder ir = can't make it |
    no voy a poder asistir = can't make it | no voy a poder venir = can't make it |
    no puedo ir a = can't make it to | no podre ir a = can't make it to |
    se me complica = can't make it | me es imposible ir = can't make it |
    eres un robot = are you a robot | es un robot = are you a robot |
    eres una maquina = are you a machine | eres humano = are you human |
    eres una persona = are you a person | hay alguien = is anyone there |
    que horarios tienes = what times do you have | que horarios tienen = what times do you have |
    tienes = do you have | tienes algo = do you have anything | que tienes = what do you have |
    cuando es mi = when is my | a que hora es mi = what time is my | que dia es mi = what day is my |
    cuando tengo = when do i have | tengo cita = do i have an appointment |
    tengo una cita = do i have an appointment | tengo alguna cita = do i have an appointment |
    a que hora tengo = what time is my | que citas tengo = what appointments do i have |
    a que hora abren = when are you open | cuando abren = when are you open |
    estan abiertos = are you open | que horario tienen = when are you open |
    cual es su horario = when are you open | abren = are you open |
    que horas tienen = what times do you have | que horas tiene = what times do you have |
    que dias tienen = what days do you have | que hay = what do you have | hay algo = is anything |
    hay hueco = is there any opening | tienen hueco = do you have any openings |
    tienen algo = do you have anything | tiene algo = do you have anything | tienen = do you have |
    tiene = do you have | disponible = available | disponibles = available |
    disponibilidad = availability | libre = free | libres = free | hay = is there |
    hablar con = speak with | una persona = a person | un humano = a human | alguien = someone |
    humano = human | ayuda = help | que puedes hacer = what can you do | que haces = what do you do |
    personas = people | minutos = minutes | horas = hours | dias = days | semanas = weeks |
    y que tal = how about | que te parece = how about | que le parece = how about | tal vez = maybe |
    quizas = maybe | por favor = please | el = the | la = the | los = the | las = the | lo = it |
    un = a | una = a | uno = one | de = of | del = of the | al = to the | a = to | en = in | con = with |
    por = for | para = for | para el = for | y = and | o = or | pero = but | que = that | es = is |
    son = are | mi = my | su = your | tu = your | me = me | se = it | te = you | le = you | muy = very |
    mas = more | temprano = early | ir = come | venir = come | ver = see | esa = that | ese = that |
    eso = that | ya = now | tambien = also | solo = just | como = how | donde = where |
    cuanto = how much | cuesta = cost | estoy = i am | soy = i am | tengo = i have |
    tengo que = i need to | antes de = before | despues de = after | antes = earlier | despues = later |
    mas tarde = later | mas temprano = earlier
"""
"""Word for word, parted by `|`; the longest that fits is taken."""
