"""Numbers of the engine as rows, sentences and a picture for the page of results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kopgroep.kernel.lists.columns import Column
from kopgroep.kernel.obstacles import Words
from kopgroep.rooms.assessment.advice import Certainty, Judged, Line
from kopgroep.rooms.assessment.advice.certainty import SHOWN, Chances
from kopgroep.rooms.partners.models import Helix

METHODS: Mapping[str, Words] = {
    "weighted_sum": gettext_lazy("weighted sum"),
    "weighted_product": gettext_lazy("weighted product"),
    "topsis": "TOPSIS",
    "promethee": "PROMETHEE II",
}
CELL, LINE, LEFT, TOP = 40, 28, 220, 30


def heat_map(names: Mapping[int, str], chances: Sequence[Chances]) -> dict[str, Any]:
    """Tools by ranks; the darker, the more often over all weights that are possible."""
    ranks = range(len(chances[0].shares))
    cells = [
        {
            "x": across * CELL + LEFT,
            "y": down * LINE + TOP,
            "shade": round(share, 3),
            "words": f"{round(100 * share)}" if share >= 0.005 else "",
            "is_dark": share > 0.55,
        }
        for down, one in enumerate(chances)
        for across, share in enumerate(one.shares)
    ]
    rows = [[names[one.tool], *(f"{round(100 * share)}%" for share in one.shares)] for one in chances]
    return {
        "cells": cells,
        "names": [
            {"y": down * LINE + TOP + 19, "name": names[one.tool][:30]} for down, one in enumerate(chances)
        ],
        "ranks": [{"x": rank * CELL + LEFT + CELL // 2, "rank": rank + 1} for rank in ranks],
        "width": LEFT + 10 + CELL * len(ranks),
        "height": TOP + 10 + LINE * len(chances),
        "table": {"heads": [_("Tool"), *(str(rank + 1) for rank in ranks)], "rows": rows},
    }


def shifts(sure: Certainty, tools: Mapping[int, str], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Which tool draws level with the leader at which weights: only the weights that move are named."""
    found = []
    for shift in sure.shifts:
        moves = [
            _("%(criterion)s from %(now)s%% to %(then)s%%")
            % {"criterion": names[code], "now": sure.middle[code], "then": then}
            for code, then in shift.weights.items()
            if then != sure.middle[code]
        ]
        found.append({"name": tools[shift.tool], "size": shift.size, "moves": moves})
    return found


def opinions(sure: Certainty) -> list[dict[str, Any]]:
    return [
        {"method": METHODS.get(one.method, one.method), "same": one.same, "shared": one.shared}
        for one in sure.opinions
    ]


def helix_rows(sure: Certainty, tools: Mapping[int, str]) -> dict[str, Any] | None:
    """Per tool the place that each helix alone would give it; None when only one helix has assessed."""
    if len(sure.helices) < 2:
        return None
    labels = dict(Helix.choices)
    return {
        "heads": [labels[helix] for helix in sure.helices],
        "rows": [
            (tools[one.tool], [places.get(one.tool, "–") for places in sure.helices.values()])
            for one in sure.chances[:SHOWN]
        ],
    }


def columns_of(rows: Judged) -> list[Column]:
    """The ranking as a file: a column for each criterion."""
    return [
        Column("tool", _("Tool"), value=lambda line: line.name),
        Column("place", _("Place"), value=lambda line: line.rank),
        Column("score", _("Score of 100"), value=lambda line: line.score),
        *(Column(one.code, str(one.name), value=partial(_part, one.code)) for one in rows.criteria),
        Column("assessors", _("Assessors"), value=lambda line: line.assessors),
        Column("spread", _("Spread"), value=lambda line: line.spread),
    ]


def _part(code: str, line: Line) -> int | None:
    return dict(line.parts).get(code)
