"""A text of a deal in Dutch and English; shown in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Text:
    nl: str = ""
    en: str = ""

    @classmethod
    def of(cls, value: object) -> Text:
        """Accept what a charter may hold: one string for both languages, or a mapping."""
        if isinstance(value, Text):
            return value
        if isinstance(value, dict):
            return cls(nl=str(value.get("nl") or ""), en=str(value.get("en") or ""))
        plain = str(value or "")
        return cls(nl=plain, en=plain)

    def in_language(self, code: str) -> str:
        wanted, other = (self.en, self.nl) if code.startswith("en") else (self.nl, self.en)
        return wanted or other

    def __str__(self) -> str:
        return self.in_language(get_language() or "nl")

    def __bool__(self) -> bool:
        return bool(self.nl or self.en)

    def plain(self) -> dict[str, str]:
        return {"nl": self.nl, "en": self.en}


class BilingualField(models.JSONField[Text, Text]):
    """Keeps a Text as a small JSON object."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Text)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Text:
        return Text.of(super().from_db_value(value, expression, connection))

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value.plain() if isinstance(value, Text) else value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        plain = value.plain() if isinstance(value, Text) else value
        return super().get_db_prep_value(plain, connection, prepared)

    def to_python(self, value: Any) -> Text:
        return Text.of(value)

    def value_to_string(self, obj: models.Model) -> Any:
        return self.value_from_object(obj).plain()
