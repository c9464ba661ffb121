"""The way of one complaint through the browsers of everyone concerned: complainant, officer, investigator, manager."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from complaints.models import Complaint
from tests.fixtures.browser import DESK
from tests.fixtures.worker import wait_until

STORY = "ลิฟต์ฝั่งใต้ค้างระหว่างชั้นสองกับชั้นสาม มีผู้สูงอายุติดอยู่ข้างใน 12 นาที"
DECISION = "รีเลย์ประตูเสื่อม เราเปลี่ยนใหม่และทดสอบครบทุกชั้นแล้ว"


@dataclass
class Journey:
    """Who sits where: widths, language, and how a page is opened and judged."""

    open_page: Callable[..., Any]
    axe: Callable[[Any], None]
    people: Mapping[str, Any]
    language: str
    public: Any
    desk: Any
    number: str = ""
    code: str = ""

    def complain(self, identity: str) -> None:
        """File the complaint on the portal, every page scanned, and keep what the receipt says."""
        page = self.open_page(path="/portal/complaints/new", viewport=self.public, language=self.language)
        for answer in (
            lambda: page.check(f"input[name=identity][value={identity}]"),
            lambda: page.check("input[name=category] >> nth=0"),
            lambda: _fill(page, {"description": STORY, "place": "อาคาร B ชั้น 2"}),
            lambda: page.check("input[name=remedies] >> nth=0"),
            *([lambda: _introduce(page)] if identity == "named" else []),
            lambda: None,  # no files
        ):
            self.judge(page)
            answer()
            with page.expect_navigation():
                page.click("main form button.btn--go")
        self.judge(page)
        assert STORY in page.inner_text("main")
        page.wait_for_selector("altcha-widget input[type=checkbox]:checked", state="attached", timeout=30_000)
        page.click("main form[data-once] button.btn--go")
        page.wait_for_url(re.compile("/portal/complaints/receipt"))
        self.judge(page)
        receipt = page.inner_text("main")
        self.number = self.complaint().number
        assert self.number in receipt
        self.code = re.search(r"\b(?:[0-9A-Z]{4,5}-){3,}[0-9A-Z]+\b", receipt)[0]  # type: ignore[index]

    def handle(self) -> None:
        """The path from the first look to the decision on its way, by those whose duty each step is."""
        officer = self.at_the_desk("complaint-officer", "/staff/complaints/")
        officer.click(f"a[href$='/{self.number}/'] >> nth=0")
        if self.desk == DESK:  # there the case opens beside the list first
            officer.wait_for_selector("#peek [data-beside-title]")
            self.judge(officer)
            officer.click(f"#peek a[href$='/{self.number}/']")
        officer.wait_for_url(f"**/{self.number}/")
        assert STORY[:20] in officer.inner_text("main")
        self.step(officer, "acknowledge", "acknowledged")
        self.step(officer, "assess", "assessed", _assess)
        self.step(officer, "investigate", "investigating", self._name_investigator)
        self._find(self.at_the_desk("complaint-investigator", self.address))
        manager = self.at_the_desk("complaint-manager", self.address)
        self.step(manager, "decide", "decided", _decide)
        officer.goto(self.address)
        self.step(officer, "communicate", "communicated")

    def answer(self) -> None:
        """The complainant comes back with number and code, reads the decision, accepts it and judges the work."""
        page = self.open_page(path="/portal/complaints/track", viewport=self.public, language=self.language)
        self.judge(page)
        _fill(page, {"number": self.number, "code": self.code})
        with page.expect_navigation():
            page.click("main form button.btn--go")
        self.judge(page)
        assert DECISION in page.inner_text("main")
        page.check("input[name=answer][value=accept]")
        page.check("input[name=process][value='5']")
        page.click("form[action$='/answer'] button.btn--go")
        self.await_status("accepted")
        page.goto("/portal/complaints/case")
        self.judge(page)

    def finish(self) -> None:
        """What was decided is carried out with proof, the complainant confirms it, and the case is closed."""
        self._prove(self.at_the_desk("complaint-investigator", self.address))
        officer = self.at_the_desk("complaint-officer", self.address)
        self.step(officer, "carry_out", "carried_out", lambda form: form.locator("[name=what]").fill("เปลี่ยนรีเลย์แล้ว"))
        self.confirm()
        manager = self.at_the_desk("complaint-manager", self.address)
        self.step(manager, "close", "closed", lambda form: form.locator("[name=reason]").fill("ผู้ร้องพอใจ"))
        self.judge(manager)

    def confirm(self) -> None:
        """The complainant says on the tracking page that it is done."""
        page = self.open_page(path="/portal/complaints/track", viewport=self.public, language=self.language)
        _fill(page, {"number": self.number, "code": self.code})
        with page.expect_navigation():
            page.click("main form button.btn--go")
        self.judge(page)
        page.check("input[name=said][value=done]")
        page.click("form[action$='/case/confirm'] button.btn--go")
        page.wait_for_url(re.compile("/portal/complaints/confirmed/confirmed"))
        self.judge(page)

    def step(self, page: Any, move: str, status: str, fill: Callable[[Any], None] = lambda form: None) -> None:
        """Take the step that the case page offers next; the page is scanned before."""
        self.judge(page)
        form = page.locator(f"#next form[action$='/moves/{move}/']")
        fill(form)
        form.locator("button.btn--go").click()
        self.await_status(status)
        page.goto(self.address)

    def judge(self, page: Any) -> None:
        """No violation, and nothing wider than the screen."""
        self.axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url

    def at_the_desk(self, role: str, path: str) -> Any:
        """A page of a member of staff."""
        return self.open_page(user=self.people[role], path=path, viewport=self.desk, language=self.language)

    def await_status(self, status: str) -> None:
        """Wait until the case has come there."""
        wait_until(lambda: self.complaint().status == status, 20)

    @property
    def address(self) -> str:
        """The case at the desk."""
        return f"/staff/complaints/{self.number}/"

    @staticmethod
    def complaint() -> Complaint:
        """The one complaint of this site."""
        return Complaint.objects.get()

    def _name_investigator(self, form: Any) -> None:
        form.locator("[name=investigator]").select_option(str(self.people["complaint-investigator"].pk))

    def _prove(self, page: Any) -> None:
        """Somebody else than the officer looked."""
        form = page.locator("form[action$='/proof/']")
        page.locator("#end details > summary").first.click()
        form.locator("[name=kind][value=check]").check()
        form.locator("[name=seen]").fill("ขึ้นลิฟต์ดูแล้ว ประตูปิดเปิดปกติทุกชั้น")
        self.judge(page)
        form.locator("button.btn--go").click()
        wait_until(lambda: self.complaint().proved_at is not None, 20)

    def _look_into(self, page: Any) -> None:
        """The matter is serious: a question, a step, what they brought, and what bears it out."""
        address = f"{self.address}investigation/"
        today = f"{timezone.localdate():%d/%m/%Y}"
        page.goto(address)
        self.judge(page)
        entries = (
            ("questions/", {"text": "ประตูค้างเพราะเหตุใด"}),
            ("steps/", {"text": "ตรวจรีเลย์ประตู", "due_on": today}),
            ("evidence/", {"what": "รีเลย์ไหม้", "from_whom": "ห้องเครื่อง", "obtained_on": today, "reliability": "เห็นเอง"}),
        )
        for ending, texts in entries:
            form = page.locator(f"form[action$='/investigation/{ending}']")
            page.locator("details", has=form).locator("summary").click()
            for name, text in texts.items():
                form.locator(f"[name={name}]").fill(text)
            if ending == "steps/":
                form.locator("[name=owner]").select_option(str(self.people["complaint-investigator"].pk))
            if ending == "evidence/":
                form.locator("[name=source]").select_option("site")
                form.locator("[name=weight][value=strong]").check()
            self._send(page, form, address)
        for _n in range(2):
            open_one = page.locator("details", has=page.locator("form[action$='/done/']")).first
            open_one.locator("summary").click()
            form = open_one.locator("form[action$='/done/']")
            form.locator("[name=result]").fill("ตรวจแล้ว รีเลย์เกินรอบเปลี่ยน")
            self._send(page, form, address)
        self.judge(page)
        wait_until(lambda: self.complaint().grounded_at, 20)
        page.goto(self.address)

    @staticmethod
    def _send(page: Any, form: Any, address: str) -> None:
        with page.expect_navigation():
            form.locator("button.btn").click()
        page.wait_for_url(f"**{address}")

    def _find(self, page: Any) -> None:
        self._look_into(page)
        self.judge(page)
        form = page.locator("form[action$='/findings/']")
        form.locator("[name=findings]").fill("รีเลย์ประตูชั้น 2 ไม่ทำงาน")
        form.locator("[name=root_cause]").fill("เกินรอบเปลี่ยนอะไหล่")
        form.locator("[name=cause_kind][value=procedure]").check()
        form.locator("button.btn--go").click()
        wait_until(lambda: self.complaint().findings, 20)


def _fill(page: Any, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        page.fill(f"main [name={name}]", text)


def _introduce(page: Any) -> None:
    _fill(page, {"name": "สุดารัตน์ มีสุข", "email": "sudarat@example.com"})
    page.check("input[name=reply_by][value=email]")


def _assess(form: Any) -> None:
    for name, value in {"severity": 3, "complexity": 1, "impact": 2}.items():
        form.locator(f"[name={name}][value='{value}']").check()
    for name in ("is_safety_matter", "needs_immediate_action", "can_act_immediately"):
        form.locator(f"[name={name}][value=yes]").check()
    form.locator("[name=immediate_action]").fill("ปิดลิฟต์แล้ว")


def _decide(form: Any) -> None:
    form.locator("[name=outcome][value=upheld]").check()
    form.locator("[name=text]").fill(DECISION)
    form.locator("[name=remedies][value=repair]").check()
