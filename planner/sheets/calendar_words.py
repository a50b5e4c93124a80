"""
What a calendar of a course says: the patient's names no diagnosis, medicine or zone.
"""

from __future__ import annotations

from planner.sheets.language import t

# The number of the session is put in where the calendar is written.
_NUMBER = "{number}"


def of_patient(clinic: str, phone: str) -> dict[str, str]:
    """
    The words of the patient's: whoever holds the telephone sees them.
    """
    said = t("Appointment at {clinic}", clinic=clinic) if clinic else t("Appointment")
    return {
        "name": said,
        "visit": said,
        "test": said,
        "reading": said,
        "place": clinic,
        "note": t("If you cannot come, call {phone}.", phone=phone) if phone else "",
    }


def of_clinic(course: str, patient: str) -> dict[str, str]:
    """
    The words of the clinic's, with the patient's id and no name.
    """
    who = t("patient {patient}", patient=patient)
    name = t("Course {course}", course=course)
    return {
        "name": name,
        "visit": f"{t('Session {n}', n=_NUMBER)}, {who}",
        "test": f"{t('Skin test before session {n}', n=_NUMBER)}, {who}",
        "reading": f"{t('Late reading before session {n}', n=_NUMBER)}, {who}",
        "place": "",
        "note": name,
    }
