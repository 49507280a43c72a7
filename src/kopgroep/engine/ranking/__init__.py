"""Which tools come first, and how each criterion helped.

`weighted_sum`, `weighted_product`, `topsis` and `promethee` are the methods; `rank` puts what they say in one answer
with what is missing and what is out, and `opinion` asks the three others whether they would choose the same tools.
"""
