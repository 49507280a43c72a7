"""Which municipality tests which tool, so that the pairs fit best and every rule of the deal is kept.

A choice x of pairs (municipality, tool), x in {0, 1}, that maximises the points of the chosen pairs while

- counts      every municipality tests between its minimum and maximum of tools, every tool has its number of sites
- hours       the hours of a municipality's tests fit in the hours that it has
- spread      every tool is tested in several regions, and at both ends of the sizes
- principles  every municipality tests at least one tool of every design principle

`problem` says it, `allocate` answers it: `linear_first` where hours do not count, `price_and_probe` (on `knapsack`)
where they do. `check` re-checks every plan in whole numbers, `replan` changes an agreed plan as little as can be,
`reasons` says why a pair is in or out, `explain` (on `flow`, `elastic` and `conflicts`) why there is no plan at all.
"""
