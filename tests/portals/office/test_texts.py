from pathlib import Path

import pytest
from django.utils import translation

from sotiem.portals import office, review
from tests.portals.components.texts import texts_of


@pytest.mark.parametrize("portal", [office, review])
def test_every_text_of_the_staff_pages_stands_in_english_too(portal: object) -> None:
    folder = Path(str(portal.__file__)).parent  # type: ignore[attr-defined]
    with translation.override("en"):
        missing = {text for text in texts_of(folder) if translation.gettext(text) == text}
    assert missing == set()
