"""A test that commits leaves no trace: the next one finds what the migrations shipped."""

import http.client

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection


@pytest.mark.parametrize("run", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_committed_changes_are_undone(run: int) -> None:
    assert ContentType.objects.filter(app_label="core").exists()
    ContentType.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_behind ()")


@pytest.mark.django_db
def test_the_database_reads_thai() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT show_trgm('จอดรถ')")
        assert cursor.fetchone()[0]


@pytest.mark.slow
def test_a_live_site_answers_beside_the_test(live_site: str) -> None:
    connected = http.client.HTTPConnection(live_site.removeprefix("http://"), timeout=20)
    connected.request("GET", "/accounts/login/")
    assert connected.getresponse().status == 200
    assert ContentType.objects.exists()
