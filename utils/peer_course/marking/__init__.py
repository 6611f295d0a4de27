"""The tutor's side of marking. Everything a learner hands in is treated here as a stranger's text."""
