"""Decision support: numbers in, numbers and reasons out. It proposes and explains; people decide.

Pure Python on NumPy, SciPy and HiGHS: no Django, no files, no clock, no state that is kept. Rooms ask it through their
advice.py, people through `kopgroep engine ...`. Each problem has a folder of its own:

- `weights`    how heavily each criterion counts: one vector, or a region of vectors that are still possible
- `ranking`    which tools come first, and how each criterion helped
- `robust`     whether that stays so when weights and scores are uncertain
- `agreement`  how far assessors agree, and who or what drives them apart
- `portfolio`  which tools together, within the deal's norms
- `teams`      who works out which tool; `panels`: who assesses which
- `pilots`     which municipality tests which tool
- `meetings`   when the partners meet
- `forecast`   the chance that a gate's norms are met in time

Beside them: `givens` and `answers` (what goes in and comes out), `faults` (what is refused), `draws` (chance, from one
seed), `solver` (the one door to HiGHS) and `child` (a call in a process of its own, that can be watched and stopped),
`patience` (how long a question may still take) and `deletion` (one minimal conflict).
"""
