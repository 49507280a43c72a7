"""Who assesses which tool, so that the expertise fits best and nobody assesses what is their own.

A choice x of pairs (assessor, tool), x in {0, 1}, that maximises the fit of the chosen pairs while every tool has
enough assessors and its mix of helix roles, every assessor has a load between limits, and no pair has a conflict of
interest.

`problem` says it, `rows` puts it in a programme, `assign` answers it (and deals out what is left evenly), `check`
re-checks it in whole numbers, `explain` (on `room`, a maximum flow) says why it cannot be.
"""
