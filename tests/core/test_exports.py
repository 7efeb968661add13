"""Downloads of a demonstration say that they are invented; those of a real portal and of real statistics do not."""

import io

import pytest
from openpyxl import load_workbook

from partnership.core.services.exports import INVENTED, Sheet, csv_response, workbook_response

SHEET = Sheet("Things", ["Name"], [["Chair"]])


@pytest.mark.parametrize(
    ("demo_mode", "are_real", "sheets", "name"),
    [
        (True, False, ["Invented data", "Things"], "demonstration-things.xlsx"),
        (True, True, ["Things"], "things.xlsx"),
        (False, False, ["Things"], "things.xlsx"),
    ],
)
def test_workbook_says_that_its_data_are_invented(settings, demo_mode, are_real, sheets, name) -> None:
    settings.DEMO_MODE = demo_mode
    response = workbook_response("things.xlsx", [SHEET], are_real=are_real)
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == sheets
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    says = len(sheets) > 1
    assert (book.properties.description or "") == (str(INVENTED) if says else "")
    assert book[sheets[0]]["A2"].value == (str(INVENTED) if says else "Chair")


@pytest.mark.parametrize(("demo_mode", "name"), [(True, "demonstration-things.csv"), (False, "things.csv")])
def test_csv_says_so_in_its_name_alone(settings, demo_mode, name) -> None:
    settings.DEMO_MODE = demo_mode
    response = csv_response("things.csv", ["Name"], [["Chair"]])
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert b"".join(response.streaming_content) == b"Name\r\nChair\r\n"
