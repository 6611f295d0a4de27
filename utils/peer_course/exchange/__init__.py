"""How hand-ins and feedback travel: our plug-ins for nbgrader, set through its public ExchangeFactory.

One module for each way: `submit` (a learner sends), `collect` (a tutor takes in), `release` (a tutor opens a task),
`feedback` (back to one learner), `listing` (what nbgrader lists). `walls` says who may enter which folder.
Not here: what a learner sees (`handing_in`), what is done with the words (`marking`).
"""

import errno

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
