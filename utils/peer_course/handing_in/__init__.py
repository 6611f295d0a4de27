"""What the hand-in panel can do: see where things stand, fetch, preview, hand in, take back, read feedback.

Here: the learner's side, logic and files only. It runs nbgrader's own commands in a process of their own.
Not here: widgets, and nbgrader itself, which must not load in a learner's kernel.
"""

from . import scales
from .acts import Outcome, feedback, fetch, hand_in, take_back
from .records import Sent
from .standing import HandInState, state
from .writing import Piece, Preview, preview

__all__ = [
    "HandInState", "Outcome", "Piece", "Preview", "Sent",
    "feedback", "fetch", "hand_in", "preview", "scales", "state", "take_back",
]
