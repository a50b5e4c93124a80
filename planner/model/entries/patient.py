"""
Entries of one patient's stream: who has sessions here, and letters on file.

Names and birth dates are not here: they live in a table that can be deleted.
"""

from __future__ import annotations

from typing import ClassVar

from planner.model.entries.envelope import Payload
from planner.model.frozen import frozen
from planner.model.person import Letter


@frozen(kw_only=True)
class PatientAdded:
    """
    A patient was added under a random id.
    """

    kind: ClassVar[str] = "patient-added"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "patient"

    patient: str


@frozen(kw_only=True)
class SessionStarted:
    """
    A session was opened for this patient, in this course.
    """

    kind: ClassVar[str] = "session-started"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "patient"

    session: str
    course: str


@frozen(kw_only=True)
class CourseStarted:
    """
    A course was agreed with this patient.
    """

    kind: ClassVar[str] = "course-started"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "patient"

    course: str


@frozen(kw_only=True)
class LetterFiled:
    """
    A dated letter of another physician was filed.
    """

    kind: ClassVar[str] = "letter-filed"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "patient"

    letter: Letter


PATIENT_ENTRIES: tuple[type[Payload], ...] = (
    PatientAdded,
    SessionStarted,
    CourseStarted,
    LetterFiled,
)
