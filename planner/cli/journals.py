"""
The journal itself: verified, its heads told, copied.
"""

from __future__ import annotations

from planner.cli.door import argument, command, option
from planner.cli.terminal import Terminal
from planner.errors import JournalDamaged


def _verify(at: Terminal, heads: tuple[str, ...]) -> int:
    journal = at.open_journal()
    found = journal.verify(heads)
    said = [f"{each.where}: {each.what}" for each in found.findings]
    opening = journal.damage
    at.answer(
        {
            "entries": found.entries,
            "streams": found.streams,
            "findings": [
                {"where": each.where, "what": each.what} for each in found.findings
            ],
            "damage": opening,
        }
    )
    at.say(said)
    counted = f"{found.entries} entries in {found.streams} streams"
    if found.ok and not opening:
        printed = f", {len(heads)} printed heads found" if heads else ""
        at.say([f"Verified: {counted}{printed}; nothing was changed."])
        return 0
    if opening:
        at.say([opening])
    noun = "finding" if len(said) == 1 else "findings"
    at.say(
        [
            f"{len(said)} {noun}, in {counted}.",
            "Leave the journal as it is and go on with paper.",
            "Then put back the newest backup that verifies.",
        ]
    )
    return JournalDamaged.exit_code


def _head(at: Terminal, stream: str | None) -> int:
    from planner.journal.record import short

    journal = at.open_journal()
    names = (stream,) if stream else journal.streams()
    heads = [journal.head(name) for name in names]
    at.answer(
        {
            "heads": [
                {
                    "stream": each.stream,
                    "version": each.version,
                    "digest": each.digest,
                    "printed": short(each.digest),
                }
                for each in heads
            ]
        }
    )
    at.say(f"{short(each.digest)}  {each.version:4}  {each.stream}" for each in heads)
    return JournalDamaged.exit_code if journal.damage else 0


def _backup(at: Terminal, file: str) -> int:
    journal = at.open_journal()
    journal.backup(file)
    at.answer({"verdict": "done", "file": file})
    at.say([f"Copied to {file}.", "Check it: mesoplan journal verify --journal " + file])
    return JournalDamaged.exit_code if journal.damage else 0


VERIFY = command(
    "verify",
    _verify,
    option(
        "--head", "A head as printed on a sheet; may stand again.", key="heads", many=True
    ),
    tells="Recompute the whole journal, and look for printed heads. "
    "Exit code 3 when anything is not as it was written.",
    example="mesoplan journal verify\nmesoplan journal verify --head 7Q2M-9XKD-0V4B",
)
HEAD = command(
    "head",
    _head,
    argument("stream", needed=False),
    tells="Tell how far each stream has come, and its head as sheets print it.",
    example="mesoplan journal head",
)
BACKUP = command(
    "backup",
    _backup,
    argument("file"),
    tells="Copy the journal to a new file, while it is in use.",
    example="mesoplan journal backup 2026-11-22.sqlite",
)
