"""Which Pythons the project runs on. Written so that any Python 3.6 can read it and say no."""

OLDEST = (3, 11)
NEWEST = (3, 13)


def problem_with(major: int, minor: int) -> str:
    """One sentence for a Python that will not do; empty for one that will."""
    if OLDEST <= (major, minor) <= NEWEST:
        return ""
    return (
        f"This project runs on Python {OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}, and this "
        f"is Python {major}.{minor}: start dev.py with another one, for example "
        f"`python{OLDEST[0]}.{OLDEST[1]} dev.py run`."
    )
