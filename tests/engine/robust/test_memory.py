"""How much memory ten thousand samples of 250 tools on 12 criteria take: the same as any other number of them."""

import json
import subprocess
import sys
import tracemalloc

import pytest

from kopgroep.engine.assessment import Assessment, Criterion, Scale, Score
from kopgroep.engine.draws import Draws
from kopgroep.engine.robust.problem import RobustProblem
from kopgroep.engine.robust.rank import robust_rank
from kopgroep.engine.weights.region import Free

MOST = 64 * 2**20

# Run by itself, so that nothing that was loaded before hides what the ranking takes from the machine.
ALONE = """
import json, resource, sys
from tests.engine.robust.test_memory import large
from kopgroep.engine.robust.rank import robust_rank

asked = large(int(sys.argv[1]))
robust_rank(large(5), samples=100)
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
before = peak()
answer = robust_rank(asked, samples=int(sys.argv[2]))
print(json.dumps(peak() - before))
"""


def large(tools, criteria=12):
    shares = Draws(0).uniform(tools, criteria).tolist()
    return RobustProblem(
        assessment=Assessment(
            tools=tuple(f"t{at}" for at in range(tools)),
            criteria=tuple(Criterion(id=f"c{at}", scale=Scale(low=0, high=1)) for at in range(criteria)),
            assessors=("x",),
            scores=tuple(
                Score(tool=f"t{tool}", criterion=f"c{at}", assessor="x", value=value)
                for tool, row in enumerate(shares)
                for at, value in enumerate(row)
            ),
        ),
        weights=Free(),
    )


def most_memory(asked, samples):
    tracemalloc.start()
    try:
        robust_rank(asked, samples=samples)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_it_takes_less_than_64_megabytes_whatever_the_number_of_samples():
    asked = large(250)

    few, many = most_memory(asked, 2_000), most_memory(asked, 10_000)

    assert many < MOST
    assert many == pytest.approx(few, rel=0.02)


def test_the_machine_gives_it_less_than_64_megabytes():
    run = subprocess.run(
        [sys.executable, "-c", ALONE, "250", "10000"], check=True, capture_output=True, text=True, timeout=120
    )

    assert json.loads(run.stdout) < MOST
