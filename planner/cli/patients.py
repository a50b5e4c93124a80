"""
Patients: added, shown, listed, their letters, and their names forgotten.
"""

from __future__ import annotations

from typing import Any

import click

from planner.cli.door import argument, command, option
from planner.cli.terminal import Terminal, by_options, on_staff
from planner.errors import InputFault


def _add(at: Terminal, by: str | None, role: str | None, **given: str | None) -> int:
    from datetime import date

    from planner.clinic import office
    from planner.clinic.cleaning import clean_all
    from planner.model.person import SEXES
    from planner.sheets.language import language

    fields = clean_all({key: value for key, value in given.items() if value})
    for key in ("name", "birth_date"):
        if key not in fields:
            raise InputFault("It is missing.", where="--" + key.replace("_", "-"))
    try:
        fields["birth_date"] = date.fromisoformat(fields["birth_date"]).isoformat()
    except ValueError:
        raise InputFault(
            "This is no day.", where="--birth-date", now="Write it as in 1984-05-03."
        ) from None
    sex = fields.get("sex", SEXES[0])
    if sex not in SEXES:
        raise InputFault(
            f'"{sex}" is no outline of the body map.',
            where="--sex",
            now="Write female or male, or leave it out for a neutral one.",
        )
    if "language" in fields:
        language(fields["language"])
    desk = at.desk(first=True)
    id_ = office.add_patient(desk, fields, by=on_staff(desk, by, role))
    at.answer({"verdict": "done", "patient": id_})
    at.say([f"Added: patient {id_}.", f"Next: mesoplan session open {id_}"])
    return 0


def _show(at: Terminal, patient: str) -> int:
    from planner.clinic.ids import typed

    id_ = typed(patient, "patient")
    desk = at.desk(reading=True)
    found, _ = desk.patient(id_)
    at.note(desk, f"patient:{id_}", "show")
    fields = dict(desk.journal.person(id_) or {})
    letters = [
        {
            "about": each.about,
            "by": each.by,
            "speciality": each.speciality,
            "dated": each.dated.isoformat(),
            "result": each.result,
            "product": each.product,
        }
        for each in found.letters
    ]
    at.answer(
        {
            "patient": id_,
            "fields": fields,
            "sessions": list(found.sessions),
            "courses": list(found.courses),
            "letters": letters,
        }
    )
    at.say([f"Patient {id_}"])
    at.say(f"  {name.replace('_', ' ')}: {value}" for name, value in fields.items())
    if not fields:
        at.say(["  Name and birth date are not kept any more."])
    for id_of_session in found.sessions:
        at.say([f"  session {id_of_session}: {desk.session(id_of_session)[0].stage}"])
    for each in letters:
        at.say([f"  letter of {each['dated']} about {each['about']}: {each['result']}"])
    return 0


def _list(at: Terminal) -> int:
    desk = at.desk(reading=True)
    ids = [stream.removeprefix("patient:") for stream in desk.journal.streams("patient:")]
    kept = {id_: dict(desk.journal.person(id_) or {}) for id_ in ids}
    at.answer(
        {
            "patients": [
                {"patient": id_, "name": fields.get("name", "")}
                for id_, fields in kept.items()
            ]
        }
    )
    for id_, fields in kept.items():
        name = fields.get("name", "(forgotten)")
        at.say([f"{id_}  {name}  {fields.get('birth_date', '')}".rstrip()])
    if not ids:
        at.say(["No patient yet. See: mesoplan patient add --help"])
    return 0


def _letter(
    at: Terminal, patient: str, by: str | None, role: str | None, **given: str | None
) -> int:
    from planner.clinic import office
    from planner.clinic.cleaning import clean_all, structured
    from planner.clinic.ids import typed
    from planner.model.person import Letter

    id_ = typed(patient, "patient")
    typed_in: dict[str, Any] = {
        {"author": "by"}.get(key, key): value for key, value in given.items() if value
    }
    letter: Letter = structured(clean_all(typed_in), Letter, "letter")
    desk = at.desk()
    office.file_letter(desk, id_, letter, by=on_staff(desk, by, role))
    at.answer({"verdict": "done", "patient": id_})
    at.say([f"Filed: a letter of {letter.dated} about {letter.about}."])
    return 0


def _forget(at: Terminal, patient: str, yes: bool, by: str | None, role: str | None) -> int:
    from planner.clinic.ids import typed

    id_ = typed(patient, "patient")
    desk = at.desk()
    desk.patient(id_)
    on_staff(desk, by, role)
    if not yes:
        click.echo(
            f"The name and birth date of patient {id_} will be deleted for good. "
            "What was done stays, under the id alone."
        )
        typed_in = click.prompt("Type the id again", default="", show_default=False)
        if typed(typed_in, "patient") != id_:
            raise InputFault("Another id was typed. Nothing was deleted.")
    desk.journal.forget_person(id_)
    at.answer({"verdict": "done", "patient": id_})
    at.say([f"Deleted: name and birth date of patient {id_}. The entries stay."])
    return 0


ADD = command(
    "add",
    _add,
    option("--name", "The name; kept apart, and deletable."),
    option("--birth-date", "As in 1984-05-03."),
    option("--sex", "female or male: the outline of the body map; deletable, too."),
    option("--phone", "How to reach the patient."),
    option("--record", "The number of the paper record."),
    option("--language", "What the patient reads: en, fr, es, it, ru or uk."),
    *by_options(),
    tells="Add a patient.",
    example="mesoplan patient add --name 'Ann Example' --birth-date 1984-05-03 --by dr-lin",
)
SHOW = command(
    "show",
    _show,
    argument("patient"),
    tells="Show a patient: name, sessions, letters.",
    example="mesoplan patient show 000000002M7",
)
LIST = command(
    "list",
    _list,
    tells="List the patients.",
    example="mesoplan patient list",
)
LETTER = command(
    "letter",
    _letter,
    argument("patient"),
    option("--about", "What it answers: a gate, or reactions."),
    option("--from", "Who wrote it.", key="author"),
    option("--speciality", "As in allergist."),
    option("--dated", "Its day, as in 2026-10-01."),
    option("--result", "What it says."),
    option("--product", "The composition it is about, where it is about one."),
    *by_options(),
    tells="File a dated letter of another physician.",
    example="mesoplan patient letter 000000002M7 --about reactions --from 'Dr Sand' "
    "--speciality allergist --dated 2026-10-01 --result 'no allergy found' --by dr-lin",
)
FORGET = command(
    "forget",
    _forget,
    argument("patient"),
    click.Option(["--yes"], is_flag=True, help="Do not ask again."),
    *by_options(),
    tells="Delete the name and birth date of a patient. The entries stay.",
    example="mesoplan patient forget 000000002M7 --by dr-lin",
)
