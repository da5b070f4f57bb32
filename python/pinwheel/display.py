# SPDX-License-Identifier: GPL-3.0-or-later
"""How a simulation shows itself in a notebook."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

from .library import PinwheelError

if TYPE_CHECKING:
    from .simulation import Simulation

MOST_PICTURES = 6


def simulation_html(simulation: Simulation) -> str:
    """Where a simulation is, and the present activity of the sheets that show stimuli or learn, each with its key."""
    learning = {projection.to for projection in map(simulation.projection, simulation.projections)
                if not projection.shared}
    sheets = [name for name in simulation.sheets if simulation.sheet(name).input or name in learning]
    pictures = [_activity(simulation, name) for name in sheets[-MOST_PICTURES:]]
    return f"<div><p>{escape(repr(simulation))}</p>{''.join(pictures)}</div>"


def _activity(simulation: Simulation, sheet: str) -> str:
    try:
        picture = simulation.measure("activity", sheets=sheet, quantity="activity")._repr_png_()
    except PinwheelError:  # it is at work, or its config has another measure of this name
        return ""
    return f'<img alt="activity of {escape(sheet)}" src="data:image/png;base64,{b64encode(picture or b"").decode()}"/>'
