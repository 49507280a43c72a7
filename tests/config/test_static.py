"""Static files are no pages: they cannot be framed, run nothing, and are what they say they are."""

import pytest
from django.test import Client, override_settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def static_client(tmp_path):
    (tmp_path / "drawing.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    )
    with override_settings(STATIC_ROOT=tmp_path, WHITENOISE_USE_FINDERS=False, WHITENOISE_AUTOREFRESH=True):
        yield Client()


def test_a_static_file_cannot_run_or_be_framed(static_client):
    answer = static_client.get("/static/drawing.svg")
    answer.close()
    headers = answer.headers

    assert headers["Content-Type"] == "image/svg+xml"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


def test_a_path_out_of_the_folder_leads_nowhere(static_client):
    for path in (
        "/static/../secret.key",
        "/static/%2e%2e/secret.key",
        "/static//etc/passwd",
        "/static/..%2fsecret.key",
    ):
        assert static_client.get(path).status_code == 404
