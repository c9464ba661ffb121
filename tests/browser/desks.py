"""One person at a browser: looks at pages, fills in forms as people do, and is refused what is not theirs."""

from collections.abc import Callable
from typing import Any

from foundation.accounts.models import User


class Desk:
    """The browser of one person; every page it sees is scanned, unless told otherwise."""

    def __init__(
        self,
        open_page: Callable[..., Any],
        axe: Callable[[Any], None],
        path: str = "/staff/",
        *,
        user: User | None = None,
        **look: Any,
    ) -> None:
        self._axe = axe
        if user is not None and user.language != look.get("language", user.language):
            user.language = look["language"]  # staff read in the language of their account, not of their browser
            user.save()
        self.page = open_page(path, user=user, **look)

    def see(self, path: str, *, scan: bool = True) -> str:
        """Go there; what the page says."""
        self.page.goto(path)
        if scan:
            self.judge()
        return self.says()

    def judge(self) -> None:
        """No violation, and nothing wider than the screen."""
        self._axe(self.page)
        assert self.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), (
            self.page.url
        )

    def says(self) -> str:
        """The words of the page as it is now."""
        return str(self.page.inner_text("main"))

    def follow(self, selector: str, *, scan: bool = True) -> None:
        """Click a link and arrive."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        if scan:
            self.judge()

    def send(self, action: str = "", /, *, scan: bool = False, **answers: Any) -> str:
        """Fill in the form whose address ends so (else the page's own) and send it; what the next page says."""
        form = self.form(action)
        fill(form, **answers)
        with self.page.expect_navigation():
            form.locator("button:not([type=button])").last.click()
        if scan:
            self.judge()
        return self.says()

    def form(self, action: str = "") -> Any:
        """The form of that address, whatever is folded round it opened; not the button of a message that undoes."""
        self.page.evaluate("document.querySelectorAll('main details').forEach((each) => (each.open = true))")
        named = f"main form[action$='{action}']" if action else "main form[method=post]"
        return self.page.locator(f"{named}:not(.toasts form)").first

    def offers(self, action: str) -> bool:
        """Whether the page has a form to that address."""
        return bool(self.page.locator(f"main form[action$='{action}']").count())

    def refused(self, path: str, *, sends: bool = True) -> int:
        """The status that this person gets for sending to, or looking at, an address: a page that was not offered."""
        if not sends:
            return int(self.page.request.get(path, max_redirects=0).status)
        token = self.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
        answer = self.page.request.post(
            path, form={"csrfmiddlewaretoken": token}, headers={"Referer": self.page.url}, max_redirects=0
        )
        return int(answer.status)


def fill(form: Any, **answers: Any) -> None:
    """Fill in controls by name: text, a choice by its value, ticks by one value or several, True for a lone tick."""
    for name, answer in answers.items():
        field = form.locator(f"[name='{name}']")
        kind = field.first.evaluate("(one) => one.type")
        if kind in ("radio", "checkbox") and answer is not True:
            for value in answer if isinstance(answer, (list, tuple)) else [answer]:
                form.locator(f"[name='{name}'][value='{value}']").check()
        elif kind == "checkbox":
            field.check()
        elif kind == "select-one":
            field.select_option(str(answer))
        elif kind == "file":
            field.set_input_files(answer)
        else:
            field.fill(str(answer))
