"""JupyterLab around the course: the calm view, the wake-up extension, launching, and saving without traces.

What must not live here: exercises, their wording and their rules. Nothing in this folder is imported when a
learner's cell runs; it is used by the Jupyter server and by the command line only.
"""
