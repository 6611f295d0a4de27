"""What `python3 start.py` does before anything is installed.

Only the standard library may be imported here, and nothing of peer_course: the package is not installed yet
when this runs.
"""
