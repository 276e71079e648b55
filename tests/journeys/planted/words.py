"""What such people write to a company's chat, in eight languages, from the first word to a booking.

``intro``, ``contact`` and ``trouble`` hold several ways each; ``meet`` asks for a time, ``last``
gives name and address for the invitation.
"""

INTRO: dict[str, tuple[str, ...]] = {
    "en": (
        "Hi, I'm {name} and I look after maintenance for a chain of gyms.",
        "hello there, {name} here. what does it cost for 12 people?",
        "Good morning! My name is {given} {family}, I run facilities at Copperfield Foods.",
        "{name}\n{email}\nplease send me your prices",
    ),
    "de": (
        "Hallo, ich bin {name} und kümmere mich bei uns um die Wartung.",
        "guten tag, mein name ist {name}, was kostet das für 40 leute",
        "Moin, hier ist {given} {family} von der Hafenbau GmbH. Geht das auch mit SAP?",
        "Könnten Sie mir ein Angebot machen? Mit freundlichen Grüßen\n{name}",
    ),
    "fr": (
        "Bonjour, je m'appelle {name} et je gère l'entretien de six sites.",
        "bonjour c'est {name}, c'est combien pour 20 personnes svp",
        "Bonjour, ici {given} {family} de la société Aquitherm. Avez-vous une démo ?",
        "Je voudrais un devis.\nCordialement,\n{name}",
    ),
    "es": (
        "Hola, soy {name} y llevo el mantenimiento de tres hoteles.",
        "buenas, me llamo {name}, ¿cuánto cuesta para 15 usuarios?",
        "Hola, aquí {given} {family}, de Talleres Ribera. ¿Funciona sin conexión?",
        "Quisiera un presupuesto. Un saludo,\n{name}",
    ),
    "it": (
        "Buongiorno, sono {name} e mi occupo della manutenzione.",
        "ciao mi chiamo {name}, quanto costa per 10 persone?",
        "Salve, qui {given} {family} di Officine Sereni. Si integra con SAP?",
        "Vorrei un preventivo. Cordiali saluti\n{name}",
    ),
    "pt": (
        "Olá, sou {name} e trato da manutenção de duas fábricas.",
        "oi, meu nome é {name}, quanto custa para 25 pessoas?",
        "Bom dia, aqui fala {given} {family} da Metalúrgica Aurora. Tem app?",
        "Gostaria de um orçamento. Atenciosamente,\n{name}",
    ),
    "nl": (
        "Hallo, ik ben {name} en ik regel het onderhoud bij ons.",
        "hoi mijn naam is {name}, wat kost het voor 30 mensen",
        "Goedemiddag, met {given} {family} van Bouwbedrijf Noord. Werkt het offline?",
        "Graag een offerte. Met vriendelijke groet,\n{name}",
    ),
    "pl": (
        "Dzień dobry, nazywam się {name} i odpowiadam za utrzymanie ruchu.",
        "hej, jestem {name}, ile to kosztuje dla 18 osób?",
        "Dzień dobry, tu {given} {family} z firmy Stalbud. Czy jest aplikacja?",
        "Proszę o ofertę. Pozdrawiam,\n{name}",
    ),
}
CONTACT: dict[str, tuple[str, ...]] = {
    "en": (
        "You can call me on {phone}. We are at {address}.",
        "my number is {phone}, office: {address}",
    ),
    "de": (
        "Sie erreichen mich unter {phone}. Unser Büro: {address}.",
        "ruf mich an: {phone}, wir sitzen in der {address}",
    ),
    "fr": (
        "Vous pouvez me joindre au {phone}. Nos bureaux : {address}.",
        "mon numéro c'est le {phone}, adresse {address}",
    ),
    "es": (
        "Me puede llamar al {phone}. Estamos en {address}.",
        "mi número es {phone}, dirección: {address}",
    ),
    "it": (
        "Mi può chiamare al {phone}. Siamo in {address}.",
        "il mio numero è {phone}, indirizzo: {address}",
    ),
    "pt": (
        "Pode ligar-me para o {phone}. Ficamos na {address}.",
        "meu número é {phone}, endereço: {address}",
    ),
    "nl": (
        "U kunt mij bellen op {phone}. We zitten op {address}.",
        "mijn nummer is {phone}, adres: {address}",
    ),
    "pl": (
        "Proszę dzwonić pod numer {phone}. Adres biura: {address}.",
        "mój numer to {phone}, adres {address}",
    ),
}
TROUBLE: dict[str, tuple[str, ...]] = {
    "en": (
        "just charge my card {card} please",
        "Our account for the invoice is {iban}.",
        "I can't log in to the trial, my password is {secret} and it says no",
    ),
    "de": (
        "buchen Sie es von der Karte {card} ab",
        "Unsere IBAN für die Rechnung: {iban}",
        "Ich komme nicht rein, mein Passwort ist {secret}",
    ),
    "fr": (
        "débitez ma carte {card} directement",
        "Notre IBAN pour la facture : {iban}",
        "Je n'arrive pas à me connecter, mon mot de passe est {secret}",
    ),
    "es": (
        "cárguelo a mi tarjeta {card}",
        "Nuestro IBAN para la factura es {iban}",
        "No puedo entrar, mi contraseña es {secret}",
    ),
    "it": (
        "addebiti sulla mia carta {card}",
        "Il nostro IBAN per la fattura: {iban}",
        "Non riesco a entrare, la mia password è {secret}",
    ),
    "pt": (
        "pode debitar no meu cartão {card}",
        "O nosso IBAN para a fatura é {iban}",
        "Não consigo entrar, a minha senha é {secret}",
    ),
    "nl": (
        "schrijf het maar af van mijn kaart {card}",
        "Onze IBAN voor de factuur: {iban}",
        "Ik kan niet inloggen, mijn wachtwoord is {secret}",
    ),
    "pl": (
        "proszę obciążyć moją kartę {card}",
        "Nasz IBAN do faktury: {iban}",
        "Nie mogę się zalogować, moje hasło to {secret}",
    ),
}
MEET: dict[str, str] = {
    "en": "Can we meet on Thursday afternoon?",
    "de": "Können wir uns am Donnerstagnachmittag treffen?",
    "fr": "Pouvons-nous nous voir jeudi après-midi ?",
    "es": "¿Podemos vernos el jueves por la tarde?",
    "it": "Possiamo vederci giovedì pomeriggio?",
    "pt": "Podemos reunir na quinta-feira à tarde?",
    "nl": "Kunnen we donderdagmiddag afspreken?",
    "pl": "Czy możemy się spotkać w czwartek po południu?",
}
LAST: dict[str, tuple[str, ...]] = {
    "en": ("The first one works. {name}, {email}", "first one pls, my mail is {email}, {name}"),
    "de": ("Der erste passt. {name}, {email}", "den ersten bitte, meine mail ist {email}, {name}"),
    "fr": ("Le premier me va. {name}, {email}", "le premier svp, mon mail est {email}, {name}"),
    "es": ("El primero va bien. {name}, {email}", "el primero, mi correo es {email}, {name}"),
    "it": ("Va bene il primo. {name}, {email}", "il primo, la mia mail è {email}, {name}"),
    "pt": ("O primeiro serve. {name}, {email}", "o primeiro, meu email é {email}, {name}"),
    "nl": ("De eerste is goed. {name}, {email}", "de eerste graag, mijn mail is {email}, {name}"),
    "pl": ("Pierwszy pasuje. {name}, {email}", "pierwszy, mój mail to {email}, {name}"),
}
