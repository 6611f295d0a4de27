"""The course for a whole cohort on JupyterHub: settings, sign-in, each person's own server, and a trial.

What must not live here: the course itself, or anything that a learner's kernel loads.
"""
