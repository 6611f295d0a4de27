"""Who is who on the hub, and what each person's container gets: given to the chart with --set-file.

The chart runs this at the end of its own configuration, where `c` and `get_config` are its own.
What must not live here: secrets and names (cohort.yaml), limits and the network (values.yaml).
"""
# ruff: noqa: F821 (c and get_config come from the chart)

import sys

TUTORS, LEARNERS = "formgrade-peer_support", "nbgrader-peer_support"
COURSE, TUTORS_FOLDER, CONTENT = "/srv/peer-course/course", "/srv/peer-course/tutors", "/srv/peer-course/content"
people = {kind: list(get_config(f"custom.people.{kind}", [])) for kind in ("tutors", "learners", "administrators")}

if not people["tutors"] or not people["learners"]:
    sys.exit("The hub was not started: custom.people in cohort.yaml names no tutors, or no learners.")
if set(people["tutors"]) & set(people["learners"]):
    sys.exit("The hub was not started: somebody is named as tutor and as learner in cohort.yaml.")
if get_config("hub.config.JupyterHub.authenticator_class", "dummy") == "dummy":
    sys.exit("The hub was not started: with the authenticator `dummy` anybody could sign in as anybody.")

if get_config("hub.config.JupyterHub.authenticator_class") == "native":
    # NativeAuthenticator lets in at once whoever signs up under an allowed name. So only administrators are allowed
    # names; everybody else waits until an administrator has seen at /hub/authorize that it is really them.
    c.Authenticator.allowed_users, c.Authenticator.allow_all = set(people["administrators"]), True
else:
    c.Authenticator.allowed_users = {name for names in people.values() for name in names}
# JupyterHub's own role for administrators opens everybody's pages and cannot be narrowed, so nobody is given it.
c.Authenticator.admin_users = set()
c.JupyterHub.load_roles = [*c.JupyterHub.get("load_roles", []), {
    "name": "looks-after-people", "users": people["administrators"],
    "scopes": ["admin-ui", "admin:users", "admin:servers", "list:users", "read:hub"]}]
c.KubeSpawner.container_security_context = {
    "runAsNonRoot": True, "capabilities": {"drop": ["ALL"]}, "seccompProfile": {"type": "RuntimeDefault"}}
c.JupyterHub.load_groups = {TUTORS: {"users": people["tutors"]}, LEARNERS: {"users": people["learners"]}}


def peer_course_words(teaches: bool) -> str:
    """Where the course's words lie in a container: for tutors in the folder that their JupyterLab shows."""
    return f"{TUTORS_FOLDER}/content" if teaches else CONTENT


def peer_course_volumes(teaches: bool) -> tuple[dict, dict]:
    """The shared volumes of a container and where they lie in it: the tutors' folder is in no learner's."""
    volumes = {"course-content": {"name": "course-content", "persistentVolumeClaim": {"claimName": "course-content"}}}
    mounts = {"course-content": {
        "name": "course-content", "mountPath": peer_course_words(teaches), "readOnly": not teaches}}
    if teaches:
        volumes["tutors"] = {"name": "tutors", "persistentVolumeClaim": {"claimName": "tutors"}}
        mounts["tutors"] = {"name": "tutors", "mountPath": TUTORS_FOLDER}
    return volumes, mounts


def peer_course_before_start(spawner) -> None:
    """Learner or tutor, by the list in cohort.yaml; nobody else gets a container.

    Not by the hub's groups: those only grow, so that somebody taken off the list would keep their place.
    """
    name = spawner.user.name
    if name not in people["tutors"] and name not in people["learners"]:
        refused = PermissionError("not on the course")
        refused.jupyterhub_message = "You are signed in, and not on this course yet. Please ask your tutor."
        raise refused
    teaches = name in people["tutors"]
    told = {
        "PEER_COURSE_PROFILE": "teach" if teaches else "learn",
        "PEER_COURSE_SHARED": COURSE,
        "PEER_COURSE_CONTENT": peer_course_words(teaches),
        "PEER_COURSE_NGSHARE": "http://ngshare:8080/services/ngshare",
        "PEER_COURSE_IDLE_KERNEL_MINUTES": str(get_config("custom.idleKernelMinutes", 60)),
        "PEER_COURSE_TUTORS": TUTORS_FOLDER if teaches else "",
    }
    spawner.environment = {**spawner.environment, **told}
    volumes, mounts = peer_course_volumes(teaches)
    ours = {"course-content", "tutors"}
    spawner.volumes = {name: one for name, one in spawner.volumes.items() if name not in ours} | volumes
    spawner.volume_mounts = {name: one for name, one in spawner.volume_mounts.items() if name not in ours} | mounts
    if teaches:
        # Marking a whole cohort and the cohort's page load more than a session does.
        spawner.mem_limit, spawner.mem_guarantee = "1536M", "384M"


c.Spawner.pre_spawn_hook = peer_course_before_start
