"""What a browser notices beside what it shows: complaints, requests to others, failed answers, barriers, overflow."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response


class Observer:
    """Collects everything that is wrong in a window while a test walks through it."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.host = page, urlsplit(site).netloc
        self.problems: list[str] = []
        page.on("console", lambda message: self._note(message.type == "error", f"console: {message.text}"))
        page.on("pageerror", lambda error: self._note(True, f"script: {error}"))
        page.on("request", lambda request: self._note(self._is_foreign(request.url), f"foreign: {request.url}"))
        page.on("response", self._answered)

    def visit(self, address: str, status: int = 200) -> None:
        """Open an address and note everything that is wrong with its page."""
        answer = self.page.goto(address)
        self._note(answer is None or answer.status != status, f"{address}: {answer and answer.status}")
        self.look()

    def look(self) -> None:
        """Note the barriers of the page that is shown, and whether it is wider than the window."""
        where = urlsplit(self.page.url).path
        for rule in Axe().run(self.page).response["violations"]:
            parts = [node["html"][:120] for node in rule["nodes"]]
            self.problems.append(f"{where}: {rule['id']}: {parts}")
        self._note(not fits(self.page), f"{where}: wider than the window")

    def _answered(self, response: Response) -> None:
        is_part = response.request.resource_type != "document"
        self._note(is_part and response.status >= 400, f"{response.status}: {response.url}")

    def _is_foreign(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme not in ("data", "blob") and parts.netloc != self.host

    def _note(self, is_wrong: bool, text: str) -> None:
        if is_wrong:
            self.problems.append(text)


def fits(page: Page) -> bool:
    """Say whether a page needs no scrolling sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
