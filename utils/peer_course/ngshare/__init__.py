"""Handing in through ngshare, a service of the hub, where people share no folder (Kubernetes).

`service` asks it the few things a learner's page shows; `plugins` are nbgrader's exchange there.
Not here: how the service is run (deploy/kubernetes/), and the exchange in a folder (`exchange`).
"""
