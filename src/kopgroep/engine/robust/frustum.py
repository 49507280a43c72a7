"""The exact share of a simplex on which a linear function is below zero: the frustum of a simplex.

Source: G. Varsi, The multidimensional content of the frustum of the simplex, Pacific Journal of Mathematics 46(1),
1973, 303-314; M. M. Ali, Content of the frustum of a simplex, Pacific Journal of Mathematics 48(2), 1973, 313-322.

Let the function take the values x[1..K] >= 0 and y[1..J] < 0 at the corners of the simplex. Begin with A[0] = 1 and
A[1..K] = 0; then for each y, for k = 1 to K in turn:

    A[k] := (x[k] A[k] - y A[k-1]) / (x[k] - y)

At the end A[K] is the share of the simplex on which the function is below zero. Every step is a mean of two numbers
between 0 and 1 with weights above 0, so nothing is ever subtracted: corners with nearly the same value do no harm, as
they do in the closed forms that divide by their differences. The K x J steps are done for many functions at once.
"""

from __future__ import annotations

import numpy as np

from kopgroep.engine.assessment import Booleans
from kopgroep.engine.draws import Floats
from kopgroep.engine.robust.ranks import TIE


def shares_below(corners: Floats) -> tuple[Floats, Booleans]:
    """`corners` (functions x corners): each function's value at each corner of the simplex.

    Returns the share of the simplex on which each is below zero, and whether it is zero everywhere (a tie). A value
    within TIE of zero is zero: two values that close are equal.
    """
    values = np.where(np.abs(corners) <= TIE, 0.0, corners)
    values = -np.sort(-values, axis=1)
    below = (values < 0).sum(axis=1)
    shares = np.zeros(len(values))
    ties = np.asarray(~values.any(axis=1))
    width = values.shape[1]
    for negative in range(1, width + 1):
        rows = np.flatnonzero(below == negative)
        if len(rows):
            split = width - negative
            shares[rows] = _share(values[rows, :split].T.copy(), values[rows, split:].T.copy())
    return shares, ties


def _share(x: Floats, y: Floats) -> Floats:
    """x (K x functions) at least 0 and y (J x functions) below 0, one column per function."""
    share = np.zeros((len(x) + 1, x.shape[1]))
    share[0] = 1.0
    for low in y:
        kept, moved = x / (x - low), -low / (x - low)
        for k in range(1, len(share)):
            share[k] = kept[k - 1] * share[k] + moved[k - 1] * share[k - 1]
    last: Floats = share[-1]
    return last
