"""A second opinion on teams: OR-Tools' CP-SAT, which cannot share a process with HiGHS.

JSON in: a list of problems; JSON out: per problem everybody's points, from the worst off up, each level proven in turn.
It reads the problem for itself and shares no code with the engine.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from ortools.sat.python import cp_model


def main() -> None:
    json.dump([fairest(one) for one in json.load(sys.stdin)], sys.stdout)


def fairest(problem: dict[str, Any]) -> list[int] | None:
    model, points = modelled(problem)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    most = sum(one["wish"] for one in problem["wishes"])
    found, level = list[int](), 0
    while level <= most and len(found) < len(points):
        below = []
        for one in points:
            short = model.new_bool_var("")
            model.add(one >= level + 1).only_enforce_if(~short)
            below.append(short)
        model.minimize(sum(below))
        if solver.solve(model) != cp_model.OPTIMAL:
            return None
        fewest = round(solver.objective_value)
        model.add(sum(below) <= fewest)
        found += [level] * (fewest - len(found))
        level += 1
    return found


def modelled(problem: dict[str, Any]) -> tuple[cp_model.CpModel, list[Any]]:
    model, partners = cp_model.CpModel(), problem["partners"]
    barred = {(one["partner"], one["team"]) for one in problem["conflicts"]}
    x = {
        (one["id"], team["id"]): model.new_bool_var("")
        for one in partners
        for team in problem["teams"]
        if (one["id"], team["id"]) not in barred
    }
    for team in problem["teams"]:
        here = [(one, x[one["id"], team["id"]]) for one in partners if (one["id"], team["id"]) in x]
        model.add(sum(seat for _, seat in here) >= team["minimum"])
        model.add(sum(seat for _, seat in here) <= team["maximum"])
        for role, count in {**problem["helix"], **team["helix"]}.items():
            model.add(sum(seat for one, seat in here if one["helix"] == role) >= count)
        if team["chair"]:
            model.add(sum(seat for one, seat in here if one["chair"]) >= 1)
    hours = {team["id"]: team["hours"] for team in problem["teams"]}
    wishes = {(one["partner"], one["team"]): one["wish"] for one in problem["wishes"]}
    points = []
    for one in partners:
        mine = {pair: seat for pair, seat in x.items() if pair[0] == one["id"]}
        model.add(sum(mine.values()) >= one["minimum"])
        model.add(sum(mine.values()) <= one["maximum"])
        if one["hours"] is not None:
            model.add(sum(seat * hours[pair[1]] for pair, seat in mine.items()) <= one["hours"])
        points.append(sum(seat * wishes.get(pair, 0) for pair, seat in mine.items()))
    return model, points


if __name__ == "__main__":
    main()
