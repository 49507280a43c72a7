"""Model fields for values that the database itself does not know."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from kopgroep.kernel.dates import DateUnclear, PartialDate


class PartialDateField(models.CharField[PartialDate | str | None, PartialDate | None]):
    """A day, month or season; None when unknown. Kept as written in a charter: '2020-03', 'spring 2022'."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 16
        kwargs.setdefault("default", None)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> Any:
        if isinstance(value, PartialDate) or not value:
            return value or None
        try:
            return PartialDate.parse(str(value))
        except DateUnclear as unclear:
            raise ValidationError(str(unclear)) from unclear

    def get_prep_value(self, value: Any) -> str:
        return str(value) if value else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))
