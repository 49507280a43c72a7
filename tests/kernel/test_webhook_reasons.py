"""Why a webhook did not get through, in the reader's own language."""

import pytest
from django.utils.translation import override

from kopgroep.kernel.webhooks.reasons import reason_in_words


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("The name intranet.example is not known.", "De naam intranet.example is niet bekend."),
        ("No answer in time.", "Geen antwoord op tijd."),
        ("It answered 503.", "Het antwoord was 503."),
        ("RemoteDisconnected: closed", "Het verbrak de verbinding zonder antwoord."),
        ("The address does not begin with https://.", "Het adres moet met https:// beginnen."),
        ("Something else.", "Something else."),
        ("", ""),
    ],
)
def test_a_reason_is_told_in_dutch_and_what_is_not_foreseen_stays(kept, told):
    with override("nl"):
        assert reason_in_words(kept) == told
