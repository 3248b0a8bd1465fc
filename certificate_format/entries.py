"""The three kinds of events in a payload, to and from their two-letter fields."""

from certificate_format import fields
from certificate_format.fields import Fields
from certificate_format.payload import LabTestEntry, RecoveryEntry, VaccinationEntry


def write_vaccination(entry: VaccinationEntry) -> dict[object, object]:
    """Lay a dose out."""
    return {
        "tg": entry.disease,
        "vp": entry.prophylaxis,
        "mp": entry.product,
        "ma": entry.maker,
        "dn": entry.dose_number,
        "sd": entry.series_doses,
        "dt": entry.given_on.isoformat(),
        "co": entry.country,
        "is": entry.issuer,
        "ci": entry.uci,
    }


def read_vaccination(entry: Fields) -> VaccinationEntry:
    """Read a dose."""
    return VaccinationEntry(
        disease=fields.code(entry, "tg"),
        prophylaxis=fields.code(entry, "vp"),
        product=fields.code(entry, "mp"),
        maker=fields.code(entry, "ma"),
        dose_number=fields.dose_count(entry.get("dn")),
        series_doses=fields.dose_count(entry.get("sd")),
        given_on=fields.day(entry.get("dt")),
        country=fields.country(entry),
        issuer=fields.text(entry, "is"),
        uci=fields.text(entry, "ci"),
    )


def write_lab_test(entry: LabTestEntry) -> dict[object, object]:
    """Lay a test out; what it does not name is left out."""
    named = {"nm": entry.name, "ma": entry.device, "tc": entry.centre}
    return {
        "tg": entry.disease,
        "tt": entry.method,
        **{key: value for key, value in named.items() if value},
        "sc": entry.sampled_at.isoformat(timespec="seconds"),
        "tr": entry.result,
        "co": entry.country,
        "is": entry.issuer,
        "ci": entry.uci,
    }


def read_lab_test(entry: Fields) -> LabTestEntry:
    """Read a test; its name, device and centre may be missing."""
    return LabTestEntry(
        disease=fields.code(entry, "tg"),
        method=fields.code(entry, "tt"),
        name=fields.optional_text(entry, "nm"),
        device=fields.optional_text(entry, "ma").strip(),
        sampled_at=fields.moment(entry.get("sc")),
        result=fields.code(entry, "tr"),
        centre=fields.optional_text(entry, "tc"),
        country=fields.country(entry),
        issuer=fields.text(entry, "is"),
        uci=fields.text(entry, "ci"),
    )


def write_recovery(entry: RecoveryEntry) -> dict[object, object]:
    """Lay a recovery out."""
    return {
        "tg": entry.disease,
        "fr": entry.first_positive_on.isoformat(),
        "co": entry.country,
        "is": entry.issuer,
        "df": entry.valid_from.isoformat(),
        "du": entry.valid_until.isoformat(),
        "ci": entry.uci,
    }


def read_recovery(entry: Fields) -> RecoveryEntry:
    """Read a recovery."""
    return RecoveryEntry(
        disease=fields.code(entry, "tg"),
        first_positive_on=fields.day(entry.get("fr")),
        country=fields.country(entry),
        issuer=fields.text(entry, "is"),
        valid_from=fields.day(entry.get("df")),
        valid_until=fields.day(entry.get("du")),
        uci=fields.text(entry, "ci"),
    )
