"""Which partners work out which tool together.

Every team gets its seats and the roles of the helix that it needs, within everybody's hours. Of all divisions that do,
the fairest is taken: the partner who is worst off gets as much as can be, then the next, and so on up. Agreed seats
change as little as they can.
"""
