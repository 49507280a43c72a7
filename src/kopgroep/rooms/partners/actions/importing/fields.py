"""What a column of a table can be, and the heads that people write above it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.imports.kinds import Field, Option
from kopgroep.rooms.partners.models import OrganisationKind, Relation, Stage

NUMBER = Field("uid", _("Kopgroep number"), ("kopgroep id", "uid"))
NAME = Field(
    "name",
    _("Name of the organisation"),
    (
        "organisatie", "organisatienaam", "naam organisatie", "organisation", "organization", "company",
        "partner", "partnernaam", "deelnemer", "partij", "bedrijf", "bedrijfsnaam", "instelling", "gemeente",
        "gemeentenaam", "stichting", "agentschap", "volledige naam", "officiele naam", "ad officiele benaming",
        "owms label", "cbsname", "cbs naam", "organisatie description", "organisatie mijnoverheid",
        "naam omgevingsdienst", "dsta gr naam", "organisation name", "naam gemeente", "instantie", "werkgever",
    ),
    weak=("naam", "name", "agency"),
)  # fmt: skip
ORGANISATION = (
    NUMBER,
    NAME,
    Field(
        "kind",
        _("Kind of organisation"),
        ("soort", "soort organisatie", "type", "type organisatie", "kind", "organisatietype", "categorie"),
    ),
    Field("helix", _("Helix"), ("sector", "quadruple helix")),
    Field(
        "kvk",
        _("KvK number"),
        ("kvk", "kvk nr", "kvknr", "kvk nummer", "kvknummer", "kamer van koophandel nummer", "coc number"),
    ),
    Field("oin", _("OIN"), ("oin", "oinid", "oin nummer", "oin code")),
    Field(
        "cbs_code",
        _("CBS code"),
        ("cbs", "cbs id", "cbsid", "cbs code", "gemeentecode", "cbscode", "cbs gr code"),
    ),
    Field(
        "website",
        _("Website"),
        ("website", "site", "url", "internet", "internetsite", "internetadres", "web", "homepage",
         "url organisatie", "internetadres aanbestedende dienst", "webadres"),
    ),
    Field(
        "aliases",
        _("Other names"),
        ("afkorting", "afk", "andere namen", "alias", "ook bekend als", "abbreviation", "zbo afkorting"),
    ),
    Field("note", _("Note about the organisation"), ("opmerking organisatie", "cbscomment")),
)  # fmt: skip
PARTNER = (
    Field("stage", _("Stage"), ("fase", "stadium", "status", "stage")),
    Field("relation", _("Relation"), ("relatie", "rol in de deal", "relation", "soort deelname")),
    Field(
        "since_on",
        _("Since"),
        (
            "sinds",
            "vanaf",
            "partner sinds",
            "datum",
            "toegetreden",
            "ingangsdatum",
            "since",
            "datum toetreding",
        ),
    ),
    Field(
        "motivation",
        _("Motivation"),
        ("motivatie", "waarom", "motivation", "waarom doen ze mee", "waarom doe je mee"),
    ),
)
CONTACT = (
    Field("contact_uid", _("Kopgroep number of the contact")),
    Field(
        "contact_name",
        _("Name of the contact"),
        ("contactpersoon", "contact", "contactpersonen", "naam contactpersoon", "contact person", "contact name",
         "aanspreekpunt", "contactnaam", "persoon", "naam persoon"),
        weak=("naam", "name"),
    ),
    Field("contact_first", _("First name"), ("voornaam", "first name", "roepnaam", "voorletters", "given name")),
    Field("contact_last", _("Last name"), ("achternaam", "last name", "familienaam", "surname", "family name")),
    Field(
        "contact_email",
        _("E-mail address"),
        ("e mail", "email", "mail", "mailadres", "e mailadres", "emailadres", "email contactpersoon", "e mails",
         "e mail contactpersoon", "mail contactpersoon", "email text", "contact email", "e mail address"),
    ),
    Field(
        "contact_phone",
        _("Telephone"),
        ("telefoon", "tel", "telefoonnummer", "mobiel", "phone", "tel nr", "telnr", "gsm", "06 nummer", "mobile"),
    ),
    Field("contact_position", _("Position"), ("functie", "functietitel", "position", "job title", "title")),
    Field("contact_capacity", _("Is here"), ("hoedanigheid", "soort contact", "capacity", "rol contactpersoon")),
)  # fmt: skip

WITHOUT_KIND = Option(
    "kind",
    _("Where the table does not say what kind of organisation it is"),
    _("Often the name tells, as with “Gemeente Zwolle”. For the others you choose it here."),
    (
        ("", _("refuse the row")),
        *(
            choice
            for choice in OrganisationKind.choices
            if choice[0] not in (OrganisationKind.OTHER, OrganisationKind.UMBRELLA)
        ),
    ),
)
WITHOUT_STAGE = Option(
    "stage",
    _("Where the table does not say how far an organisation is"),
    _("New partners come in at this stage."),
    tuple(choice for choice in Stage.choices if choice[0] != Stage.LEFT),
    default=Stage.PARTNER,
)
WITHOUT_RELATION = Option(
    "relation",
    _("Where the table does not say how it takes part"),
    _("Initiator, partner or associate."),
    tuple(Relation.choices),
    default=Relation.PARTNER,
)
