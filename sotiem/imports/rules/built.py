"""What must not have been built on a sheet that is to be undone, each as one question."""

from typing import Final

from sotiem.imports.states import BuiltUpon

_ROWS: Final = """
FROM imports_importrow AS row
JOIN doses_dose AS dose ON dose.id = row.dose_id
JOIN doses_doseversion AS version ON version.id = dose.current_id
WHERE row.dose_import_id = %(sheet)s AND row.outcome = 'recorded'
    AND version.status = 'completed'
"""
# The first version tells who brought the person.
_BROUGHT: Final = """
FROM imports_importrow AS row
JOIN patients_patientversion AS first ON first.patient_id = row.patient_id AND first.number = 1
WHERE row.dose_import_id = %(sheet)s AND row.outcome = 'recorded' AND first.origin = %(origin)s
"""

BUILT: Final[dict[BuiltUpon, str]] = {
    BuiltUpon.DOSE_AMENDED: f"SELECT DISTINCT row.number {_ROWS} AND version.number > 1 ORDER BY 1",
    BuiltUpon.PERSON_AMENDED: f"""
SELECT DISTINCT row.number {_BROUGHT} AND EXISTS (
    SELECT FROM patients_patientversion AS later
    WHERE later.patient_id = row.patient_id AND later.number > 1
        AND NOT starts_with(later.origin, %(origin)s)
) ORDER BY 1
""",
    BuiltUpon.PERSON_LINKED: f"""
SELECT DISTINCT row.number {_BROUGHT} AND (EXISTS (
    SELECT FROM patients_patientlink AS link
    WHERE link.one_id = row.patient_id AND link.ended_at IS NULL
) OR EXISTS (
    SELECT FROM patients_patientlink AS link
    WHERE link.other_id = row.patient_id AND link.ended_at IS NULL
)) ORDER BY 1
""",
    # Reports are known here by the trail alone: their module lies above this one.
    BuiltUpon.REPORT_OPEN: f"""
SELECT DISTINCT row.number {_ROWS} AND EXISTS (
    SELECT FROM foundation_auditentry AS sent
    WHERE sent.patient_id = dose.patient_id AND sent.action = 'correction_report.submitted'
        AND sent.at >= dose.recorded_at AND NOT EXISTS (
            SELECT FROM foundation_auditentry AS ended
            WHERE ended.object_kind = sent.object_kind AND ended.object_id = sent.object_id
                AND ended.action IN ('correction_report.accepted', 'correction_report.refused',
                    'correction_report.withdrawn')
        )
) ORDER BY 1
""",
}
