"""An archive says itself what is in it: for people in two languages, for programs as a schema."""

from __future__ import annotations

from typing import Any

from django.db import models

from kopgroep.kernel.archives.scope import (
    JOURNAL,
    LEFT_OUT,
    STAYS,
    Model,
    columns,
    goes_by_mail,
    goes_with,
    lists,
    secrets_of,
)
from kopgroep.kernel.archives.values import plain
from kopgroep.kernel.fields import PartialDateField
from kopgroep.kernel.texts import BilingualField

KINDS: tuple[tuple[type[models.Field[Any, Any]], str], ...] = (
    (BilingualField, 'object {"nl": text, "en": text}'),
    (
        PartialDateField,
        "text: a day 2020-03-15, a month 2020-03 or a season 'spring 2020'; null when unknown",
    ),
    (models.JSONField, "any JSON"),
    (models.BooleanField, "true or false"),
    (models.IntegerField, "whole number"),
    (models.FloatField, "number"),
    (models.DecimalField, "text: a decimal number such as '2.50'"),
    (models.DateTimeField, "text: a moment in UTC, ISO 8601"),
    (models.DateField, "text: a day, ISO 8601"),
    (models.TimeField, "text: a time, ISO 8601"),
    (models.DurationField, "text: a duration, ISO 8601"),
    (models.UUIDField, "text: a UUID"),
    (models.BinaryField, "text: base64"),
    (models.FileField, "text: a name that files.jsonl knows"),
)

README = """\
KOPGROEP: EEN CITY DEAL ALS ARCHIEF (Nederlands; English below)

Dit zip-bestand is een hele City Deal: de spelregels, de planning, de partners, de besluiten en het logboek.
Je kunt het in een andere installatie van Kopgroep terugzetten:

    kopgroep deal restore BESTAND

Je kunt het ook zonder Kopgroep lezen. Alles is gewone tekst:

- manifest.json     wat voor bestand dit is: versie van het formaat, de deal, hoeveel regels er zijn
- schema.json       wat elk veld betekent
- models/*.jsonl    de gegevens, één record per regel (JSON Lines). uid is de naam van een record; verwijzingen
                    noemen de uid van een ander record
- journal/*.jsonl   het logboek van de deal; elke regel draagt de hash van de regel ervoor
- files.jsonl       welke bestanden erbij horen; ze staan in files/
- SHA256SUMS        controlegetallen: pak uit en typ  sha256sum -c SHA256SUMS

Let op: hier staan namen, mailadressen en telefoonnummers in. Bewaar en verstuur het zo.
Wachtwoorden en sleutels van links staan er niet in. Mensen vragen een nieuwe code of link.

----------------------------------------------------------------------------------------------------

KOPGROEP: A CITY DEAL AS AN ARCHIVE (English)

This zip file is a whole City Deal: its charter, planning, partners, decisions and journal.
You can restore it in another installation of Kopgroep:

    kopgroep deal restore FILE

You can also read it without Kopgroep. It is all plain text:

- manifest.json     what this file is: version of the format, the deal, how many rows there are
- schema.json       what each field means
- models/*.jsonl    the data, one record a line (JSON Lines). uid is a record's name; references give the
                    uid of another record
- journal/*.jsonl   the deal's journal; each line carries the hash of the line before it
- files.jsonl       which files belong to it; they are in files/
- SHA256SUMS        checksums: unpack and type  sha256sum -c SHA256SUMS

Mind: it holds names, mail addresses and phone numbers. Keep and send it accordingly.
Passwords and the secrets of links are not in it. People ask for a new code or link.
"""

