"""A second opinion on portfolios and panels: OR-Tools' CP-SAT, which cannot share a process with HiGHS.

JSON in: {"portfolios": [...], "panels": [...], "seconds": 60}; JSON out: per problem its status, value and seconds. It
reads the problem for itself and shares no code with the engine.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from ortools.sat.python import cp_model


def main() -> None:
    asked = json.load(sys.stdin)
    answers = {
        kind: [solved(modelled(one), asked["seconds"]) for one in asked.get(kind, ())]
        for kind, modelled in (("portfolios", portfolio), ("panels", panels))
    }
    json.dump(answers, sys.stdout)


def solved(model: cp_model.CpModel, seconds: float) -> dict[str, Any]:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    began = time.perf_counter()
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return {
        "status": solver.status_name(status),
        "value": round(solver.objective_value) if found else None,
        "seconds": time.perf_counter() - began,
    }


def portfolio(problem: dict[str, Any]) -> cp_model.CpModel:
    model, rules, tools = cp_model.CpModel(), problem["rules"], problem["tools"]
    x = {tool["id"]: model.new_bool_var("") for tool in tools}
    model.add(sum(x.values()) >= rules["minimum"])
    if rules["maximum"] is not None:
        model.add(sum(x.values()) <= rules["maximum"])
    for one in problem["principles"]:
        of_it = [x[tool["id"]] for tool in tools if one in tool["principles"]]
        model.add(sum(of_it) >= rules["principle_minimum"].get(one, rules["per_principle"]))
    _limits(model, problem, x)
    for tool in tools:
        ownerless = rules["owned"] and tool["owner"] is None
        if (
            ownerless
            or len(tool["wanted_by"]) < rules["wanting"]
            or tool["stands"] in ("must_not", "knocked_out")
        ):
            model.add(x[tool["id"]] == 0)
        if tool["stands"] == "must":
            model.add(x[tool["id"]] == 1)
    model.maximize(sum(x[tool["id"]] * tool["value"] for tool in tools))
    return model


def _limits(model: cp_model.CpModel, problem: dict[str, Any], x: Any) -> None:
    rules, tools = problem["rules"], problem["tools"]
    for owner in {tool["owner"] for tool in tools} - {None}:
        most = rules["owner_maximum"].get(owner, rules["per_owner"])
        if most is not None:
            model.add(sum(x[tool["id"]] for tool in tools if tool["owner"] == owner) <= most)
    for name, limit in rules["limits"].items():
        if limit is not None:
            model.add(sum(x[tool["id"]] * tool["uses"].get(name, 0) for tool in tools) <= limit)
    for one in problem["municipalities"]:
        wanted = [x[tool["id"]] for tool in tools if one in tool["wanted_by"]]
        model.add(sum(wanted) >= rules["per_municipality"])


def panels(problem: dict[str, Any]) -> cp_model.CpModel:
    model, rules = cp_model.CpModel(), problem["rules"]
    fits = {(one["assessor"], one["tool"]): one["fit"] for one in problem["fits"]}
    barred = {(one["assessor"], one["tool"]) for one in problem["conflicts"]}
    x = {
        (one["id"], tool["id"]): model.new_bool_var("")
        for one in problem["assessors"]
        for tool in problem["tools"]
        if one["organisation"] not in tool["organisations"]
        and (one["id"], tool["id"]) not in barred
        and fits.get((one["id"], tool["id"]), 0) >= rules["least_fit"]
    }
    for tool in problem["tools"]:
        _panel(model, problem, tool, x)
    for one in problem["assessors"]:
        load = sum(chosen for (who, _), chosen in x.items() if who == one["id"])
        model.add(load >= _first(one["minimum"], rules["minimum"], 0))
        model.add(load <= _first(one["maximum"], rules["maximum"], len(problem["tools"])))
    model.maximize(sum(chosen * fits.get(pair, 0) for pair, chosen in x.items()))
    return model


def _panel(model: cp_model.CpModel, problem: dict[str, Any], tool: dict[str, Any], x: Any) -> None:
    rules = problem["rules"]
    helix = {one["id"]: one["helix"] for one in problem["assessors"]}
    inside = {who: chosen for (who, of), chosen in x.items() if of == tool["id"]}
    least = _first(tool["minimum"], rules["assessors"])
    model.add(sum(inside.values()) >= least)
    model.add(sum(inside.values()) <= _first(tool["maximum"], rules["assessors_maximum"], least))
    for role, count in rules["helix"].items():
        model.add(sum(chosen for who, chosen in inside.items() if helix[who] == role) >= count)
    there = []
    for role in sorted({role for role in helix.values() if role is not None}):
        some = model.new_bool_var("")
        model.add(sum(chosen for who, chosen in inside.items() if helix[who] == role) >= some)
        there.append(some)
    model.add(sum(there) >= rules["roles"])


def _first(*values: int | None) -> int:
    return next(value for value in values if value is not None)


if __name__ == "__main__":
    main()
