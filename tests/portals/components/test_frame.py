from django.test import Client

from tests.portals.components.pages import Page


def test_a_reader_changes_language_without_scripts(client: Client) -> None:
    page = Page(client.get("/").content.decode())
    switch = next(a for a in page.all_of("button") if a.get("name") == "language")
    assert switch["value"] == "en"
    answer = client.post("/ngon-ngu/setlang/", {"language": "en", "next": "/"}, follow=True)
    html = answer.content.decode()
    assert '<html lang="en"' in html
    assert "Skip to main content" in html


def test_the_first_link_leads_to_the_main_part(client: Client) -> None:
    page = Page(client.get("/").content.decode())
    assert page.all_of("a")[0]["href"] == "#main"
    assert [attrs["id"] for attrs in page.all_of("main")] == ["main"]
    assert len(page.all_of("h1")) == 2  # the gallery shows a panel beside its own heading
