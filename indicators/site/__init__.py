"""What a reader explores on the public pages: comparators, the live figure, the map."""
