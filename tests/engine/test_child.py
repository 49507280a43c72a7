"""A call in a process of its own gives what the call gives, tells how far it is, and stops when told to."""

import os
import signal
import sys
import time

import pytest

from kopgroep.engine.child import ChildLost, in_child
from kopgroep.engine.faults import InputWrong, need_finite


def count(until, *, watch):
    """Counts, one per hundredth of a second, until it is told to stop."""
    for step in range(until):
        if watch.stopped():
            return step
        watch.told(done=step / until)
        time.sleep(0.01)
    return until


def refuse(value, *, watch):
    need_finite("value", value)


def die(*, watch):
    os.kill(os.getpid(), signal.SIGKILL)


def deaf(*, watch):
    time.sleep(60)


def chatty(*, watch):
    sys.stdout.write("a library says something\n")
    os.write(1, b"and so does one in C\n")
    return os.environ["OMP_NUM_THREADS"]


class Listener:
    def __init__(self, *, enough=None):
        self.enough, self.heard = enough, []

    def told(self, **progress):
        self.heard.append(progress["done"])

    def stopped(self):
        return self.enough is not None and len(self.heard) >= self.enough


def test_the_answer_comes_back_and_progress_with_it():
    listener = Listener()

    assert in_child(count, 50, watch=listener) == 50
    assert listener.heard == sorted(listener.heard)
    assert len(listener.heard) >= 2


def test_who_watches_can_stop_it():
    assert 0 < in_child(count, 100_000, watch=Listener(enough=2)) < 100_000


def test_time_that_is_up_stops_it():
    assert 0 < in_child(count, 100_000, seconds=1.5) < 100_000


def test_what_it_refuses_is_refused_here():
    with pytest.raises(InputWrong) as refused:
        in_child(refuse, float("inf"))

    assert (refused.value.code, refused.value.field) == ("not_finite", "value")


def test_a_child_that_dies_or_does_not_listen_is_an_error():
    with pytest.raises(ChildLost, match="ended with -9"):
        in_child(die)
    with pytest.raises(ChildLost, match="did not stop"):
        in_child(deaf, seconds=1, grace=0.2)


def test_what_a_library_prints_does_not_get_between_and_it_has_one_thread():
    assert in_child(chatty) == "1"
