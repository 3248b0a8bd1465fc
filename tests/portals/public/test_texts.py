"""Every text is there in English too."""

import gettext
from pathlib import Path

from sotiem.portals import public
from tests.portals.components.texts import texts_of

FOLDER = Path(public.__file__).parent


def test_every_text_has_an_english_translation() -> None:
    with (FOLDER / "locale/en/LC_MESSAGES/django.mo").open("rb") as compiled:
        english = gettext.GNUTranslations(compiled)
    texts = texts_of(FOLDER)
    assert len(texts) > 50
    untranslated = {t for t in texts if t == english.gettext(t) == english.ngettext(t, t, 2)}
    assert untranslated == set()
