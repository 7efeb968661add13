"""The sentences of import messages. A message is stored as a code and particulars, and worded when it is read."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "empty_file": _("The file is empty."),
    "wrong_encoding": _("The file is not UTF-8 text: byte {position} cannot be read. Save it as “CSV UTF-8”."),
    "unreadable": _("The file cannot be read beyond this line: {detail}"),
    "damaged_workbook": _("The workbook cannot be opened: {detail}"),
    "wrong_profile": _("This does not look like a file of “{source}”: the heading line was not found."),
    "missing_column": _("The column “{column}” is missing."),
    "no_periods": _("No column is headed by a year."),
    "no_rows": _("The file has a heading but no lines."),
    "too_many_columns": _("The file has {count} columns; at most {limit} are read."),
    "short_line": _("The line has {count} cells instead of {expected}."),
    "not_a_number": _("“{value}” is not a number."),
    "not_finite": _("“{value}” is not a finite number."),
    "not_a_year": _("“{value}” is not a year between {first} and {last}."),
    "out_of_range": _("{value} lies outside the possible range, from {minimum} to {maximum}."),
    "negative_error": _("A standard error cannot be negative: {value}."),
    "no_country": _("The line names no country."),
    "unknown_country": _("The country code “{value}” is unknown ({name}); {count} values were left out."),
    "former_country": _("“{value}” stands for a former state ({note}); {count} values were left out."),
    "aggregate": _("“{value}” stands for a group of countries ({note}); {count} values were left out."),
    "unmapped_series": _("The series “{value}” is not mapped to an indicator; {count} values were left out."),
    "duplicate": _(
        "The same indicator, country and year stands also in line {other} with another value; neither was taken."
    ),
    "repeated": _("The same value stands already in line {other}; it was taken once."),
    "too_many_messages": _("There are {count} more messages of this kind."),
    "nothing_changed": _("Every value that could be taken is already known. Nothing changed."),
    "nothing_taken": _("No value of the file could be taken."),
}


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """Return the sentence of a message; a code without one (an older version's) is shown as it is."""
    template = SENTENCES.get(code)
    return code if template is None else str(template).format_map(_Given(params))


class _Given(dict):
    """Particulars of a message; one that is absent stays visible as a question mark."""

    def __missing__(self, key: str) -> str:
        return "?"
