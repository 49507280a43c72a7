"""Invented needs, tools and what exists, per design principle of the invented deal."""

# A question from practice, and where it showed.
NEEDS: dict[str, tuple[tuple[str, str], ...]] = {
    "duurzaam-democratisch": (
        (
            "Hoe laten we bewoners meebeslissen over metingen in hun straat?",
            "Bij drie proeven hoorden bewoners pas achteraf dat er werd gemeten.",
        ),
        (
            "Hoe wegen we publieke waarden mee bij een nieuwe toepassing?",
            "Elke afdeling gebruikt nu een eigen lijstje.",
        ),
        (
            "Hoe maken we zichtbaar welke sensoren er in de openbare ruimte hangen?",
            "Op vragen uit de raad kwam geen volledig antwoord.",
        ),
        (
            "Hoe leggen we een algoritme uit aan wie ermee te maken krijgt?",
            "Bezwaren tegen parkeerboetes liepen hierop vast.",
        ),
    ),
    "slim-netwerk": (
        (
            "Hoe delen we data over drukte zonder mensen te volgen?",
            "Bij een evenement wilden politie en gemeente hetzelfde beeld.",
        ),
        (
            "Hoe spreken we af wie de eigenaar is van data uit de straat?",
            "Een leverancier vroeg geld voor data van de gemeente zelf.",
        ),
        (
            "Hoe sluiten we sensoren van verschillende leveranciers op elkaar aan?",
            "Elke wijk kreeg een eigen platform.",
        ),
        (
            "Hoe kopen we een stedelijk dataplatform in zonder vast te zitten?",
            "Twee aanbestedingen leverden maar een inschrijver op.",
        ),
    ),
    "flexibel": (
        (
            "Hoe plannen we laadpunten die later een andere functie krijgen?",
            "Na vijf jaar staan palen op de verkeerde plek.",
        ),
        (
            "Hoe maken we een plein dat overdag en in het weekend iets anders is?",
            "Ondernemers en bewoners vroegen om hetzelfde plein.",
        ),
        (
            "Hoe laten we regels voor de stoep meebewegen met het gebruik?",
            "Deelfietsen en terrassen zitten elkaar in de weg.",
        ),
        (
            "Hoe houden we een digitale tweeling bij als de stad verandert?",
            "Het model van twee jaar oud klopte niet meer.",
        ),
    ),
    "betekenisvol": (
        ("Hoe meten we of mensen graag op een plek zijn?", "Een opgeknapt park bleef leeg."),
        (
            "Hoe voorkomen we te veel schermen en geluid in een winkelstraat?",
            "Bewoners klaagden over lichtreclame.",
        ),
        (
            "Hoe vertellen we het verhaal van een buurt met techniek?",
            "Een wijk vierde haar honderdjarig bestaan.",
        ),
        (
            "Hoe betrekken we jongeren bij het ontwerp van een plek?",
            "Bij inloopavonden komt niemand onder de dertig.",
        ),
    ),
}

# A name, the process it changes, how others will come to use it, and its form.
TOOLS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "duurzaam-democratisch": (
        (
            "Meetafspraken met de straat",
            "Het voorbereiden van een meting",
            "Als bijlage bij de modelverordening",
            "agreement",
        ),
        ("Waardenweger", "Het voorstel aan het college", "Als stap in de gewone projectaanpak", "instrument"),
        ("Sensorenkaart", "Het verlenen van een vergunning", "Via een landelijk register", "product"),
        (
            "Uitleg in gewone taal",
            "Het versturen van een besluit",
            "Als bouwblok voor leveranciers",
            "standard",
        ),
        (
            "Burgerpanel techniek",
            "Het inrichten van inspraak",
            "Via een handreiking voor griffies",
            "instrument",
        ),
    ),
    "slim-netwerk": (
        (
            "Drukteplein",
            "Het begeleiden van een evenement",
            "Als gedeelde dienst van veiligheidsregio's",
            "product",
        ),
        ("Datacontract straat", "Het sluiten van een contract", "Via inkoopvoorwaarden", "agreement"),
        ("Stekkerdoos voor sensoren", "Het aansluiten van apparaten", "Als open standaard", "standard"),
        (
            "Inkoopkookboek dataplatform",
            "Het aanbesteden",
            "Via het inkoopnetwerk van gemeenten",
            "instrument",
        ),
        ("Netwerkverordening", "Het stellen van regels", "Als modelverordening", "by_law"),
    ),
    "flexibel": (
        ("Laadplan op proef", "Het plaatsen van laadpunten", "Via een raamcontract", "agreement"),
        (
            "Wisselplein",
            "Het verdelen van de openbare ruimte",
            "Als spelregels in het omgevingsplan",
            "by_law",
        ),
        (
            "Stoepregels op afstand",
            "Het handhaven op de stoep",
            "Via een open standaard voor regels",
            "formal_standard",
        ),
        (
            "Tweelingonderhoud",
            "Het bijhouden van stadsdata",
            "Als werkwijze bij basisregistraties",
            "standard",
        ),
        ("Tijdelijk tenzij", "Het maken van een ontwerp", "Via opleidingen voor ontwerpers", "instrument"),
    ),
    "betekenisvol": (
        (
            "Plekkenpeiler",
            "Het evalueren van een plek",
            "Als vragenlijst bij een bestaand onderzoek",
            "instrument",
        ),
        ("Prikkelwijzer", "Het toetsen van een plan", "Via welstandsregels", "agreement"),
        ("Buurtverhalen", "Het inrichten van een plein", "Via bibliotheken", "product"),
        ("Ontwerpklas", "Het ophalen van ideeën", "Via scholen en hogescholen", "instrument"),
        ("Rustnorm", "Het stellen van eisen", "Als norm bij een normalisatie-instituut", "formal_standard"),
    ),
}

# What exists already: a name, who keeps it, how far it is, its country.
EXISTING: tuple[tuple[str, str, str, str], ...] = (
    ("Handboek meten met de buurt", "Een verzonnen kenniscentrum", "exists", "NL"),
    ("Register van apparaten op straat", "Een verzonnen registerhouder", "tested", "NL"),
    ("Open sensor profile", "A made-up standards body", "developing", "DE"),
    ("Kerbside rules as data", "A made-up city", "exists", "GB"),
    ("Leidraad aanbesteden van platforms", "Een verzonnen inkoopbureau", "exists", "NL"),
    ("Placemeter", "A made-up university", "tested", "DK"),
)
PLACES = (("Een catalogus van gemeenten", False), ("A catalogue of European cities", True))
