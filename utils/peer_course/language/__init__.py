"""The recovery-language review: which words carry judgement, which facts were kept, whose voice is there.

Only plain functions over texts; nothing is shown, stored or sent from here. The parts load when first used.
No module in here may be called review or compare: importing it would put it in the place of the function.
"""

__all__ = ["compare", "first_five", "review"]


def review(text: str):
    """List what may be loaded in a text, in reading order, as a list of Finding."""
    from peer_course.language.reviewing import review as run

    return run(text)


def compare(original: str, rewrite: str):
    """Compare a first note with its rewrite: findings, facts, softenings and voice, as a Comparison."""
    from peer_course.language.comparing import compare as run

    return run(original, rewrite)


def first_five(findings, most: int = 5):
    """The most serious findings, at most five, for a first look; the rest stay to be shown on request."""
    from peer_course.language.reviewing import first_five as run

    return run(findings, most)
