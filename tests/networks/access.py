"""Access to the pages of the networks."""

from tests.access import NO_METHOD, Row, public

ROWS = [
    Row("networks:directory", public()),
    Row("networks:directory", public(NO_METHOD), method="post"),
]
