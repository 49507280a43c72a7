"""Which tools stay in front whatever the weights and scores turn out to be: SMAA-2 (Lahdelma and Salminen, 2001).

Weights come from a region and scores from what is known of them; every sample ranks the tools anew. What is counted:
how often a tool takes each rank, how often it beats another, and which weights favour it. Where a closed form gives
the exact answer, nothing is sampled. Beside it: the smallest change of the weights that would put one tool before
another.
"""
