"""How far assessors agree, and who or what drives them apart.

`krippendorff` says how much better they agree than by chance, with scores that are missing; `kendall` how far their
orders are the same. `agree` asks both per criterion and overall, with intervals, and again without each assessor and
each tool. Where there is nothing to compare the answer is "undefined" and never a number.
"""
