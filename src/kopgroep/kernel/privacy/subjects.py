"""Who somebody is here: all rows that are the same human being, and the names and addresses that go with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from kopgroep.kernel.accounts.models import ERASED_HOST
from kopgroep.kernel.journal.models import PrivateText
from kopgroep.kernel.privacy.declared import emptied, identifies, people_models, personal_of
from kopgroep.kernel.records import Record


@dataclass
class Subject:
    """One human being: the rows that are that person, and what the person is recognised by."""

    rows: list[Record] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        return next((str(getattr(row, identifies(type(row))["name"])) for row in self.rows), "") or next(
            iter(sorted(self.emails)), ""
        )

    @property
    def addresses(self) -> list[str]:
        return [row.address for row in self.rows]

    def row_of(self, model: type[models.Model]) -> Any:
        return next((row for row in self.rows if isinstance(row, model)), None)


def subject_of(row: Record) -> Subject:
    """Everybody that this row is: the account of a contact, an enquiry by the same address."""
    subject = Subject()
    _take(subject, row)
    subject.rows.sort(key=lambda each: (each._meta.label, each.pk))
    subject.names |= _former_names(subject)
    return subject


def subject_with(email: str) -> Subject:
    """Who has this e-mail address; perhaps nobody by name, but mails and links there may be."""
    email = email.strip().lower()
    for row in people_with(email):
        subject = subject_of(row)
        subject.emails.add(email)
        return subject
    return Subject(emails={email})


def people_with(email: str) -> list[Record]:
    found: list[Record] = []
    for model in people_models():
        name = identifies(model).get("email")
        if name:
            found += model._base_manager.filter(**{f"{name}__iexact": email}).order_by("pk")  # type: ignore[arg-type]
    return found


def is_erased(row: Record) -> bool:
    names = identifies(type(row))
    return all(
        getattr(row, name) == emptied(row, name) for name in names.values() if name in personal_of(type(row))
    )


def _take(subject: Subject, row: Record) -> None:
    if any(known.address == row.address for known in subject.rows):
        return
    subject.rows.append(row)
    for kind, bag in (("name", subject.names), ("email", subject.emails), ("phone", subject.phones)):
        name = identifies(type(row)).get(kind, "")
        value = str(getattr(row, name, "") or "").strip() if name else ""
        if value and value != emptied(row, name) and not value.endswith(f"@{ERASED_HOST}"):
            new = kind == "email" and value.lower() not in bag
            bag.add(value.lower() if kind == "email" else value)
            if new:
                for other in people_with(value):
                    _take(subject, other)
    for other in _same_person(row):
        _take(subject, other)


def _same_person(row: Record) -> list[Record]:
    """Only a link of one to one says that two rows are the same human being."""
    found = []
    for relation in row._meta.get_fields():
        if relation.one_to_one and relation.related_model and identifies(relation.related_model):
            accessor = relation.get_accessor_name() if relation.auto_created else relation.name  # type: ignore[union-attr]
            other = getattr(row, str(accessor), None)
            if other is not None:
                found.append(other)
    return found


def _former_names(subject: Subject) -> set[str]:
    """The names by which the history of these rows tells of this person."""
    texts = PrivateText.objects.filter(entry__mentions__address__in=subject.addresses)
    said = (text.get("person") for text in texts.values_list("text", flat=True) if isinstance(text, dict))
    # One entry may tell of several people; a name that shares no word with the known ones is somebody else's.
    known = {word.casefold() for name in subject.names for word in name.split()}
    return {
        name for name in said if isinstance(name, str) and known & {word.casefold() for word in name.split()}
    }
