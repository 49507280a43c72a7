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
from kopgroep.engine.robust.scores import Drawn, Scores

# Numbers that are in memory at once.
CHUNK = 1 << 20


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
    rows, done = max(1, min(samples, CHUNK // central.size)), 0
    firsts = np.zeros(len(favoured))
    while done < samples and not (done and patience.over()):
        some = min(rows, samples - done)
        firsts += _firsts(scores.drawn(draws, some), central[favoured], favoured)
        done += some
    found[favoured] = firsts / done
    return found


def _firsts(drawn: Drawn, central: Floats, tools: Ints) -> Floats:
    """How often each of `tools` comes first under its own row of `central`; all rows in one product per block."""
    known, scores = drawn.scores, drawn.dense()
    _, count, criteria = scores.shape
    spread = np.sqrt(known.deviation**2 @ (central**2).T)
    firsts, block = np.zeros(len(tools)), max(1, CHUNK // (count * len(tools)))
    for start in range(0, drawn.rows, block):
        some = scores[start : start + block].reshape(-1, criteria)
        values = (some @ central.T).reshape(-1, count, len(tools))
        if drawn.noise is not None:
            values += drawn.noise[start : start + block, :, None] * spread
        if known.applies is not None:
            values /= known.weight_that_applies(central).T
        own = values[:, tools, np.arange(len(tools))]
        firsts += (own >= values.max(axis=1) - TIE).sum(axis=0)
    return firsts
