"""The catalogue as the public sees it: the list by area, its facets, the search, a definition without figures."""
