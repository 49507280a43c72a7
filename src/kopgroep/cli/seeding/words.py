"""Why the invented organisations take part, in their own words."""

from kopgroep.rooms.partners.models import OrganisationKind

_K = OrganisationKind

MOTIVATIONS: dict[str, tuple[str, ...]] = {
    _K.MUNICIPALITY: (
        (
            "Wij leggen elk jaar tientallen straten opnieuw aan. Bewoners horen het vaak pas als de tekening klaar "
            "is. Dat willen we omdraaien, en we willen leren hoe anderen dat doen."
        ),
        (
            "In onze binnenstad is het in de zomer te heet. We zoeken tools waarmee we met bewoners kiezen waar "
            "het groen komt, en we testen die graag in twee straten."
        ),
        (
            "We proberen veel, maar elke proef eindigt bij de proef. Met deze deal willen we dat wat "
            "werkt ook in ons beleid komt."
        ),
        (
            "Ons team is klein. Samen met andere gemeenten kunnen we tools maken die we alleen nooit "
            "zouden maken."
        ),
    ),
    _K.COMPANY: (
        (
            "Wij maken al jaren ontwerpen voor straten en zien dat elke gemeente het wiel opnieuw uitvindt. "
            "Wij delen onze aanpak, en leren wat er in de praktijk misgaat."
        ),
        (
            "We hebben sensoren die meten hoe druk en hoe warm een straat is. We willen weten welke "
            "vraag van bewoners daarachter zit."
        ),
        (
            "Onze mensen werken graag aan iets wat open is en blijft bestaan. Daarom doen we mee, met "
            "tijd en met kennis."
        ),
    ),
    _K.KNOWLEDGE_INSTITUTION: (
        (
            "Onze studenten onderzoeken hoe bewoners meebeslissen over hun straat. In deze deal kunnen "
            "zij dat in echte straten doen."
        ),
        (
            "Wij willen meten wat een nieuwe inrichting doet met ontmoeting en gezondheid, en die "
            "kennis meteen delen."
        ),
    ),
    _K.CIVIL_ORGANISATION: (
        (
            "Wij komen op voor mensen die in plannen vaak vergeten worden. We brengen hun ervaring in "
            "en kijken kritisch mee."
        ),
        (
            "Overal willen bewoners hun straat groener maken, en overal lopen ze vast op regels. Daar "
            "willen we samen iets aan doen."
        ),
    ),
    _K.CITIZENS_GROUP: (
        (
            "In onze straat hebben we zelf geveltuinen en een speelplek gemaakt. We vertellen graag "
            "hoe, en wat ons in de weg stond."
        ),
    ),
}
OTHERS = (
    "Wat in één straat lukt, moet in elke straat kunnen. Wij helpen met regels, met geld en met contacten.",
    (
        "De leefomgeving is van ons allemaal. Wij willen dat bewoners en overheden hier samen "
        "beslissen, en zien in deze deal hoe."
    ),
)

TALK_NOTES = (
    "Gesproken op de kennismaking; wil eerst weten hoeveel tijd het kost.",
    "Goed gesprek gehad; overlegt met de directie.",
    "Belangstelling voor het testen, minder voor het ontwerpen.",
)
LEAVE_NOTES = (
    "Geen tijd meer na een reorganisatie.",
    "Heeft andere keuzes gemaakt voor volgend jaar.",
)
NOTE = "Verzonnen organisatie, voor de voorbeelddeal."
