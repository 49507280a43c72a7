"""A robust ranking can be stopped, and is the same wherever it runs."""

import multiprocessing
import os
import subprocess
import sys

import pytest

from kopgroep.engine.answers import as_json
from kopgroep.engine.robust.problem import Normal
from kopgroep.engine.robust.rank import robust_rank
from kopgroep.engine.weights.region import Boxes
from tests.engine.robust.small import problem, random_table


class Impatient:
    """Says stop as soon as something was told."""

    def __init__(self):
        self.heard = []

    def told(self, *, done, objective=None, bound=None):
        self.heard.append(done)

    def stopped(self):
        return bool(self.heard)


def test_a_stop_leaves_an_answer_on_the_samples_so_far():
    answer = robust_rank(problem(random_table(1)), samples=100_000, watch=(watch := Impatient()))

    assert answer.outcome.status == "stopped"
    assert 0 < answer.samples < 100_000
    assert watch.heard == [answer.samples / 100_000]
    assert sum(answer.standings[0].acceptability) == pytest.approx(1)


def test_the_same_bytes_in_a_forked_and_in_a_spawned_process():
    asked = problem(
        random_table(4) | {"u": [None, 0.2, 0.3, 0.4]},
        weights=Boxes(limits={f"c{at}": (0.1, 0.6) for at in range(4)}),
        uncertain=(Normal(tool="t1", criterion="c1", mean=0.5, deviation=0.1),),
    )
    here = as_json(robust_rank(asked, samples=700, seed=9))

    for way in ("fork", "spawn"):
        with multiprocessing.get_context(way).Pool(1) as pool:
            there = pool.apply(robust_rank, (asked,), {"samples": 700, "seed": 9})
        assert as_json(there) == here


ON_CORES = """
import sys
from kopgroep.engine.answers import as_json
from kopgroep.engine.robust.rank import robust_rank
from tests.engine.robust.small import problem, random_table
sys.stdout.buffer.write(as_json(robust_rank(problem(random_table(2, 220, 12, 9)), samples=1_500, seed=3)))
"""


def test_the_same_bytes_on_one_core_and_on_two():
    one, two = (
        subprocess.run(
            [sys.executable, "-c", ON_CORES],
            check=True,
            capture_output=True,
            timeout=120,
            env=os.environ | {"OPENBLAS_NUM_THREADS": cores, "OMP_NUM_THREADS": cores},
        ).stdout
        for cores in ("1", "2")
    )

    assert one == two
    assert len(one) > 100_000
