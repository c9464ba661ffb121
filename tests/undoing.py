"""The Undo button of a message, pressed as a browser does."""

import re
from typing import Any

from django.test import Client


def press_undo(client: Client, page: Any) -> Any:
    """Send the form that the message on the page holds, and give the answer."""
    form = re.search(
        r'<li class="toast.*?<form method="post" action="([^"]+)">(.*?)</form>', page.content.decode(), re.S
    )
    assert form, "no message on the page offers undo"
    return client.post(form[1], dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[2])))
