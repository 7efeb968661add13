"""Part 3 of the journey: travel is claimed, verified, approved and paid by four people; nobody else gets through."""

from playwright.sync_api import Page, expect

from tests.e2e.people import People, choose, fill, follow, open_area, press, state_is, take_up
from tests.e2e.steps_activity import ACTIVITY
from tests.factories.claims import png


def claim(people: People) -> str:
    """The practitioner claims a ticket and a transfer in soles with their receipts; returns the claim's address."""
    page = people("practitioner")
    open_area(page, "Travel claims")
    follow(page, "Begin a claim")
    page.get_by_role("radio").check()
    press(page, "Begin")
    _add_cost(page, "Air ticket", "Copenhagen – Lima", "640.00", "USD", "ticket")
    _add_cost(page, "Airport transfer", "Airport – hotel", "75.00", "PEN", "taxi")
    expect(page.get_by_role("row").filter(has_text="Airport transfer")).to_contain_text("20.00")
    press(page, "Submit the claim")
    state_is(page, "Submitted")
    return page.url


def _add_cost(page: Page, category: str, words: str, amount: str, currency: str, seed: str) -> None:
    follow(page, "Add a cost")
    choose(page, "Category", category)
    fill(page, Description=words, Amount=amount)
    page.get_by_label("Currency").select_option(currency)
    receipt = {"name": f"{seed}.png", "mimeType": "image/png", "buffer": png(seed)}
    page.get_by_label("Receipt", exact=True).set_input_files(receipt)
    press(page, "Save")


def verify(people: People) -> None:
    """The verifier accepts both costs as claimed."""
    page = people("verifier")
    take_up(page, "waits for you to verify it")
    follow(page, "Check the amounts")
    press(page, "Save and verify the claim")
    state_is(page, "Verified")


def others_are_refused(people: People, address: str) -> None:
    """Who verified cannot approve, who leads cannot pay, and another ministry does not know that there is a claim."""
    for name, part, status in (("verifier", "approval/", 403), ("lead", "check/", 403), ("ministry2", "", 404)):
        answer = people(name).goto(f"{address}{part}")
        assert answer is not None
        assert answer.status == status, (name, part)


def approve(people: People) -> None:
    """The budget holder approves what fits under the ceiling."""
    page = people("holder")
    take_up(page, "waits for your approval")
    follow(page, "Look at the ceiling and decide")
    expect(page.get_by_role("row").filter(has_text="This claim")).to_contain_text("660.00")
    press(page, "Approve the claim")
    state_is(page, "Approved")


def pay(people: People, address: str) -> None:
    """The payer, a fourth person, pays; the traveller sees it."""
    page = people("payer")
    take_up(page, "waits to be paid")
    choose(page, "Commitment", "Travel of the mission")
    fill(page, Payment_reference="SWIFT 4711")
    press(page, "Pay")
    expect(page.get_by_role("main")).to_contain_text("SWIFT 4711")
    people("practitioner").goto(address)
    state_is(people("practitioner"), "Paid")
    expect(people("practitioner").get_by_role("main")).to_contain_text(ACTIVITY)
