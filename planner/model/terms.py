"""
The closed words a protocol may use: stages, checkpoints, anchors, lists and values.

A protocol names them, `planner.safety` gives each its meaning, and a word outside these
tables does not load.
"""

from __future__ import annotations

# The stages a session walks, in their order, and those beside and after the walk.
WALK = (
    "anamnesis",
    "allergy-test",
    "awaiting-reading",
    "anticoagulant-hold",
    "needle-selection",
    "injection",
    "observation",
    "discharge",
)
SIDE = ("suspended", "emergency")
FINALS = (
    "discharged",
    "deferred",
    "refused",
    "withdrawn",
    "transferred",
    "died",
    "left-against-advice",
    "entered-in-error",
)
STAGES = (*WALK, *SIDE, *FINALS)

# Checkpoints on the way in, in order: a gate before one holds it and all that follow.
WAY_IN = (
    "allergy-test",
    "place-test",
    "anticoagulant-hold",
    "needle-selection",
    "apply-anaesthetic",
    "injection",
    "deliver",
)
# Checkpoints on the way out. Each holds only itself, but leaving observation is judged
# again at the door: what is before discharge is also before discharged.
WAY_OUT = (
    "awaiting-reading",
    "end-visit",
    "exit-after-exposure",
    "discharge",
    "discharged",
)
CHECKPOINTS = (*WAY_IN, *WAY_OUT)

# Instants that spans are counted from.
ANCHORS = {
    "last-exposure": "the last exposure of any kind, those entered in error included",
    "last-test": "the last skin test placed",
    "last-delivery": "the last injection",
    "last-vitals": "the last full set of vital signs",
    "last-rule-out": "the last time a physician ruled a reaction out",
}

# Lists a gate may be judged over ("each").
LISTS = {
    "items": "each zone with its product and needle in the plan",
    "products": "each product in the plan",
    "lots": "each lot in the plan",
    "zones": "each zone in the plan",
    "needles": "each needle in the plan",
    "kit": "each thing of the emergency kit that must be there",
    "operator-trainings": "each training the operator must hold",
}

# Lists a gate may be asked to find complete ("listed").
LISTED = {
    "kit": "each thing of the emergency kit, in the number that must be there",
    "operator-trainings": "each training the operator must hold",
    "medicines": "the patient's medicines, stated complete and each recognised",
    "allergies": "the patient's allergies, stated complete and each recognised",
    "product-descriptions": "each planned product registered, described, fully known",
    "needle-packs": "each needle sterile, unopened and for single use",
    "needle-sizes": "each needle whose gauge and millimetres agree and fit",
    "earlier-reactions": "each earlier reaction here, answered by an allergist's letter",
    "open-sessions": "no other session of this patient is open",
    "prescribed-nsaids": "each prescribed pain reliever that thins blood",
    "clinic-settings": "what the clinic must have on record",
    "tasks": "each task that holds the discharge",
    "all-tasks": "each task still open",
    "signs": "each sign noted, looked at by a physician",
    "vitals-times": "each set of vital signs at its time",
    "restarts": "each held medicine with an agreed restart",
    "product-documents": "what the record must say about each product given",
    "complications": "each complication, with its cause and class",
    "recalled": "each lot in the plan not recalled",
    "own-protocol": "this protocol version approved, and not withdrawn",
    "letters": "each planned product that needs a specialist's letter",
}

# What some lists and kinds can never be, so that no case need show it: nobody can shut
# what is only not yet stated, and what the log itself tells is never unknown.
NEVER = {
    "medicines": "shut",
    "allergies": "shut",
    "restarts": "shut",
    "placed": "shut",
    "own-protocol": "unknown",
    "signed": "shut",
    "clinic-settings": "unknown",
    "open-sessions": "unknown",
    "earlier-reactions": "unknown",
    "tasks": "unknown",
    "all-tasks": "unknown",
    "signs": "unknown",
    "vitals-times": "unknown",
    "product-documents": "unknown",
    "complications": "unknown",
}

# Values a gate may compare. A question that is answered by a quantity is a value too.
VALUES = {
    "age": "full years of life, from the date of birth",
    "systolic": "systolic pressure of the latest set",
    "diastolic": "diastolic pressure of the latest set",
    "pulse": "pulse of the latest set",
    "oxygen": "oxygen saturation of the latest set",
    "breathing": "breaths in a minute, of the latest set",
    "temperature": "temperature of the latest set",
    "systolic-fall": "how far systolic pressure is under the first set, in per cent",
    "needle-outer-diameter": "outer diameter of a planned needle",
    "needle-length": "length of a planned needle",
    "vertical-depth": "length of the needle times the sine of its angle",
    "depth-over-layer": "how far the vertical depth is past the planned layer",
    "depth-over-technique": "how far the vertical depth is past the technique's deepest",
    "angle-off-technique": "how far the angle is outside the technique's angles",
    "length-off-technique": "how far the needle's length is outside the technique's",
    "injection-angle": "angle of a planned item",
    "point-volume": "volume planned for one point",
    "session-volume": "volume planned or given in the whole session",
    "antiseptic-contact": "how long a zone was wet with antiseptic",
    "antiseptic-drying": "how long a zone dried",
    "restart-delay": "from the last injection to a medicine's agreed restart",
}

# Words about this patient and plan that a condition may ask for.
HISTORIES = {
    "first-exposure": "nothing was ever injected into this patient here",
    "new-product": "a planned product or lot this patient has not had before",
    "earlier-reaction": "a reaction in an earlier session here",
    "exposed": "something has reached the patient in this session",
    "delivered": "something was injected in this session",
    "test-only": "a test was placed and nothing injected in this session",
    "hold-begun": "a hold was agreed for a medicine of this patient",
    "large-area": "a planned zone is a large area",
    "uncovered-area": "a planned zone is usually uncovered",
    "face-or-scalp": "a planned zone is on the face or scalp",
    "dressed-zone": "a planned zone takes a dressing",
    "injector": "an injector is planned",
    "mixed-here": "a planned product is mixed in the consulting room",
    "off-label": "a planned product is not used as its label says",
    "finer-needle": "a planned needle is finer than the range",
    "fainted": "a physician recorded a faint in this session",
    "erythema-overdue": "redness may be past its time: an erythema look is due",
}

# Where a shut gate leads: the safe exit of its stage.
EXITS = {
    "refused": "the session is refused; another treatment is offered",
    "deferred": "the session is deferred, with the earliest date where one is known",
    "correct": "what is wrong is put right here: another lot, needle, plan or answer",
    "wait": "the patient waits in sight of trained staff",
    "observe": "injecting stops and the patient is observed",
    "physician": "a physician looks at the patient now",
}

# The day a deferral or refusal names, before which its course plans no session.
EARLIEST = "earliest"

# The number of a point has this many digits at most: nobody injects more in one sitting.
MOST_DIGITS = 4

# How many results that were worked out are kept for as long as they are asked for again:
# of one moment, of each card at one moment, of each session, and of one file. What is
# worked out of a moment is of no use after it, and more of it in memory only makes it
# slower to find.
KEPT_NOW = 8
KEPT_NOW_EACH = 256
KEPT_SESSIONS = 256
KEPT_LONG = 4096

YES, NO = "yes", "no"
