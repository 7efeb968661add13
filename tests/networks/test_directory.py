"""The networks' page says what is there, and promises nothing."""

from django.test import Client
from django.utils.html import escape

from networks.community.directory import REGIONAL_NETWORKS


def test_page_names_the_regional_networks_and_says_that_none_is_founded_here(db) -> None:
    page = Client().get("/en/networks/").content.decode()
    named = [network.name for network in REGIONAL_NETWORKS if escape(network.name) in page]
    assert named == [
        "INTOSAI",
        "OLACEFS",
        "Cumbre Judicial Iberoamericana",
        "CLAD",
        "Red Iberoamericana en Descentralización",
    ]
    assert "No network has been founded in the portal yet." in page
    assert "networks in 3 areas" in page
