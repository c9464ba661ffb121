"""`make shots`: a picture of every page, per role, at desk and phone width, in both languages; PDF pages too. Each page
must fit its width and pass the accessibility scan.

Uses the site that answers at SITE_URL (or 127.0.0.1 and PORT) with its demo sign-ins, else starts one with
`python -m trdcrm.local` and stops it afterwards. Pictures go to var/shots/. `python -m trdcrm.shots complaint` takes
only the places whose name holds the word.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trdcrm.local.home import Home
from trdcrm.local.signs import draw_password, draw_totp_secret, totp_code

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

WIDTHS = {1440: 900, 390: 844}
LANGUAGES = ("th", "en")
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
PATIENCE = 180  # seconds for a fresh site to answer
DOTS = "80"  # dots per inch of PDF pages
DEMO_SECRETS = {"DEMO_PASSWORD": ("demo-password", draw_password), "DEMO_TOTP_SECRET": ("demo-totp", draw_totp_secret)}


REPORT = "main li:has(a[href$='.pdf']) a[href^='/staff/reports/2']"  # of a quarter that has an edition


@dataclass(frozen=True)
class Place:
    """A page: its address, who looks, and the links to follow from there, if the page of one record is meant."""

    name: str
    address: str
    role: str = ""
    follow: tuple[str, ...] = ()
    pdf: bool = False


PLACES = (
    Place("portal-home", "/"),
    Place("portal-complaint", "/portal/complaints/new"),
    Place("portal-track", "/portal/complaints/track"),
    Place("portal-verify", "/portal/verify/"),
    Place("portal-complaints-policy", "/portal/complaints-policy/"),
    Place("portal-charter", "/portal/charter/"),
    Place("portal-transparency", "/portal/transparency/"),
    Place("portal-requests", "/portal/requests/"),
    Place("portal-request", "/portal/requests/", follow=("main .todo a",)),
    Place("portal-request-track", "/portal/requests/track"),
    Place("portal-help", "/portal/help/"),
    Place("portal-help-article", "/portal/help/", follow=("main ol a, main ul.stack a",)),
    Place("portal-survey", "/portal/surveys/visitors"),
    Place("portal-feedback-closed", "/portal/feedback/NOTACODE"),
    Place("portal-announcements", "/portal/announcements/"),
    Place("portal-announcement", "/portal/announcements/", follow=("main li a",)),
    Place("portal-you-said-we-did", "/portal/you-said-we-did/"),
    Place("portal-privacy", "/portal/privacy/"),
    Place("portal-accessibility", "/portal/accessibility/"),
    Place("portal-not-found", "/portal/no-such-page"),
    Place("sign-in", "/accounts/login/"),
    Place("profile", "/accounts/profile/", "complaint-officer"),
    Place("my-work", "/staff/", "complaint-officer"),
    Place("my-work-board", "/staff/", "board-member"),
    Place("search", "/staff/search?q=น้ำ", "complaint-officer"),
    Place("notifications", "/staff/notifications/", "complaint-officer"),
    Place("voices", "/staff/voc/", "voc-analyst"),
    Place("voice", "/staff/voc/?channel=feedback", "voc-analyst", follow=(".vx__text a",)),
    Place("voc-surveys", "/staff/voc/surveys/", "voc-analyst"),
    Place("voc-survey", "/staff/voc/surveys/tenants/", "voc-analyst"),
    Place("voc-survey-new", "/staff/voc/surveys/new", "voc-analyst"),
    Place("voc-feedback", "/staff/voc/feedback/", "voc-analyst"),
    Place("voc-imports", "/staff/voc/imports/", "voc-analyst"),
    Place("voc-needs", "/staff/voc/needs/", "voc-analyst"),
    Place("voc-insights", "/staff/voc/insights/?view=decided", "voc-analyst"),
    Place("voc-insight", "/staff/voc/insights/?view=proposed", "executive", follow=("main tbody th a",)),
    Place("voc-announcements", "/staff/voc/announcements/", "voc-analyst"),
    Place("voc-announcement", "/staff/voc/announcements/", "voc-analyst", follow=("main tbody th a",)),
    Place("voc-announcement-new", "/staff/voc/announcements/new", "voc-analyst"),
    Place("voc-done", "/staff/voc/you-said-we-did/", "voc-analyst"),
    Place("voc-coverage", "/staff/voc/coverage/", "voc-analyst"),
    Place("voc-report", "/staff/reports/", "executive", follow=("main a[href^='/staff/reports/voc/']",)),
    Place("voc-models", "/staff/voc/models/", "voc-analyst"),
    Place("voc-model", "/staff/voc/models/", "voc-analyst", follow=("main tbody a",)),
    Place("complaints", "/staff/complaints/", "complaint-officer"),
    Place("complaint", "/staff/complaints/", "complaint-officer", follow=(".queue .qr .t a",)),
    Place("complaint-matter", "/staff/complaints/", "complaint-officer", follow=(".queue .qr .t a", "#together a")),
    Place("complaint-learning", "/staff/complaints/learning/", "complaint-officer"),
    Place("complaint-answers", "/staff/complaints/answers/", "complaint-manager"),
    Place("complaint-answer-new", "/staff/complaints/answers/new/", "complaint-officer"),
    Place("complaint-answer", "/staff/complaints/answers/", "complaint-manager", follow=(".reg .t a",)),
    Place("complaint-new", "/staff/complaints/new/", "complaint-officer"),
    Place("complaint-rules", "/staff/complaints/rules/", "complaint-manager"),
    Place("complaint-rule", "/staff/complaints/rules/reopening/", "complaint-manager"),
    Place("complaint-performance", "/staff/complaints/performance/", "complaint-manager"),
    Place("complaint-figure", "/staff/complaints/performance/complaints.repeated/", "complaint-manager"),
    Place("complaint-fairness", "/staff/complaints/fairness/", "auditor"),
    Place("complaint-fairness-review", "/staff/complaints/fairness/", "auditor", follow=(".reg .t a",)),
    Place("complaint-letters-in", "/staff/complaints/letters-in/", "complaint-officer"),
    Place("complaint-letter-in", "/staff/complaints/letters-in/", "complaint-officer", follow=(".reg .t a",)),
    Place("complaint-about-me", "/staff/complaints/about-me/", "customer-officer"),
    Place("complaint-inspections", "/staff/complaints/inspections/", "complaint-manager"),
    Place("complaint-inspection", "/staff/complaints/inspections/", "auditor", follow=(".reg .t a",)),
    Place("requests", "/staff/requests/", "customer-officer"),
    Place("request", "/staff/requests/", "customer-officer", follow=(".queue .qr .t a",)),
    Place("request-kinds", "/staff/requests/kinds/", "charter-owner"),
    Place("request-kind", "/staff/requests/kinds/", "charter-owner", follow=("main tbody th a",)),
    Place("request-kind-new", "/staff/requests/kinds/new", "charter-owner"),
    Place("customers", "/staff/customers/", "customer-officer"),
    Place("customers-market", "/staff/customers/?market=open&column=market", "customer-officer"),
    Place("customer", "/staff/customers/", "customer-officer", follow=("main .t a",)),
    Place("customer-new", "/staff/customers/new/", "customer-officer"),
    Place("customer-import", "/staff/customers/import/", "customer-officer"),
    Place("customer-duplicates", "/staff/customers/duplicates/", "customer-officer"),
    Place("customer-duplicate", "/staff/customers/duplicates/", "customer-officer", follow=("main .pair a",)),
    Place("touchpoints", "/staff/customers/touchpoints/", "customer-officer"),
    Place("touchpoint", "/staff/customers/touchpoints/", "customer-officer", follow=("main table a",)),
    Place("touchpoint-new", "/staff/customers/touchpoints/new/", "customer-officer"),
    Place("touchpoint-map", "/staff/customers/touchpoints/map/", "customer-officer"),
    Place("touchpoint-stages", "/staff/customers/touchpoints/stages/", "customer-officer"),
    Place("touchpoint-stage", "/staff/customers/touchpoints/stages/", "customer-officer", follow=("main tbody th a",)),
    Place("touchpoint-form", "/staff/customers/touchpoints/", "customer-officer", follow=("main table a", "#address")),
    Place("customer-settings", "/staff/customers/settings/", "system-administrator"),
    Place("customer-fields", "/staff/customers/fields/", "system-administrator"),
    Place("customer-tags", "/staff/customers/tags/", "system-administrator"),
    Place(
        "touchpoint-poster", "/staff/customers/touchpoints/", "customer-officer", follow=("a[href$='.pdf']",), pdf=True
    ),
    Place("relationships", "/staff/relationships/", "strategist"),
    Place("contracts", "/staff/relationships/holdings/", "customer-officer"),
    Place("opportunities", "/staff/relationships/opportunities/", "customer-officer"),
    Place("programmes", "/staff/relationships/programmes/", "strategist"),
    Place("support-needs", "/staff/relationships/needs/", "strategist"),
    Place("segments", "/staff/segments/", "strategist"),
    Place("segment", "/staff/segments/", "strategist", follow=("main .segs a",)),
    Place("markets", "/staff/segments/markets/", "strategist"),
    Place("market", "/staff/segments/markets/", "strategist", follow=("main th a",)),
    Place("market-new", "/staff/segments/markets/new", "strategist"),
    Place(
        "segment-profiles",
        "/staff/segments/targets/",
        "customer-officer",
        follow=("main th a", "main a[href$='/profiles/']"),
    ),
    Place("segment-targets", "/staff/segments/targets/", "strategist"),
    Place("segment-target", "/staff/segments/targets/", "strategist", follow=("main td a.btn",)),
    Place("segment-studies", "/staff/segments/studies/", "strategist"),
    Place("segment-study", "/staff/segments/studies/", "strategist", follow=("main table a",)),
    Place("segment-study-new", "/staff/segments/studies/new", "strategist"),
    Place("portal-idea", "/portal/ideas/"),
    Place("products", "/staff/products/", "product-manager"),
    Place("product", "/staff/products/", "product-manager", follow=("main table a",)),
    Place("ideas", "/staff/products/ideas/", "product-manager"),
    Place("idea", "/staff/products/ideas/", "product-manager", follow=("main .idea-l a",)),
    Place("projects", "/staff/products/projects/", "product-manager"),
    Place("project", "/staff/products/projects/", "product-manager", follow=("main .pipe h3 a",)),
    Place(
        "project-trace",
        "/staff/products/projects/",
        "product-manager",
        follow=("main .pipe h3 a", "main a[href$='/trace/']"),
    ),
    Place("gate", "/staff/products/projects/", "executive", follow=("main .like a", "main a[href*='/gates/']")),
    Place("criteria", "/staff/products/criteria/", "product-manager"),
    Place("charter", "/staff/charter/", "charter-owner"),
    Place("charter-coverage", "/staff/charter/touchpoints/", "charter-owner"),
    Place("charter-pdf", "/portal/charter/", follow=("a[href$='-th.pdf']",), pdf=True),
    Place("charter-measurement", "/staff/charter/measurement/", "charter-owner"),
    Place("charter-measured", "/staff/charter/measurement/complaint-decision/", "charter-owner"),
    Place("ledger", "/staff/charter/ledger/", "charter-owner"),
    Place("ledger-entry", "/staff/charter/ledger/", "charter-owner", follow=("main table a",)),
    Place("ledger-sample", "/staff/charter/ledger/new", "charter-owner"),
    Place("visits", "/staff/charter/visits/", "charter-owner"),
    Place("visit", "/staff/charter/visits/?show=over", "charter-owner", follow=("main table a",)),
    Place("visit-new", "/staff/charter/visits/new", "charter-owner"),
    Place("breaches", "/staff/charter/breaches/", "charter-owner"),
    Place("breach", "/staff/charter/breaches/", "charter-owner", follow=("main table a[href*='/breaches/']",)),
    Place("commitments", "/staff/charter/commitments/", "charter-owner"),
    Place("commitments-mine", "/staff/charter/commitments/mine/", "complaint-officer"),
    Place("commitment", "/staff/charter/commitments/mine/", "complaint-officer", follow=("main .panel h2 a",)),
    Place("charter-awareness", "/staff/charter/awareness/", "charter-owner"),
    Place("charter-read", "/staff/charter/awareness/read/", "complaint-officer"),
    Place("charter-version", "/staff/charter/", "charter-owner", follow=("main a[href^='/staff/charter/']",)),
    Place("strategy", "/staff/strategy/", "strategist"),
    Place("strategy-plans", "/staff/strategy/plans/", "strategist"),
    Place("strategy-plan", "/staff/strategy/", "strategist", follow=(".cols__side dd a",)),
    Place("strategy-initiative", "/staff/strategy/", "strategist", follow=("main a[href*='/initiatives/']",)),
    Place("strategy-definitions", "/staff/strategy/definitions/", "strategist"),
    Place("strategy-master-plans", "/staff/strategy/master-plans/", "strategist"),
    Place("knowledge", "/staff/knowledge/", "complaint-manager"),
    Place("knowledge-article", "/staff/knowledge/", "complaint-manager", follow=("main .t a",)),
    Place("knowledge-new", "/staff/knowledge/new/", "complaint-manager"),
    Place("board", "/staff/board/", "board-secretary"),
    Place("observations", "/staff/board/observations/", "board-secretary"),
    Place("observation", "/staff/board/observations/", "board-secretary", follow=("main a[href^='/staff/board/obs']",)),
    Place("policy-text", "/staff/policy/text/", "policy-administrator"),
    Place("policy-import", "/staff/policy/import/", "policy-administrator"),
    Place("approval-routes", "/staff/policy/routes/", "policy-administrator"),
    Place(
        "approval-route",
        "/staff/policy/routes/",
        "policy-administrator",
        follow=("main section a[href^='/staff/policy/routes/']",),
    ),
    Place("audits", "/staff/policy/audits/", "auditor"),
    Place("audit", "/staff/policy/audits/", "auditor", follow=("main table a[href*='/audits/']",)),
    Place("risks", "/staff/policy/risks/", "strategist"),
    Place("risk", "/staff/policy/risks/", "strategist", follow=("main table.grid-t a",)),
    Place("actions", "/staff/policy/actions/", "strategist"),
    Place("portal-policy", "/portal/policy/"),
    Place("reports", "/staff/reports/", "board-member"),
    Place("report", "/staff/reports/", "board-member", follow=(REPORT,)),
    Place("report-pdf", "/staff/reports/", "board-member", follow=("main a[href$='.pdf']",), pdf=True),
    Place("my-matters", "/portal/my-matters/"),
    Place("my-data", "/portal/my-data/"),
    Place("my-data-track", "/portal/my-data/track"),
    Place("data-requests", "/staff/privacy/", "data-protection-officer"),
    Place("data-request", "/staff/privacy/", "data-protection-officer", follow=("main .idea-l .t a",)),
    Place("data-request-new", "/staff/privacy/requests/new/", "data-protection-officer"),
    Place("legal-holds", "/staff/privacy/holds/", "data-protection-officer"),
    Place("register-of-processing", "/staff/privacy/processing/", "data-protection-officer"),
    Place("retention", "/staff/privacy/retention/", "data-protection-officer"),
    Place("retention-rule", "/staff/privacy/retention/complaints.complainant/", "data-protection-officer"),
    Place("privacy-looks", "/staff/privacy/looks/", "data-protection-officer"),
    Place("calendar", "/staff/calendar/", "system-administrator"),
    Place("jobs", "/staff/jobs/", "system-administrator"),
    Place("styleguide", "/staff/styleguide/", "system-administrator"),
)


class Missing(Exception):
    """A page does not show what should be there."""


@dataclass(frozen=True)
class Photographer:
    """Walks the places with one browser and keeps the pictures in a folder."""

    base: str
    home: Home
    folder: Path

    def walk(self, browser: "Browser", places: tuple[Place, ...]) -> list[str]:
        """Take every picture. Returns what went wrong, one line each."""
        troubles: list[str] = []
        for role in dict.fromkeys(place.role for place in places):
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            if role:
                self.sign_in(context.new_page(), role)
            for place in places:
                if place.role == role:
                    troubles += self.visit(context, place)
            context.close()
        return troubles

    def sign_in(self, page: "Page", role: str) -> None:
        """Sign in as a demo person, with the one-time code where the role asks for it."""
        page.goto(f"{self.base}/accounts/login/")
        page.fill("input[name=login]", role)
        page.fill("input[name=password]", self.secret("DEMO_PASSWORD"))
        page.click("main button.btn--go")
        if page.locator("input[name=code]").count():
            page.fill("input[name=code]", totp_code(self.secret("DEMO_TOTP_SECRET"), time.time()))
            page.click("main button.btn--go")
        page.close()

    def secret(self, name: str) -> str:
        """A demo secret from the environment, else the one that `make run` drew."""
        return os.environ.get(name) or self.home.secret(*DEMO_SECRETS[name])

    def visit(self, context: "BrowserContext", place: Place) -> Iterator[str]:
        """The pictures of one place; gives what went wrong."""
        page = context.new_page()
        try:
            if place.pdf:
                self.print_pages(page, place)
            else:
                yield from self.shoot(page, place)
        except Missing as missing:
            yield f"{place.name}: {missing}"
        finally:
            page.close()

    def shoot(self, page: "Page", place: Place) -> Iterator[str]:
        """Both widths, both languages; gives what is wrong with each."""
        from axe_playwright_python.sync_playwright import Axe

        for language in LANGUAGES:
            page.context.add_cookies([{"name": "django_language", "value": language, "url": self.base}])
            address = self.address(page, place)
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                page.goto(address)
                page.screenshot(path=self.folder / f"{place.name}-{width}-{language}.png", full_page=True)
                seen = f"{place.name}, {width} pixels, {language}"
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    yield f"{seen}: wider than the screen"
                for found in Axe().run(page).response["violations"]:
                    yield f"{seen}: {found['id']} at {found['nodes'][0]['target']}"

    def address(self, page: "Page", place: Place) -> str:
        """Where the place lies; the first fitting link of each page on the way where one record is meant."""
        answer = page.goto(self.base + place.address)
        if answer and answer.status >= 500:
            raise Missing(f"answers {answer.status}")
        address = page.url
        for selector in place.follow:
            page.goto(address)
            link = page.locator(selector).first
            if not link.count():
                raise Missing(f"no link {selector} on {address}")
            address = str(page.evaluate("element => element.href", link.element_handle()))
        return address

    def print_pages(self, page: "Page", place: Place) -> None:
        """Each page of a PDF as a picture, where poppler is on the machine."""
        if not shutil.which("pdftoppm"):
            raise Missing("pdftoppm (poppler-utils) is not on this machine")
        address = self.address(page, place)
        pdf = self.folder / f"{place.name}.pdf"
        pdf.write_bytes(page.request.get(address).body())
        command = ["pdftoppm", "-png", "-r", DOTS, str(pdf), str(self.folder / place.name)]
        subprocess.run(command, check=True)  # noqa: S603 - our own words


def answers(base: str) -> bool:
    """Whether a site is there and ready."""
    try:
        with urllib.request.urlopen(f"{base}/readyz", timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def site(base: str) -> Iterator[None]:
    """A site at the address for as long as the block runs; one that runs already is left alone."""
    if answers(base):
        yield
        return
    process = subprocess.Popen([sys.executable, "-m", "trdcrm.local"])
    try:
        until = time.monotonic() + PATIENCE
        while not answers(base):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit("The site did not start; see above.")
            time.sleep(0.5)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def main(words: list[str]) -> int:
    """Take the pictures. Returns 1 when a page was not as it should be."""
    from playwright.sync_api import sync_playwright

    base = os.environ.get("SITE_URL") or f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    root = Path(os.environ.get("TRDCRM_HOME") or Path(__file__).resolve().parent.parent / "var")
    folder = root / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    places = tuple(place for place in PLACES if not words or any(word in place.name for word in words))
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with site(base), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(SWITCHES))
        troubles = Photographer(base, Home(root), folder).walk(browser, places)
        browser.close()
    for trouble in troubles:
        sys.stdout.write(f"{trouble}\n")
    sys.stdout.write(f"{len(places)} places are in {folder}, {len(troubles)} troubles\n")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
