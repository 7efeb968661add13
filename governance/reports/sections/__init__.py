"""The sections of the semi-annual report, each a function from the facts to its blocks."""
