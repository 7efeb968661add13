"""Part 4 of the journey: pledge, receipt, decisions, work programme, allocation, commitment, by the right people."""

from datetime import date

from playwright.sync_api import Page, expect

from tests.e2e.people import People, choose, fill, follow, open_area, press, says, take_up


def open_part(page: Page, part: str) -> None:
    """Go to a part of the fund's records."""
    if part in ("Committee", "Work programme"):
        open_area(page, part)
        return
    open_area(page, "Fund")
    if part != "Ledger":
        with page.expect_navigation():
            page.get_by_role("navigation", name="Parts of the fund’s records").get_by_role("link", name=part).click()


def pledge(people: People) -> None:
    """The officer adds a contributor and records its pledge."""
    page = people("officer")
    open_part(page, "Pledges")
    follow(page, "Add a contributor")
    choose(page, "Organisation", "Agency of Denmark")
    choose(page, "Kind", "Donor country")
    fill(page, Code="DNK")
    press(page, "Add the contributor")
    follow(page, "Record a pledge")
    choose(page, "Contributor", "Agency of Denmark")
    fill(page, Agreement_reference="DNK 2026-1", Amount="300000.00")
    press(page, "Record the pledge")
    says(page, "was recorded")


def receive(people: People) -> None:
    """The payer records the money that arrived upon the pledge."""
    page = people("payer")
    open_part(page, "Ledger")
    follow(page, "Record a receipt")
    choose(page, "Contributor", "Agency of Denmark")
    choose(page, "Pledge", "DNK 2026-1")
    fill(page, Amount="120000.00", Reference_of_the_bank_advice="ADVICE 77")
    press(page, "Record the receipt")
    says(page, "was recorded")


def meet(people: People, on: date) -> None:
    """The lead enters a meeting of the Committee and records it as held."""
    page = people("lead")
    open_part(page, "Committee")
    follow(page, "Enter a meeting")
    fill(page, Date=on.isoformat(), Place="Santiago")
    press(page, "Enter the meeting")
    with page.expect_navigation():
        page.get_by_role("complementary").get_by_role("listitem").get_by_role("link").click()
    press(page, "Record as held")


def decide(people: People, kind: str, title: str) -> None:
    """The lead records what the Committee adopted."""
    page = people("lead")
    open_part(page, "Committee")
    follow(page, "Record a decision")
    page.get_by_label("Meeting*").select_option(index=1)
    choose(page, "Kind", kind)
    fill(page, Title=title, Adopted_text="The Committee decides as proposed in paper 3.")
    press(page, "Record the decision")
    says(page, "was recorded")


def adopt_programme(people: People, year: int) -> None:
    """The lead records the year's work programme as adopted."""
    page = people("lead")
    open_part(page, "Work programme")
    follow(page, "Record a work programme")
    choose(page, "Decision", "Work programme of the year")
    fill(page, Year=year, Lines="TA; Peer missions; Verified person-days; H2; 60000.00")
    press(page, "Record the programme")
    expect(page.get_by_role("row").filter(has_text="Peer missions")).to_contain_text("60,000.00")


def allocate(people: People) -> None:
    """The lead allocates money as the Committee decided."""
    page = people("lead")
    open_part(page, "Committee")
    follow(page, "Allocate funds")
    choose(page, "Decision", "Allocation to assistance")
    choose(page, "Component", "technical assistance")
    fill(page, Amount_in_US_dollars="80000.00")
    press(page, "Allocate")
    says(page, "was recorded")


def commit(people: People, activity: str, amount: str) -> None:
    """The budget holder commits money to the travel of an activity."""
    page = people("holder")
    take_up(page, activity, "not funded yet")
    choose(page, "Programme line", "Peer missions")
    choose(page, "Activity", activity)
    fill(page, Amount_in_US_dollars=amount, Purpose="Travel of the mission")
    press(page, "Commit")
    says(page, "was recorded")


def fund_page_shows(page: Page, *figures: str) -> None:
    """Everybody reads the figures on the public page."""
    page.goto("/en/governance/fund/")
    for figure in figures:
        expect(page.get_by_role("main")).to_contain_text(figure)
