"""Walking through the site as people do: by the links and forms that the pages show, never by an address one knows."""

from html.parser import HTMLParser
from typing import Any, Self

from django.http import HttpResponse
from django.test import Client

ENTRANCE = "/staff/"


class Page(HTMLParser):
    """What a page leads to: its links, and its forms with what they would send as they stand."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.forms: list[tuple[str, dict[str, Any]]] = []
        self._form: dict[str, Any] | None = None
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.add(given["href"].partition("#")[0])
        elif tag == "form" and given.get("method") == "post":
            self._form = {}
            self.forms.append((given.get("action", ""), self._form))
        elif self._form is None or not given.get("name", self._select):
            return
        elif tag == "input" and given.get("type") not in {"file", "submit"}:
            ticks = given.get("type") in {"checkbox", "radio"}
            if not ticks or "checked" in given:
                self._form[given["name"]] = given.get("value", "on" if ticks else "")
        elif tag == "textarea":
            self._form[given["name"]] = ""
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and ("selected" in given or self._select not in self._form):
            self._form[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""


class Walk:
    """A signed-in person on the way through the site; begins, if nothing else is said, at the page that opens after
    signing in."""

    def __init__(self, client: Client, beginning: str = ENTRANCE) -> None:
        self.client = client
        self.address = beginning
        self.reload()

    def reload(self) -> Self:
        """Look at the page again."""
        return self._see(self.client.get(self.address))

    def home(self) -> Self:
        """Back to the entrance, which every page of the staff side links."""
        return self.follow(ENTRANCE)

    def follow(self, address: str) -> Self:
        """Go where a link of this page leads."""
        assert address in self.page.links, f"{self.address} has no link to {address}"
        self.address = address
        return self.reload()

    def send(self, action: str = "", **typed: Any) -> Self:
        """Send a form of this page (by its action; empty: to the page itself) and go where it leads."""
        forms = [fields for to, fields in self.page.forms if to == action]
        assert forms, f"{self.address} has no form to {action or 'itself'}"
        answer = self.client.post(action or self.address, {**forms[0], **typed})
        assert answer.status_code == 302, answer.content.decode()
        self.address = answer["Location"]
        return self.reload()

    def dead_ends(self, beginning: str) -> dict[str, int]:
        """Links of this page that begin so and lead nowhere for this person."""
        answers = {link: self.client.get(link).status_code for link in self.page.links if link.startswith(beginning)}
        return {link: code for link, code in answers.items() if code != 200}

    def _see(self, answer: "HttpResponse") -> Self:
        assert answer.status_code == 200, f"{self.address}: {answer.status_code}"
        self.html = answer.content.decode()
        self.page = Page(self.html)
        return self