ARCHIVE_FORMAT = """\
A zip file. `kopgroep deal archive DEAL FILE` writes it, `kopgroep deal restore FILE` brings it in. It can be read with
any tool that unpacks a zip and reads text.

| part | what it is |
| --- | --- |
| `manifest.json` | `format` (`kopgroep-deal`), `version`, `made_at`, `made_with`, the deal, rows per model, \
and of its journal the name, length, last hash and whether it was intact |
| `SHA256SUMS` | the SHA-256 of every other part; `sha256sum -c SHA256SUMS` checks them |
| `schema.json` | every field with its type and meaning, as in the tables below |
| `README.txt` | the same for people, in Dutch and English |
| `models/<model>.jsonl` | one record a line, in the order of `uid`; references give the `uid` of another record |
| `journal/entries.jsonl` | the deal's journal; each line carries the hash of the one before it |
| `journal/checkpoints.jsonl` | how far the journal had come when its head was signed |
| `journal/former_addresses.jsonl` | what entries from still another installation call a record |
| `files.jsonl`, `files/` | uploads: the name that a record gives, and the part where it stands; null when it was gone |

Lines are UTF-8, keys in alphabetical order, without superfluous spaces, so that the same data gives the same bytes.

What changes on the way:

- **Keys** of rows are new; `uid` and `revision` stay.
- **Secrets** (passwords, digests of links) are not in it. In their place comes a value that opens nothing: people sign
  in by a code, or ask for a new link.
- **Rights on the whole installation** do not travel; roles on the deal do.
- **A record that is here already** is recognised by its uid, else by what may exist only once (the codes of an
  organisation, the mail address of a person or account). It stays as it is, and what the archive says otherwise is
  shown. The journal then says the same people by their name here.
- **Signatures** of the journal are made anew with the key of the installation, after every hash was computed anew and
  found right. The entries themselves do not change.
- **What people chose about their mail** goes along with them: who stopped a kind of mail is not mailed by another
  installation either. Where that address is known already, the choice that was made there stays.
- **What happened to an organisation** in the shared registry, and comments made there, stay with the installation.

A second archive, of the restored deal, is the same to the byte but for `manifest.json`, `SHA256SUMS` and the end of
`journal/entries.jsonl`, where it says that the deal was taken along and restored.

Refused, with a reason and nothing half in: another version, a wrong checksum, a part too many or missing, a model or
field that this version does not know, a value that its field cannot hold, a reference out of the archive, a role on
another deal, a journal that was changed, and a deal that is here already.
"""


def kind_of(field: models.Field[Any, Any]) -> str:
    if isinstance(field, models.ManyToManyField):
        return "list of UUIDs"
    if field.is_relation:
        return "text: a UUID"
    return next((words for kind, words in KINDS if isinstance(field, kind)), "text")


def schema_of(model: Model) -> dict[str, Any]:
    """One model for programs: every field with its type and meaning."""
    fields = {}
    for field in (*columns(model), *lists(model)):
        said: dict[str, Any] = {"type": kind_of(field)}
        if field.null:
            said["null"] = True
        if field.is_relation:
            said["refers_to"] = field.related_model._meta.label_lower  # type: ignore[union-attr]
        if field.choices:
            said["choices"] = [plain(value) for value, _label in field.flatchoices]
        if field.name in model.personal:
            said["personal"] = True
        if field.help_text:
            said["meaning"] = str(field.help_text)
        fields[field.name] = said
    return {"about": model.__doc__ or "", "belongs_by": belongs_by(model), "fields": fields}


def belongs_by(model: Model) -> str:
    """Why its rows are in the archive of a deal."""
    if model.deal_path is not None:
        return f"{model.deal_path} is the deal" if model.deal_path else "is the deal"
    names = goes_with(model)
    if goes_by_mail(model):
        return "its mail address stands in what is there"
    return f"goes with {' or '.join(names)}" if names else "is needed by what is there"


def stays_behind(model: Model) -> list[str]:
    """Fields that are not in an archive: secrets, and rights on a whole installation."""
    secret = [field.name for field in secrets_of(model)]
    return sorted({*secret, *STAYS.get(model._meta.label_lower, ())})


def left_out() -> dict[str, str]:
    return {**LEFT_OUT, **{label: f"Not as rows: {where}." for label, where in JOURNAL.items()}}
