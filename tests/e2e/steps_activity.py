"""Part 2 of the journey, second half: an activity from the plan to verified person-days."""

from datetime import date

from playwright.sync_api import expect

from tests.e2e.people import People, choose, fill, follow, open_area, press, state_is, take_up

ACTIVITY = "Mission on competitions"


def plan(people: People, first: date, last: date, ceiling: str) -> None:
    """The officer plans the mission and puts the practitioner on it."""
    page = people("officer")
    take_up(page, "needs its next step")
    follow(page, "Plan an activity")
    fill(page, Title=ACTIVITY, Objectives="Design the first competition.", Place="Lima")
    choose(page, "Kind of help", "Expert mission")
    choose(page, "Mode", "Mission")
    choose(page, "Time zone of the host", "America/Lima")
    fill(page, First_day=first.isoformat(), Last_day=last.isoformat())
    page.get_by_label("Travel ceiling (USD)").fill(ceiling)
    press(page, "Plan")
    page.get_by_text("Add a practitioner").click()
    choose(page, "Practitioner", "Practitioner")
    press(page, "Add")
    expect(page.locator("#people")).to_contain_text("4 planned half-days")


def confirm(people: People) -> None:
    """The officer confirms the activity, which is funded now."""
    page = people("officer")
    open_area(page, "Activities")
    follow(page, ACTIVITY)
    press(page, "Confirm")
    state_is(page, "Confirmed")


def log_days(people: People) -> None:
    """The practitioner starts, logs every half-day and who came, and reports the mission as delivered."""
    page = people("practitioner")
    open_area(page, "Activities")
    follow(page, ACTIVITY)
    press(page, "Start")
    for half in page.locator("#days").get_by_role("checkbox").all():
        half.check()
    fill(page, What_was_done="Design of the first competition")
    press(page, "Log these half-days")
    fill(page, Women="6", Men="5")
    press(page, "Save the numbers")
    press(page, "Report as delivered")
    state_is(page, "Delivered, days not yet verified")


def verify_days(people: People) -> None:
    """The ministry, who was there, verifies the days; they count as person-days."""
    page = people("ministry")
    take_up(page, "wait to be verified", ACTIVITY)
    press(page, "Verify the days")
    state_is(page, "Verified")
    figure = page.locator(".key-figure").filter(has_text="person-days verified")
    expect(figure.locator(".value")).to_have_text("2.0")
