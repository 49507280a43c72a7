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
        (
            "Tachtig procent van onze straten is van steen. We willen dat in tien jaar halveren, en dat "
            "lukt alleen als bewoners het zelf ook willen."
        ),
        "Onze buren in de regio hebben dezelfde vragen. We testen liever één keer samen dan vijf keer apart.",
        (
            "De raad vraagt hoe we bewoners laten meebeslissen. We zoeken een manier die ook werkt voor "
            "mensen die nooit naar een avond komen."
        ),
        (
            "We hebben data over elke straat, maar bewoners zien er niets van. Wij willen leren hoe je "
            "die deelt zonder mensen te volgen."
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
        (
            "Wij maken verlichting die zich aanpast. Of mensen dat prettig vinden, weten we pas als het "
            "in een echte straat hangt."
        ),
        (
            "Wij bouwen software voor gemeenten. Als iets met open standaarden kan, hoeven onze klanten "
            "nooit aan ons vast te zitten. Dat vinden we goed."
        ),
        (
            "Een goede straat begint bij een goed gesprek. Wij leiden die gesprekken al jaren en geven "
            "onze werkvormen graag weg."
        ),
        (
            "Wij leggen straten aan en horen van bewoners wat er beter kan, maar dan is het te laat. We "
            "willen eerder aan tafel zitten."
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
        (
            "Er is veel onderzoek naar groene straten, maar weinig mensen kunnen het lezen. Wij maken er "
            "iets van waar een wijkteam mee verder kan."
        ),
        (
            "Wij zoeken praktijk voor ons lectoraat, en gemeenten zoeken mensen die meekijken. Dat past "
            "goed bij elkaar."
        ),
        (
            "Wij willen weten wanneer een tool echt gebruikt wordt en wanneer hij in een la verdwijnt. "
            "Daarvoor volgen we alle tests."
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
        (
            "Voor onze leden is een stoeprand van vier centimeter al een muur. Wij willen dat er bij het "
            "eerste ontwerp aan hen wordt gedacht."
        ),
        "Kinderen weten goed wat een straat leuk maakt, maar niemand vraagt het ze. Wij doen dat wel.",
        (
            "Wij hebben vrijwilligers in honderd wijken. Zij kunnen vertellen wat een tool in hun straat "
            "doet, en ze zijn eerlijk."
        ),
    ),
    _K.CITIZENS_GROUP: (
        (
            "In onze straat hebben we zelf geveltuinen en een speelplek gemaakt. We vertellen graag "
            "hoe, en wat ons in de weg stond."
        ),
        (
            "Wij vroegen drie jaar om een bankje. Nu willen we helpen om dat voor de volgende straat "
            "sneller te laten gaan."
        ),
        (
            "Wij kennen elke deur in onze buurt. Wie iets nieuws wil proberen, mag het bij ons doen, als "
            "we samen beslissen."
        ),
    ),
}
OTHERS = (
    "Wat in één straat lukt, moet in elke straat kunnen. Wij helpen met regels, met geld en met contacten.",
    (
        "De leefomgeving is van ons allemaal. Wij willen dat bewoners en overheden hier samen "
        "beslissen, en zien in deze deal hoe."
    ),
    (
        "Wij gaan over regels die in de straat vaak in de weg zitten. Hier horen we welke dat zijn, "
        "en wat we eraan kunnen doen."
    ),
    (
        "Water, warmte en ruimte houden niet op bij een gemeentegrens. Wij doen mee om het geheel in "
        "het oog te houden."
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
MERGING = "Praat met {other} over samengaan op 1 januari."
