"""
Whatever anybody asks, in any order, with any clock: nothing unsafe is ever recorded.

R-01 of the reliability page. The walk asks one desk for anything a practitioner may ask;
a second opinion (`oracle`) then reads only what the journal holds.
"""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from attrs import evolve
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import given
from oracle_of_sessions import objections
from planner.errors import InputFault
from planner.model.entries import care
from planner.model.entries import session as told
from planner.model.entries.session import StatementSigned
from planner.model.person import HoldAgreement, Medicine
from planner.model.situation import Situation
from planner.safety.assess import assess
from planner.safety.findings import Refusal
from planner.session import moves
from planner.session.decide import decide
from planner.session.entering import as_exposure, completed
from planner.session.fold import fold
from planner.session.lifecycle import Attempt
