"""How heavily each criterion counts.

`region` holds what is known of the weights: one vector, an order, limits, or one vector per assessor. The other modules
make such a region out of what people say: points (`direct`, `swing`), an order (`ranked`), or comparisons with the best
and the worst criterion (`best_worst`).
"""
