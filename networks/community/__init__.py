"""Networks of practitioners: what they are, which ones the programme names, which ones are founded."""
