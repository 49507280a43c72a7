"""Which tools come first, and how each criterion helped.

Four methods, each in its own file after its own paper: `weighted_sum`, `weighted_product`, `topsis` and `promethee`.
One is asked, the three others are the second opinion: do they choose the same tools? `judged` is what all of them
read, `interval` how far missing scores can still move a tool.
"""
