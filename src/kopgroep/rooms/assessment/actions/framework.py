"""The framework is drafted, changed and adopted; adopted, a version stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.kernel.texts import Text
from kopgroep.rooms.assessment.models import Criterion, Framework
from kopgroep.rooms.assessment.queries.frameworks import framework_on
from kopgroep.rooms.assessment.rules import (
    obstacles_to_adopting,
    obstacles_to_drafting,
    obstacles_to_editing,
)
from kopgroep.rooms.programme.models import Deal, DesignPrinciple

NO_TEXT = Text()
COPIED = (
    "code",
    "name",
    "question",
    "sub_questions",
    "anchors",
    "order",
    "weight",
    "knock_out_below",
    "source",
)


@transaction.atomic
def draft_framework(*, deal: Deal, note: str = "", by: Actor, at: datetime) -> Framework:
    """A new version to change, with the criteria of the one that holds."""
    # Two who draft at once: the second waits here, and finds the draft of the first.
    deal.claim(None)
    clear(obstacles_to_drafting(deal))
    held = framework_on(deal, day_of(at))
    last = Framework.objects.filter(deal=deal).aggregate(last=Max("number"))["last"] or 0
    draft = Framework.objects.create(deal=deal, number=last + 1, note=note.strip(), drafted_on=day_of(at))
    for criterion in held.criteria.order_by("order", "pk") if held else ():
        copied = {name: getattr(criterion, name) for name in COPIED}
        made = Criterion.objects.create(framework=draft, **copied)
        made.principles.set(criterion.principles.all())
    record(Verb.FRAMEWORK_DRAFTED, about=draft, by=by, at=at, facts={"number": draft.number})
    return draft


@transaction.atomic
def change_criterion(
    *,
    framework: Framework,
    name: Text,
    question: Text = NO_TEXT,
    sub_questions: Sequence[Text] = (),
    anchors: Mapping[str, Text] | None = None,
    weight: int = 1,
    knock_out_below: int | None = None,
    principles: Iterable[DesignPrinciple] = (),
    code: str = "",
    by: Actor,
    at: datetime,
) -> Criterion:
    """Add a criterion to a draft, or change the one with this code."""
    framework.claim(None)
    framework.refresh_from_db()
    clear(obstacles_to_editing(framework))
    code = code or _free_code(framework, slugify(str(name))[:50] or "criterion")
    last = framework.criteria.aggregate(last=Max("order"))["last"] or 0
    criterion, made = Criterion.objects.get_or_create(
        framework=framework, code=code, defaults={"name": name, "order": last + 1}
    )
    criterion.name, criterion.question = name, question
    criterion.sub_questions = [text.plain() for text in sub_questions]
    criterion.anchors = {score: text.plain() for score, text in (anchors or {}).items()}
    criterion.weight, criterion.knock_out_below = weight, knock_out_below
    criterion.save()
    criterion.principles.set(principles)
    facts = {"criterion": name.plain(), "number": framework.number}
    verb = Verb.CRITERION_ADDED if made else Verb.CRITERION_CHANGED
    record(verb, about=framework, also=[criterion], by=by, at=at, facts=facts)
    return criterion


def _free_code(framework: Framework, wanted: str) -> str:
    taken = set(framework.criteria.values_list("code", flat=True))
    number, code = 1, wanted
    while code in taken:
        number += 1
        code = f"{wanted}-{number}"
    return code


@transaction.atomic
def remove_criterion(*, criterion: Criterion, by: Actor, at: datetime) -> None:
    framework = criterion.framework
    framework.claim(None)
    framework.refresh_from_db()
    clear(obstacles_to_editing(framework))
    facts = {"criterion": criterion.name.plain(), "number": framework.number}
    criterion.delete()
    record(Verb.CRITERION_REMOVED, about=framework, by=by, at=at, facts=facts)


@transaction.atomic
def adopt_framework(*, framework: Framework, by: Actor, at: datetime) -> Framework:
    """From today tools are held against this version (vaststellen); scores under the one before stay valid there."""
    framework.deal.claim(None)
    framework.claim(None)
    framework.refresh_from_db()
    clear(obstacles_to_adopting(framework))
    on = day_of(at)
    before = framework_on(framework.deal, on)
    if before is not None:
        before.ended_on = on
        before.save(update_fields=["ended_on"])
    framework.adopted_on = on
    framework.save(update_fields=["adopted_on"])
    record(Verb.FRAMEWORK_ADOPTED, about=framework, by=by, at=at, facts={"number": framework.number})
    return framework
