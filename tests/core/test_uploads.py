"""Receiving uploads: a file over the limit costs no disk and takes no typed word along."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from foundation.core import files
from foundation.core.errors import Refused
from foundation.core.uploads import upload_limit

MB = 1024 * 1024


def posted(size, view=lambda request: None):
    """A form with a text before and after the file, as a view sees it."""
    data = {"before": "เรื่อง", "file": SimpleUploadedFile("ใหญ่.pdf", b"x" * size), "later": "รายละเอียด"}
    request = RequestFactory().post("/", data)
    request.resolver_match = SimpleNamespace(func=view)
    return request


@pytest.fixture(autouse=True)
def small_limit(settings):
    settings.ATTACHMENT_MAX_BYTES = 3 * MB


def test_file_within_the_limit_arrives_whole():
    assert len(posted(3 * MB - 1000).FILES["file"].read()) == 3 * MB - 1000


def test_larger_file_arrives_empty_with_its_true_size_and_the_words_stay():
    request = posted(5 * MB)
    file = request.FILES["file"]
    assert (file.size, file.read(), file.name) == (5 * MB, b"", "ใหญ่.pdf")
    assert (request.POST["before"], request.POST["later"]) == ("เรื่อง", "รายละเอียด")


@pytest.mark.django_db
def test_larger_file_is_refused_with_words_for_people():
    with pytest.raises(Refused, match=r"5"):
        files.attach(owner_kind="test.case", owner_public_id="1", upload=posted(5 * MB).FILES["file"])


def test_view_may_take_larger_files():
    @upload_limit(8 * MB)
    def view(request):
        """Takes imports."""

    assert len(posted(5 * MB, view).FILES["file"].read()) == 5 * MB
