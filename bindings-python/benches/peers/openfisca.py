"""OpenFisca: the fine as a variable with a formula over arrays. Its floats have 32 bits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.model_api import DAY, Variable, max_, min_, select, where
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from . import Array, Peer

CASE = build_entity(key="case", plural="cases", label="A case of the rule", is_person=True)


class area(Variable):  # noqa: N801 - variables are named by their classes
    value_type = float
    entity = CASE
    definition_period = DAY
    label = "Area occupied, in square metres"


class repeat(Variable):  # noqa: N801
    value_type = bool
    entity = CASE
    definition_period = DAY
    label = "Repeated within a year"


class fine(Variable):  # noqa: N801
    value_type = float
    entity = CASE
    definition_period = DAY
    label = "Fine, in yuan"

    def formula(cases, period):  # noqa: N805 - formulas are no methods
        occupied = cases("area", period)
        amount = 185 * occupied
        tiered = select(
            [occupied <= 1, occupied <= 3, occupied <= 5],
            [max_(50, min_(200, amount)), max_(200, min_(500, amount)), max_(500, min_(1000, amount))],
            default=max_(1000, min_(2000, amount)),
        )
        adjusted = where(cases("repeat", period), tiered * 1.3, tiered)
        return np.floor(max_(50, min_(2000, adjusted)) * 100 + 0.5) / 100


class Rules(TaxBenefitSystem):
    def __init__(self) -> None:
        super().__init__([CASE])
        self.add_variables(area, repeat, fine)


RULES = Rules()
DAY_OF_DECISION = "2026-11-21"


def frame(areas: Array, repeats: Array) -> Sequence[object]:
    simulation = SimulationBuilder().build_default_simulation(RULES, count=len(areas))
    simulation.set_input("area", DAY_OF_DECISION, areas)
    simulation.set_input("repeat", DAY_OF_DECISION, repeats)
    return simulation.calculate("fine", DAY_OF_DECISION)


def single(area: float, repeat: bool) -> object:
    return frame(np.array([area]), np.array([repeat]))[0]


PEER = Peer("OpenFisca", "openfisca-core", single, frame, rows=1_000_000)
