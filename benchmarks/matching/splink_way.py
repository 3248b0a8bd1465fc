"""The same files matched by Splink, as well as we know how to.

Its fields are read by our own readers, so that both compare the same normal forms.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl
import splink.comparison_level_library as level
import splink.comparison_library as comparison
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from sotiem.identity.readings import read_sexes
from sotiem.identity.sounds import sound_of
from sotiem.matching.rules.names import plain_of
from sotiem.matching.rules.records import Traits
from sotiem.runtime.cores import on_all_cores
from sotiem.runtime.matches import claims_in
from sotiem.runtime.people_files import PERSON_COLUMNS, read_columns

ROWS_AT_ONCE: Final = 20_000

RULES: Final = (
    block_on("cccd"),
    block_on("cmnd"),
    block_on("phone"),
    block_on("born", "given_sound"),
    block_on("sounds", "year"),
    block_on("sounds", "anniversary"),
    block_on("sounds", "province"),
    block_on("born", "commune"),
)
_NAME: Final = comparison.CustomComparison(
    output_column_name="name",
    comparison_levels=[
        level.NullLevel("plain"),
        level.ExactMatchLevel("name", term_frequency_adjustments=True),
        level.ExactMatchLevel("plain", term_frequency_adjustments=True),
        level.ExactMatchLevel("sounds", term_frequency_adjustments=True),
        level.LevenshteinLevel("plain", 1),
        level.LevenshteinLevel("plain", 2),
        level.CustomLevel("given_l = given_r AND surname_l = surname_r", "surname and given"),
        level.CustomLevel("given_l = given_r", "given"),
        level.CustomLevel("surname_l = surname_r", "surname"),
        level.ElseLevel(),
    ],
)
_BORN: Final = comparison.CustomComparison(
    output_column_name="born",
    comparison_levels=[
        level.NullLevel("year"),
        level.ExactMatchLevel("born"),
        level.CustomLevel("year_l = year_r AND (born_l IS NULL OR born_r IS NULL)", "year only"),
        level.CustomLevel("born_l = swapped_r", "day and month swapped"),
        level.DamerauLevenshteinLevel("born", 1),
        level.CustomLevel("anniversary_l = anniversary_r", "day and month"),
        level.CustomLevel("year_l = year_r", "year"),
        level.ElseLevel(),
    ],
)
_PLACE: Final = comparison.CustomComparison(
    output_column_name="place",
    comparison_levels=[
        level.NullLevel("province"),
        level.ExactMatchLevel("commune", term_frequency_adjustments=True),
        level.ExactMatchLevel("province"),
        level.ElseLevel(),
    ],
)


def main(arguments: Sequence[str]) -> None:
    people, rows, out = map(Path, arguments)
    match_file(people, rows, out)


def match_file(people: Path, rows: Path, out: Path, *, processes: int = 2) -> None:
    """Write row_id, person_id, probability of the best pair of each row."""
    database = duckdb.connect()
    database.execute("SET enable_progress_bar = false")
    api = DuckDBAPI(database)
    claims = fields_of(rows, "row_id", processes).to_arrow()
    records = fields_of(people, "person_id", processes).to_arrow()
    linker = Linker(
        [
            api.register(claims, dataset_display_name="claims"),
            api.register(records, dataset_display_name="records"),
        ],
        _settings(),
        log_level=40,
        validate_settings=False,
    )
    _train(linker)
    pairs = linker.inference.predict(threshold_match_probability=0.01)
    best = database.sql(
        f"SELECT unique_id_l AS row_id, arg_max(unique_id_r, match_weight) AS person_id, "
        f"max(match_probability) AS probability FROM {pairs.physical_name} GROUP BY 1"
    ).pl()
    every = pl.from_arrow(claims)
    assert isinstance(every, pl.DataFrame)
    every.select(pl.col("unique_id").alias("row_id")).join(
        best, on="row_id", how="left", maintain_order="left"
    ).with_columns(pl.col("person_id").fill_null(""), pl.col("probability").fill_null(0.0)).select(
        "row_id",
        pl.when(pl.col("probability") >= 0.5)
        .then("person_id")
        .otherwise(pl.lit(""))
        .alias("person_id"),
        "probability",
    ).write_csv(out)


def fields_of(file: Path, key: str, processes: int) -> pl.DataFrame:
    """A file's people in normal form, null where unknown."""
    frame = read_columns(file, key=key, columns=PERSON_COLUMNS)
    frame = frame.with_columns(pl.Series("sex", read_sexes(frame["sex"].to_list())))
    slices = list(frame.rename({key: "unique_id"}).iter_slices(ROWS_AT_ONCE))
    return pl.concat(on_all_cores(_fields, slices, processes=processes, what="People"))


def _fields(frame: pl.DataFrame) -> pl.DataFrame:
    traits = [_told(each) for each in claims_in(frame)]
    made = pl.DataFrame(traits, schema=dict.fromkeys(_told(Traits()), pl.String))
    made = made.with_columns(pl.all().replace({"": None}))
    return made.insert_column(0, frame["unique_id"])


def _told(person: Traits) -> dict[str, str]:
    plain = plain_of(person.name)
    words = plain.split() or [""]
    born = f"{person.born:08}" if person.born % 100 else ""
    return {
        "name": person.name,
        "plain": plain,
        "given": words[-1],
        "surname": words[0],
        "given_sound": sound_of(words[-1]),
        "sounds": " ".join(sorted(map(sound_of, words))),
        "born": born,
        "swapped": born[:4] + born[6:] + born[4:6],
        "year": f"{person.born // 10_000:04}" if person.born else "",
        "anniversary": born[4:],
        "sex": str(person.sex or ""),
        "phone": person.phone,
        "cccd": person.cccd,
        "cmnd": person.cmnd,
        "commune": str(person.commune or ""),
        "province": str(person.province or ""),
    }


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            _NAME,
            _BORN,
            comparison.LevenshteinAtThresholds("cccd", [1, 2]),
            comparison.LevenshteinAtThresholds("cmnd", [1, 2]),
            comparison.LevenshteinAtThresholds("phone", [1]).configure(
                term_frequency_adjustments=True
            ),
            comparison.ExactMatch("sex"),
            _PLACE,
        ],
        blocking_rules_to_generate_predictions=list(RULES),
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def _train(linker: Linker) -> None:
    training: Any = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("cccd"), block_on("name", "born"), block_on("phone", "given")], recall=0.85
    )
    training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in (block_on("born", "given"), block_on("cccd"), block_on("phone", "name")):
        training.estimate_parameters_using_expectation_maximisation(rule)
