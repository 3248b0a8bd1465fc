"""How a dose stands among the doses of its person, and what that counts as."""

from typing import Final

from sotiem.indicators.measures import Source

# `nth` is its place among the doses that count against one disease, whatever record of the person
# holds them; 0 for what was withdrawn, or entered again. `course` is how many doses make it full.
_STANDS: Final = """
SELECT numbered.dose_id, facility_id, vaccine_id, given_day, entered_day, nth, course, sex,
    CASE WHEN length(birth_date) < 4 THEN -1 ELSE least(greatest(
        extract(year FROM given_on)::int - left(birth_date, 4)::int - CASE
            WHEN length(birth_date) = 10 AND to_char(given_on, 'MM-DD') < right(birth_date, 5)
            THEN 1 ELSE 0 END, 0) / 5, 16) END AS age_group
FROM (
    SELECT told.*, CASE WHEN counts THEN row_number() OVER in_order ELSE 0 END AS nth,
        first_value(in_course) OVER in_order AS course
    FROM (
        SELECT dose.id AS dose_id, record.principal_id, version.facility_id, version.vaccine_id,
            vaccine.disease_id, vaccine.doses_in_primary_course AS in_course,
            version.administered_on AS given_on,
            version.administered_on - DATE '1970-01-01' AS given_day,
            (dose.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date - DATE '1970-01-01'
                AS entered_day,
            version.status = 'completed' AND row_number() OVER (
                PARTITION BY record.principal_id, vaccine.disease_id, version.administered_on,
                    version.status
                ORDER BY dose.recorded_at, dose.id
            ) = 1 AS counts
        FROM patients_patient AS record
        JOIN doses_dose AS dose ON dose.patient_id = record.id
        JOIN doses_doseversion AS version ON version.id = dose.current_id
        JOIN vaccines_vaccine AS vaccine ON vaccine.id = version.vaccine_id
        {chosen}
    ) AS told
    WINDOW in_order AS (PARTITION BY principal_id, disease_id, counts ORDER BY given_on, dose_id)
) AS numbered
JOIN patients_patient AS principal ON principal.id = numbered.principal_id
JOIN patients_patientversion AS person ON person.id = principal.current_id
"""
# Doses are first put together by numbers, each table by itself, and named afterwards: a country has
# twenty million of them. `place` says what they are: the first (1), the last of a course (2; 3 is
# both, where one dose is enough), a later one (4).
# What is given where no facility is named counts for the country alone.
_MEASURED: Final = """
SELECT coalesce(facility.path, 'vn') AS path, each.what, each.label, each.bucket,
    sum(together.number) AS number
FROM (
    SELECT facility_id, vaccine_id, disease_id, given_day, entered_day, delay, place, sex,
        age_group, GROUPING(vaccine_id) = 0 AS of_vaccine, GROUPING(entered_day) = 0 AS of_entry,
        GROUPING(delay) = 0 AS of_delay, GROUPING(age_group) = 0 AS of_age,
        GROUPING(place, given_day) = 0 AS of_place, sum(number) AS number
    FROM (
        SELECT stood.*, vaccine.disease_id,
            least(greatest(entered_day - given_day, 0), 366) AS delay,
            (nth = 1)::int + 2 * (nth = course)::int + 4 * (nth > course)::int AS place
        FROM stood JOIN vaccines_vaccine AS vaccine ON vaccine.id = stood.vaccine_id
        WHERE nth > 0
    ) AS counted
    GROUP BY GROUPING SETS (
        (facility_id, vaccine_id, given_day),
        (facility_id, entered_day),
        (facility_id, delay),
        (facility_id, disease_id, place, given_day),
        (facility_id, disease_id, place, sex, age_group)
    )
) AS together
LEFT JOIN facilities_facility AS facility ON facility.id = together.facility_id
LEFT JOIN vaccines_vaccine AS vaccine ON vaccine.id = together.vaccine_id
LEFT JOIN vaccines_targetdisease AS disease ON disease.id = together.disease_id
CROSS JOIN LATERAL (VALUES
    ('doses', vaccine.code, given_day, of_vaccine),
    ('entered', '', entered_day, of_entry),
    ('delay', '', delay, of_delay),
    ('first', disease.code, given_day, of_place AND place & 1 > 0),
    ('full', disease.code, given_day, of_place AND place & 2 > 0),
    ('booster', disease.code, given_day, of_place AND place & 4 > 0),
    ('first_age', disease.code || ' ' || sex, age_group, of_age AND place & 1 > 0),
    ('full_age', disease.code || ' ' || sex, age_group, of_age AND place & 2 > 0),
    ('boost_age', disease.code || ' ' || sex, age_group, of_age AND place & 4 > 0)
) AS each (what, label, bucket, counts)
WHERE each.counts GROUP BY 1, 2, 3, 4
"""
DOSES: Final = Source(
    thing="dose",
    columns="facility_id, vaccine_id, given_day, entered_day, nth, course, sex, age_group",
    stands=_STANDS,
    chosen="""WHERE record.principal_id IN (
        SELECT principal_id FROM patients_patient WHERE id = ANY(%s::bigint[])
    )""",
    measured=_MEASURED,
    whats=(
        "doses", "entered", "delay", "first", "full", "booster",
        "first_age", "full_age", "boost_age",
    ),
    locked=("patients_patient", "doses_dose"),
)  # fmt: skip
