"""The conversation about a request: who says what at which step, from ``data/messages.csv``."""

from datetime import date

from partnership.core.models import User
from technical_assistance import services
from technical_assistance.models import TARequest

from .plan import dice_for
from .stage import ENGLISH, Stage
from .stories import Story, rows_of

SPOKEN_AT = 0.55  # the share of steps at which somebody writes


def talk(
    ta_request: TARequest, step: str, story: Story, stage: Stage, *, actors: dict[str, User], **particulars: date
) -> None:
    """Let one of the actors write at this step, or nobody: the dice of the story decide."""
    dice = dice_for(story.key, step, *particulars.values())
    if dice.random() > SPOKEN_AT:
        return
    language = "en" if story.ministry in ENGLISH else "es"
    fitting = [row for row in rows_of("messages") if (row["step"], row["language"]) == (step, language)]
    row = dice.choice([row for row in fitting if row["who"] in actors])
    words = {name: _day(value, language) for name, value in particulars.items()}
    text = row["text"].format(unit=within(story.unit), **words)
    services.write_message(ta_request, body=text, visibility=row["visibility"], actor=actors[row["who"]])


def _day(day: date, language: str) -> str:
    return f"{day.day}/{day.month}" if language == "es" else f"{day.day} {day:%B}"


def within(unit: str) -> str:
    """Return a unit as it stands inside a sentence in Spanish or English."""
    feminine = ("Dirección", "Oficina", "Unidad", "Auditoría", "Central", "Tesorería")
    masculine = ("Viceministerio", "Laboratorio", "Instituto")
    if unit.startswith(feminine):
        return f"la {unit}"
    return f"el {unit}" if unit.startswith(masculine) else f"the {unit}"
