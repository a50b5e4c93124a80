"""
A course with wishes, as its sheets see it.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import given
from clinic.test_courses import agreed, at_the_beginning
from planner import library
from planner.clinic.course_papers import course_page
from planner.clinic.courses import course_of
from planner.clinic.wishes import wishes_of

WISHES = {
    "constraint": [
        # The clinic is closed on Sundays: no date can keep this.
        {"what": "weekdays", "days": ["sunday"]},
        {"what": "absence", "first": date(2026, 3, 16), "last": date(2026, 3, 22)},
        {
            "what": "menstruation",
            "began_on": date(2026, 3, 1),
            "cycle": "28 d",
            "lasts": "5 d",
            "uncertain": "1 d",
        },
    ]
}


@cache
def begun():
    """
    A course with wishes that was accepted, and nothing held of it yet.
    """
    world = at_the_beginning().fork()
    wishes = wishes_of(WISHES, library.waits_of(given.the_protocol()), "wishes.toml")
    world.course = agreed(world, wishes).id
    return world


def page_of(world):
    """
    What the page shows.
    """
    course = course_of(world.desk, world.course)
    return course_page(world.desk, course, world.desk.protocol(course.digest))
