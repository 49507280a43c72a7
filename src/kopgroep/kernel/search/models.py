"""The rows of the index, who may see them, and the installation's own synonyms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from kopgroep.kernel.records import Keep
from kopgroep.kernel.texts import BilingualField


class Found(models.Model):
    """One record as it can be found. Made from the record, and can be made anew from it at any time.

    index_words, title_words and parts are what words.py makes of it; the databases index them (see migrations).
    """

    address = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    title = BilingualField()
    text = BilingualField()
    url = models.CharField(max_length=500)
    title_line = models.TextField(help_text="The title in plain words; the order of equals.")
    title_words = models.TextField()
    index_words = models.TextField()
    parts = models.TextField()

    # A copy of what stands in the record itself; it goes when the record goes.
    personal: ClassVar[Mapping[str, Keep]] = {}
    deal_path: ClassVar[str | None] = None

    def __str__(self) -> str:
        return self.address


class Audience(models.Model):
    """A token that lets its holders find a row: "public", "deal:slimme-stad", "deal:slimme-stad:contacts", "staff"."""

    found = models.ForeignKey(Found, on_delete=models.CASCADE, related_name="audience")
    token = models.CharField(max_length=120)

    personal: ClassVar[Mapping[str, Keep]] = {}
    deal_path: ClassVar[str | None] = None

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "found"], name="audience_once_per_row")]

    def __str__(self) -> str:
        return self.token


class Synonym(models.Model):
    """Two words that mean the same to who searches (synoniem); it works both ways and at once."""

    word = models.CharField(max_length=60)
    means = models.CharField(max_length=60)

    personal: ClassVar[Mapping[str, Keep]] = {}
    deal_path: ClassVar[str | None] = None

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "means"], name="synonym_once")]

    def __str__(self) -> str:
        return f"{self.word} = {self.means}"
