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

c.Authenticator.allowed_users = {name for names in people.values() for name in names}
c.Authenticator.admin_users = set(people["administrators"])
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
    """Learner or tutor, by the hub's groups; nobody else gets a container."""
    groups = {group.name for group in spawner.user.groups}
    if not groups & {TUTORS, LEARNERS}:
        refused = PermissionError("not on the course")
        refused.jupyterhub_message = "You are signed in, and not on this course yet. Please ask your tutor."
        raise refused
    teaches = TUTORS in groups
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
