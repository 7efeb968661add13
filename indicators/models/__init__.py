"""Models of the statistics, one file per aggregate."""

from .catalogue import DefinitionVersion, Indicator
from .imports import ImportBatch, ImportMessage
from .observations import Latest, Observation, Series
from .releases import Release, Revision
from .sources import CountryAlias, Source, SourceMapping

__all__ = [
    "CountryAlias",
    "DefinitionVersion",
    "ImportBatch",
    "ImportMessage",
    "Indicator",
    "Latest",
    "Observation",
    "Release",
    "Revision",
    "Series",
    "Source",
    "SourceMapping",
]
