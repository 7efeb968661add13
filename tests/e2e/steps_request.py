"""Part 2 of the journey, first half: a ministry's request from the draft to the confirmed counterpart."""

from datetime import date

from playwright.sync_api import Page, expect

from tests.e2e.people import People, choose, fill, follow, open_area, press, state_is, take_up

TITLE = "Merit-based recruitment"


def draft(people: People, earliest: date, latest: date) -> None:
    """The ministry writes the five steps of the form; the first one is saved while it is written."""
    page = people("ministry")
    open_area(page, "Requests")
    follow(page, "New request")
    fill(page, Short_title=TITLE)
    press(page, "Begin")
    _write_problem(page)
    fill(page, Wanted_outcome="An office that runs competitions.",
         How_the_outcome_will_be_known="Share of senior posts filled by competition.")  # fmt: skip
    press(page, "Save and continue")
    _write_help(page, earliest, latest)
    _write_people(page)
    fill(page, What_the_ministry_contributes="Rooms, local transport and two full-time staff.")
    page.get_by_role("checkbox", name="Cleared in the ministry").check()
    press(page, "Save and continue")
    expect(page.get_by_role("main")).to_contain_text("The focal point of your ministry submits it")


def _write_problem(page: Page) -> None:
    fill(page, Problem_in_one_sentence="Senior posts are filled without open competition.")
    expect(page.get_by_text("Saved ", exact=False).first).to_be_visible()
    page.get_by_role("checkbox", name="Civil service and human resources").check()
    fill(page, Reform_context="A civil service law was passed last year.", What_was_tried="A pilot in two agencies.")
    press(page, "Save and continue")


def _write_help(page: Page, earliest: date, latest: date) -> None:
    for name in ("Expert mission", "Spanish"):
        page.get_by_role("checkbox", name=name, exact=True).check()
    fill(page, Earliest_start=earliest.isoformat(), Latest_end=latest.isoformat())
    press(page, "Save and continue")


def _write_people(page: Page) -> None:
    fill(page, Unit_that_benefits="Civil service office", Posts_of_the_participants="Heads of human resources")
    for label, number in (("Participants: women", 8), ("Participants: men", 7)):
        page.get_by_label(label).fill(str(number))
    fill(page, Focal_point_for_this_request="Rosa Salazar")
    page.get_by_label("E-mail of the focal point").fill("rosa@ministry.example")
    press(page, "Save and continue")


def submit(people: People) -> None:
    """The focal point of the ministry submits."""
    page = people("focal_point")
    take_up(page, TITLE)
    follow(page, "Submit")
    press(page, "Submit")
    state_is(page, "Received by the Secretariat")


def triage(people: People) -> None:
    """The officer takes the request, and answers the eligibility questions."""
    page = people("officer")
    take_up(page, "waits for triage")
    press(page, "Take for triage")
    follow(page, "Answer the eligibility questions")
    for answer in page.get_by_role("radio", name="Yes").all():
        answer.check()
    press(page, "Save the answers")


def approve(people: People) -> None:
    """The lead, who has not touched it, approves."""
    page = people("lead")
    take_up(page, "waits for a decision")
    press(page, "Approve")
    state_is(page, "Approved")


def invite(people: People) -> None:
    """The officer starts the matching and invites a practitioner of the roster."""
    page = people("officer")
    take_up(page, "needs its next step")
    press(page, "Start matching")
    follow(page, "Invite a practitioner")
    choose(page, "Practitioner", "Practitioner")
    fill(page, What_the_practitioner_is_asked_for="Two days on the design of competitions.")
    press(page, "Send the invitation")


def match(people: People) -> None:
    """The practitioner accepts, the ministry confirms."""
    take_up(people("practitioner"), TITLE)
    press(people("practitioner"), "Accept the invitation")
    take_up(people("ministry"), "has accepted to help", TITLE)
    press(people("ministry"), "Confirm this counterpart")
    state_is(people("ministry"), "Counterpart found")
