"""What goes in and comes out."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from kopgroep.rooms.tools.models import (
    ExistingTool,
    Form,
    Need,
    Search,
    Seen,
    Tool,
    ToolStanding,
    ToolStatus,
    Trust,
    Verdict,
)

PRINCIPLES = "Codes van ontwerpprincipes van de deal."


class NeedOut(serializers.ModelSerializer[Need]):
    principles: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    voices = serializers.IntegerField(help_text="Hoeveel organisaties deze behoefte hebben.")

    class Meta:
        model = Need
        fields = ["uid", "revision", "process_question", "occasion", "principles", "stated_on", "voices"]


class NeedIn(serializers.Serializer[Any]):
    process_question = serializers.CharField(max_length=300)
    occasion = serializers.CharField(max_length=3000, required=False, allow_blank=True)
    principles = serializers.ListField(child=serializers.SlugField(), required=False, help_text=PRINCIPLES)
    partner = serializers.UUIDField(required=False, help_text="De partner die het vraagt.")


class VoiceIn(serializers.Serializer[Any]):
    partner = serializers.UUIDField()


class MergeIn(serializers.Serializer[Any]):
    into = serializers.UUIDField(help_text="De behoefte die blijft.")


class VerdictIn(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    reason = serializers.CharField(max_length=1000)


class GapOut(serializers.Serializer[Any]):
    at_home = serializers.IntegerField()
    abroad = serializers.IntegerField()
    follows = serializers.CharField(allow_null=True, help_text="Wat volgt uit wat is gevonden.")
    verdict = serializers.CharField(allow_null=True, help_text="Wat geldt, ook als iemand anders besloot.")


class SearchIn(serializers.Serializer[Any]):
    place = serializers.CharField(max_length=200)
    words = serializers.CharField(max_length=300)
    is_abroad = serializers.BooleanField(default=False)
    searched_on = serializers.DateField(required=False)
    hits = serializers.IntegerField(min_value=0, max_value=1_000_000)
    duplicates = serializers.IntegerField(min_value=0, max_value=1_000_000, default=0)


class SearchOut(serializers.ModelSerializer[Search]):
    class Meta:
        model = Search
        fields = ["uid", "place", "words", "is_abroad", "searched_on", "hits", "duplicates"]


class HitIn(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=200)
    is_included = serializers.BooleanField()
    is_read_whole = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True)


class HitOut(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    title = serializers.CharField()
    is_included = serializers.BooleanField()
    is_read_whole = serializers.BooleanField()
    reason = serializers.CharField()


class ExistingToolOut(serializers.ModelSerializer[ExistingTool]):
    status = serializers.ChoiceField(choices=Trust.choices)

    class Meta:
        model = ExistingTool
        fields = [
            *("uid", "revision", "name", "summary", "status", "owner", "licence", "country", "page"),
            *("source", "read_on"),
        ]


class ExistingToolIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    source = serializers.CharField(max_length=300, help_text="Waar dit is gelezen.")  # type: ignore[assignment]
    summary = serializers.CharField(max_length=3000, required=False, allow_blank=True)
    status = serializers.ChoiceField(choices=Trust.choices, default=Trust.EXISTS)
    owner = serializers.CharField(max_length=200, required=False, allow_blank=True)
    licence = serializers.CharField(max_length=60, required=False, allow_blank=True)
    country = serializers.RegexField(r"^[A-Za-z]{2}$", required=False)
    page = serializers.URLField(max_length=500, required=False, allow_blank=True)
    read_on = serializers.DateField(required=False)


class ClaimIn(serializers.Serializer[Any]):
    statement = serializers.CharField(max_length=300)
    source = serializers.CharField(max_length=300)  # type: ignore[assignment]
    claimed_on = serializers.DateField()
    confirmed_by_organisation = serializers.CharField(max_length=200, required=False, allow_blank=True)
    expires_on = serializers.DateField(required=False, allow_null=True)


class ClaimOut(ClaimIn):
    uid = serializers.UUIDField()


class ToolOut(serializers.ModelSerializer[Tool]):
    principles: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    status = serializers.ChoiceField(choices=ToolStatus.choices)
    since_on = serializers.DateField(help_text="Sinds wanneer de tool deze stand heeft.")
    owner_name = serializers.CharField(allow_null=True)
    form = serializers.ChoiceField(choices=Form.choices, allow_blank=True)
    visibility = serializers.ChoiceField(choices=Seen.choices)

    class Meta:
        model = Tool
        fields = [
            *("uid", "revision", "name", "former_names", "summary", "occasion", "process_question"),
            *("changes", "form", "group", "theme", "origin", "scaling_route", "page", "principles"),
            *("status", "since_on", "owner_name", "visibility", "release_on"),
        ]


class ToolIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    process_question = serializers.CharField(max_length=300, required=False, allow_blank=True)
    summary = serializers.CharField(max_length=3000, required=False, allow_blank=True)
    occasion = serializers.CharField(max_length=3000, required=False, allow_blank=True)
    changes = serializers.CharField(max_length=500, required=False, allow_blank=True)
    scaling_route = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    form = serializers.ChoiceField(choices=Form.choices, required=False)
    visibility = serializers.ChoiceField(choices=Seen.choices, default=Seen.DEAL)
    release_on = serializers.DateField(required=False, allow_null=True)
    principles = serializers.ListField(child=serializers.SlugField(), required=False, help_text=PRINCIPLES)
    makers = serializers.ListField(child=serializers.UUIDField(), required=False, help_text="Partners.")


class StatusIn(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=ToolStatus.choices)
    on = serializers.DateField(required=False)
    reason = serializers.CharField(max_length=1000, required=False, allow_blank=True)


class StatusOut(serializers.ModelSerializer[ToolStanding]):
    class Meta:
        model = ToolStanding
        fields = ["uid", "status", "since_on", "reason"]


class OwnerIn(serializers.Serializer[Any]):
    partner = serializers.UUIDField(allow_null=True, help_text="Leeg: de tool heeft geen eigenaar meer.")
    on = serializers.DateField(required=False)


class WishIn(VoiceIn):
    strength = serializers.IntegerField(min_value=1, max_value=3, default=2)
    project = serializers.CharField(max_length=200, required=False, allow_blank=True)


class WishOut(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    strength = serializers.IntegerField()
    project = serializers.CharField()
    stated_on = serializers.DateField()


class CheckOut(serializers.Serializer[Any]):
    rule = serializers.CharField(source="rule.code")
    is_met = serializers.BooleanField()
