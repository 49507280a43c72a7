"""When the partners meet, and which design principle each meeting treats.

One date per meeting out of its candidates, so that most people can be there; holidays and the days of people who must
be present are left out first. Principles take turns. An agreed calendar changes as little as it can.
"""
