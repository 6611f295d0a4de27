"""All kinds of exercises by name. No reading, no deciding, no showing."""

from .answering import Blend, Choose, Match, Order, Rewrite, Scale, Scenario, Sort
from .exercise import Exercise
from .making import Builder, Journal, Planner, Ticks, Timeline

KINDS: dict[str, type[Exercise]] = {
    "sort": Sort,
    "choose": Choose,
    "order": Order,
    "scale": Scale,
    "rewrite": Rewrite,
    "journal": Journal,
    "match": Match,
    "scenario": Scenario,
    "blend": Blend,
    "timeline": Timeline,
    "builder": Builder,
    "ticks": Ticks,
    "planner": Planner,
}
