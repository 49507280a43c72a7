"""A second opinion on the pilots: OR-Tools' CP-SAT, which cannot share a process with HiGHS. JSON in, JSON out.

In: {"problems": [...], "seconds": 60, "workers": 1}. Out: per problem its status, value, bound and seconds.
It reads the problem for itself and shares no code with the engine.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from typing import Any

from ortools.sat.python import cp_model


def main() -> None:
    asked = json.load(sys.stdin)
    answers = [solved(one, asked["seconds"], asked.get("workers", 1)) for one in asked["problems"]]
    json.dump(answers, sys.stdout)


def solved(problem: dict[str, Any], seconds: float, workers: int) -> dict[str, Any]:
    model = modelled(problem)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    began = time.perf_counter()
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return {
        "status": solver.status_name(status),
        "value": int(solver.objective_value) if found else None,
        "bound": solver.best_objective_bound if found else None,
        "seconds": time.perf_counter() - began,
    }


def modelled(problem: dict[str, Any]) -> cp_model.CpModel:
    model, rules = cp_model.CpModel(), problem["rules"]
    tools = {one["id"]: one for one in problem["tools"]}
    places = {one["id"]: one for one in problem["municipalities"]}
    by_place, by_tool = defaultdict(list), defaultdict(list)
    points = []
    for pair in problem["pairs"]:
        chosen = model.new_bool_var("")
        by_place[pair["municipality"]].append((chosen, pair))
        by_tool[pair["tool"]].append((chosen, pair))
        points.append((chosen, pair["fit"] + rules["project_points"] * pair["project"]))
    for name, place in places.items():
        _place(model, rules, tools, place, by_place[name])
    for name, tool in tools.items():
        _tool(model, rules, places, tool, by_tool[name])
    model.maximize(sum(chosen * worth for chosen, worth in points))
    return model


def _place(model: Any, rules: Any, tools: Any, place: Any, pairs: Any) -> None:
    count = sum(chosen for chosen, _ in pairs)
    model.add(count >= (rules["tools"] if place["minimum"] is None else place["minimum"]))
    if place["maximum"] is not None:
        model.add(count <= place["maximum"])
    if place["hours"] is not None:
        hours = [
            tools[pair["tool"]]["hours"] if pair["hours"] is None else pair["hours"] for _, pair in pairs
        ]
        model.add(sum(one * chosen for one, (chosen, _) in zip(hours, pairs, strict=True)) <= place["hours"])
    if rules["every_principle"] and place["principles"]:
        for principle in sorted({tool["principle"] for tool in tools.values()} - {None}):
            of_it = [chosen for chosen, pair in pairs if tools[pair["tool"]]["principle"] == principle]
            model.add_bool_or(of_it)


def _tool(model: Any, rules: Any, places: Any, tool: Any, pairs: Any) -> None:
    count = sum(chosen for chosen, _ in pairs)
    model.add(count >= (rules["sites"] if tool["minimum"] is None else tool["minimum"]))
    if tool["maximum"] is not None:
        model.add(count <= tool["maximum"])
    regions = rules["regions"] if tool["regions"] is None else tool["regions"]
    if regions:
        seated = []
        for region in sorted({place["region"] for place in places.values()} - {None}):
            seat = model.new_bool_var("")
            there = [chosen for chosen, pair in pairs if places[pair["municipality"]]["region"] == region]
            model.add_bool_or([*there, ~seat])
            seated.append(seat)
        model.add(sum(seated) >= regions)
    for group in rules["ends"] if tool["ends"] else ():
        model.add_bool_or([chosen for chosen, pair in pairs if places[pair["municipality"]]["size"] in group])


if __name__ == "__main__":
    main()
