"""`make bench-engine`: run every comparison, print the table, and keep it with its picture in the docs.

Beside this module every problem has its own, with `rows()` and, where the cost's growth is of interest, `growths()`.
"""

from __future__ import annotations

import importlib
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt

from kopgroep.engine.answers import versions
from tools.bench_engine.measure import Growth, Row

PROBLEMS = ("ranking", "robust", "portfolio", "panels", "teams", "pilots", "meetings", "forecast")
DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "reference" / "engine-speed.md"
PICTURE = DOCS / "pictures" / "engine-growth.svg"
HEAD = """# How fast the engine is

Made by `make bench-engine`, which times ours and the anchor in turns in one run, each on one thread. Seconds differ
from machine to machine; a ratio says much more. *Target* is the ratio that is promised: below it the line is kept.

"""


def main(wanted: Sequence[str]) -> int:
    rows: list[Row] = []
    growths: list[Growth] = []
    for problem in wanted or PROBLEMS:
        module = importlib.import_module(f"tools.bench_engine.{problem}")
        for row in module.rows():
            print(_line(row), flush=True)
            rows.append(row)
        growths += getattr(module, "growths", list)()
    if not wanted:
        PAGE.write_text(HEAD + "\n".join(_page(rows, growths)) + "\n", encoding="utf-8")
        draw(growths)
    missed = [row for row in rows if not row.kept]
    for row in missed:
        print(f"Above its target: {_line(row)}", file=sys.stderr)
    return 1 if missed else 0


def _page(rows: Sequence[Row], growths: Sequence[Growth]) -> Iterator[str]:
    made = ", ".join(f"{name} {number}" for name, number in versions().items())
    yield f"Measured with Python {platform.python_version()}, {made}, on {os.cpu_count()} cores.\n"
    yield "| problem | case | against | ours | theirs | ratio | target | note |"
    yield "| --- | --- | --- | --: | --: | --: | --: | --- |"
    yield from (f"| {_line(row)} |" for row in rows)
    yield "\n## How the cost grows\n"
    yield "![Seconds against size, both on a logarithmic scale](../pictures/engine-growth.svg)\n"
    yield "| what | size | from | to | seconds at the largest | exponent |"
    yield "| --- | --- | --: | --: | --: | --: |"
    for one in growths:
        yield (
            f"| {one.name} | {one.unit} | {one.sizes[0]:g} | {one.sizes[-1]:g} "
            f"| {seconds(one.seconds[-1])} | {one.exponent:.2f} |"
        )


def _line(row: Row) -> str:
    theirs = "-" if row.theirs is None else seconds(row.theirs)
    ratio = "-" if row.ratio is None else f"{row.ratio:.3g}"
    target = "" if row.target is None else f"{row.target:g}"
    return " | ".join((row.problem, row.case, row.anchor, seconds(row.ours), theirs, ratio, target, row.note))


def seconds(value: float) -> str:
    return f"{value * 1000:.3g} ms" if value < 1 else f"{value:.3g} s"


def draw(growths: Sequence[Growth]) -> None:
    """Seconds against size, both on a logarithmic scale; a straight line is a power, its slope the exponent."""
    # The same picture from the same numbers: no date in it, and names that do not change.
    mpl.rcParams["svg.hashsalt"] = "kopgroep"
    figure, axes = plt.subplots(figsize=(8, 5))
    for one, mark in zip(growths, "osv^D*Pxh<>" * 2, strict=False):
        axes.loglog(one.sizes, one.seconds, marker=mark, label=f"{one.name}: {one.exponent:.2f}")
    axes.set_xlabel("size")
    axes.set_ylabel("seconds")
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend(title="what: exponent", fontsize="small")
    figure.tight_layout()
    figure.savefig(PICTURE, metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
