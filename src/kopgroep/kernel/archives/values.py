"""Values of fields as JSON, and back with a check of each type, so that no odd value reaches a row."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_duration
from django.utils.duration import duration_iso_string
from django.utils.translation import gettext as _

from kopgroep.kernel.fields import PartialDateField
from kopgroep.kernel.texts import BilingualField, Text

Field = models.Field[Any, Any]


class ValueWrong(ValueError):
    """A value that its field cannot hold."""


def plain(value: Any) -> Any:
    """What JSON can say of a value; the same on every database."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Text):
        return value.plain()
    if isinstance(value, dict | list):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    # UUIDs, partial dates, names of files, choices.
    return str(value)


def read(field: Field, given: Any) -> Any:
    """The value of a field as `plain` wrote it; ValueWrong says what is amiss."""
    if given is None:
        if field.null or isinstance(field, PartialDateField):
            return None
        raise ValueWrong(_("it may not be empty"))
    no_odd_signs(given)
    try:
        value = typed(field, given)
        field.run_validators(given if isinstance(field, PartialDateField) else value)
    except ValidationError as error:
        raise ValueWrong(" ".join(error.messages).rstrip(".")) from error
    except (TypeError, ValueError, OverflowError, InvalidOperation, binascii.Error) as error:
        if isinstance(error, ValueWrong):
            raise
        raise _not_a(given) from error
    if field.choices and value not in ("", None) and value not in dict(field.flatchoices):
        raise ValueWrong(_("'%(value)s' is not one of the choices") % {"value": str(value)[:60]})
    return value


def no_odd_signs(given: Any) -> None:
    """Null bytes and halves of characters: no database keeps them alike."""
    if isinstance(given, str):
        if "\x00" in given:
            raise ValueWrong(_("it holds a null byte"))
        try:
            given.encode()
        except UnicodeEncodeError as error:
            raise ValueWrong(_("it holds half a character")) from error
    elif isinstance(given, dict):
        for name, value in given.items():
            no_odd_signs(name)
            no_odd_signs(value)
    elif isinstance(given, list):
        for value in given:
            no_odd_signs(value)


def typed(field: Field, given: Any) -> Any:
    if isinstance(field, BilingualField):
        words = _is(given, dict)
        if not set(words) <= {"nl", "en"} or not all(isinstance(each, str) for each in words.values()):
            raise _not_a(given)
        return Text.of(words)
    if isinstance(field, models.JSONField):
        # A field whose default is a list or a mapping is read as one by all of the product.
        usual = field.get_default()
        return _is(given, type(usual)) if isinstance(usual, dict | list) else given
    if isinstance(field, models.BooleanField):
        return _is(given, bool)
    if isinstance(field, models.IntegerField):
        return _is(given, int)
    if isinstance(field, models.FloatField):
        return float(given if isinstance(given, int | float) else _is(given, float))
    if isinstance(field, models.BinaryField):
        return base64.b64decode(_is(given, str), validate=True)
    return _from_text(field, _is(given, str))


def _from_text(field: Field, text: str) -> Any:
    if isinstance(field, models.DateTimeField):
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise _not_a(text)
        return moment.astimezone(UTC)
    if isinstance(field, models.DateField):
        return date.fromisoformat(text)
    if isinstance(field, models.TimeField):
        return time.fromisoformat(text)
    if isinstance(field, models.DurationField):
        return _is(parse_duration(text), timedelta)
    if isinstance(field, models.DecimalField):
        return _is(field.to_python(text), Decimal)
    if isinstance(field, models.UUIDField):
        return UUID(text)
    return field.to_python(text)


def _is(given: Any, kind: type) -> Any:
    if not isinstance(given, kind) or (kind is int and isinstance(given, bool)):
        raise _not_a(given)
    return given


def _not_a(given: Any) -> ValueWrong:
    return ValueWrong(_("%(value)s is not a value for it") % {"value": repr(given)[:60]})
