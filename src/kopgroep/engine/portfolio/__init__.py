"""Which tools together, so that they are worth most and every norm of the deal is kept.

A choice x of tools, x in {0, 1}, that maximises the points of the chosen tools while there are enough of them in all
and for each design principle, each has an owner and no owner too many, enough municipalities want each, and what they
use (hours, euros) is there.

`problem` says it, `rules` puts each norm in a row, `chooser` finds proven optima, one after another, on the few tools
that can still matter. `select` answers with the best portfolio, the next best that differ (`nearby`), the price of each
rule (`prices`) and the least change from what was agreed; `robust` with what stays in or out over all weights that are
still possible (`sharpen` on whole weights from `whole`). `check` re-checks every portfolio in whole numbers, and
`explain` says why there is none at all.
"""
