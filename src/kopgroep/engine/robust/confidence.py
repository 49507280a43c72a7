"""Confidence factors of SMAA-2: how sure a tool's first place is under the weights that favour it.

Source: Lahdelma and Salminen 2001 (see `ranks`), section 3. With the central weights w_c of tool i held still and the
scores xi drawn anew,

    p_c[i] = P(tool i has the highest value under w_c)

Low confidence means that scores are too uncertain to make i the choice, even for those whose weights suit it best.
"""

from __future__ import annotations

import numpy as np

from kopgroep.engine.draws import Draws, Floats
from kopgroep.engine.patience import Patience
from kopgroep.engine.robust.ranks import TIE, Ints, Tally
from kopgroep.engine.robust.scores import Scores


def central_weights(tally: Tally) -> Floats:
    """tools x criteria; NaN for a tool that never came first."""
    firsts = tally.counts[:, 0]
    return np.asarray(np.where(firsts[:, None] > 0, tally.favours / np.maximum(firsts, 1)[:, None], np.nan))


def confidences(scores: Scores, central: Floats, samples: int, draws: Draws, patience: Patience) -> Floats:
    """Per tool, NaN where there are no central weights. One set of score samples serves all tools."""
    found = np.full(len(central), np.nan)
    favoured = np.flatnonzero(~np.isnan(central).any(axis=1))
    if scores.fixed:
        samples = 1
    rows, done = max(16, min(2048, (1 << 17) // len(central))), 0
    firsts = np.zeros(len(central))
    while done < samples and not (done and patience.over()):
        some = min(rows, samples - done)
        firsts[favoured] += _firsts(scores, central, favoured, draws, some)
        done += some
    found[favoured] = firsts[favoured] / done
    return found


def _firsts(scores: Scores, central: Floats, tools: Ints, draws: Draws, rows: int) -> Floats:
    drawn, firsts = scores.drawn(draws, rows), np.zeros(len(tools))
    for at, tool in enumerate(tools):
        values = drawn.values(central[tool : tool + 1])
        firsts[at] = (values[:, tool] >= values.max(axis=1) - TIE).sum()
    return firsts
