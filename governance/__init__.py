"""Trust fund, results and semi-annual reports."""
