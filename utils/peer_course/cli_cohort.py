"""Commands of `peer-course` for tutors. Heavy imports stay inside the functions."""

COMMANDS = ()
