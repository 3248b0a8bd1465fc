"""Write the names of countries: `sotiem/portals/components/countries.json`.

To repeat it: `python tools/build_countries.py`. Names are those of the Unicode CLDR (Unicode
License), as the library Babel, which the tests need anyway, brings them; browsers have the same.
"""

import json
import re
from pathlib import Path
from typing import Final

from babel import Locale

OUT: Final = Path(__file__).parents[1] / "sotiem/portals/components/countries.json"
NO_COUNTRIES: Final = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def main() -> None:
    vietnamese, english = (Locale(each).territories for each in ("vi", "en"))
    codes = sorted(code for code in map(str, english) if re.fullmatch("[A-Z]{2}", code))
    names = {
        code: [vietnamese[code], english[code]]
        for code in codes
        if code in vietnamese and code not in NO_COUNTRIES
    }
    written = json.dumps(names, ensure_ascii=False, indent=0)
    OUT.write_text(re.sub(r"\[\n(.*),\n(.*)\n\]", r"[\1, \2]", written) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
