"""The files for Kubernetes hold together: the chart and Kubernetes would take them, and they keep people apart.

The chart's schema is not kept here. With the chart at hand (`helm pull jupyterhub/jupyterhub --version 4.4.0 --untar`)
PEER_COURSE_CHART names its folder, and the values are checked against it; otherwise it is seen that they are those
that were checked last.
"""

import hashlib
import json
import os
import re
import runpy
from pathlib import Path
from types import SimpleNamespace

import kubernetes_validate
import pytest
import yaml
from traitlets.config import Config

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "deploy" / "kubernetes"
CHECKED = Path(__file__).with_name("kubernetes_checked.json")
VALUES = ("values.yaml", "cohort.example.yaml")
KUBERNETES = "1.35"


def values(*names: str) -> dict:
    merged: dict = {}
    for name in names or VALUES:
        merged = together(merged, yaml.safe_load((HERE / name).read_text(encoding="utf-8")))
    return merged


def together(under: dict, over: dict) -> dict:
    """As Helm puts values files together."""
    both = {key: together(under[key], over[key]) if isinstance(under[key], dict) and isinstance(over[key], dict)
            else over[key] for key in under.keys() & over.keys()}
    return under | over | both


def manifests() -> list[tuple[str, dict]]:
    return [(path.name, one) for folder in ("ngshare", "course") for path in sorted((HERE / folder).glob("*.yaml"))
            if path.name != "kustomization.yaml" for one in yaml.safe_load_all(path.read_text(encoding="utf-8"))]


def manifest(kind: str, name: str) -> dict:
    return next(one for _, one in manifests() if one["kind"] == kind and one["metadata"]["name"] == name)


@pytest.fixture(scope="module")
def chart() -> Path:
    folder = os.environ.get("PEER_COURSE_CHART")
    if not folder:
        pytest.skip("The values were not checked against the chart's schema: PEER_COURSE_CHART names no chart.")
    return Path(folder)


def kubernetes(one: dict) -> None:
    """Raise when Kubernetes would not take this manifest."""
    kubernetes_validate.validate(one, KUBERNETES, strict=True)


def misfits(chart: Path, given: dict) -> list[str]:
    from jsonschema import Draft7Validator

    file = next(path for path in (chart / "values.schema.yaml", chart / "values.schema.json") if path.is_file())
    schema = yaml.safe_load(file.read_text(encoding="utf-8"))
    of_the_chart = yaml.safe_load((chart / "values.yaml").read_text(encoding="utf-8"))
    return [f"{'.'.join(map(str, e.absolute_path))}: {e.message}"
            for e in Draft7Validator(schema).iter_errors(together(of_the_chart, given))]


def test_the_values_fit_the_charts_own_schema(chart):
    assert misfits(chart, values()) == []


def test_a_misspelt_value_would_be_noticed(chart):
    assert misfits(chart, together(values(), {"singleuser": {"memroy": {"limit": "1G"}}}))


def test_the_values_are_those_that_were_last_checked_against_the_chart():
    text = "".join((HERE / name).read_text(encoding="utf-8") for name in VALUES)
    now = {"chart": "4.4.0", "values": hashlib.sha256(text.encode()).hexdigest()}
    assert json.loads(CHECKED.read_text(encoding="utf-8")) == now, (
        f"Check the values against the chart (see the top of {Path(__file__).name}), then write into {CHECKED.name}: {now}")


@pytest.mark.parametrize(("file", "one"), [pytest.param(*one, id=f"{one[0]}-{one[1]['kind']}") for one in manifests()])
def test_kubernetes_would_take_each_manifest(file, one):
    kubernetes(one)


def test_kubernetes_would_not_take_a_misspelt_manifest():
    one = manifest("Service", "ngshare")
    with pytest.raises(Exception, match="prots"):
        kubernetes(one | {"spec": one["spec"] | {"prots": []}})


@pytest.fixture
def hub():
    """Run hub_config.py as the chart does, and give its `c`."""
    def run(**changed):
        c, given = Config(), together(values(), changed)

        def get_config(key, default=None):
            found = given
            for part in key.split("."):
                found = found.get(part) if isinstance(found, dict) else None
            return default if found is None else found

        runpy.run_path(str(HERE / "hub_config.py"), init_globals={"c": c, "get_config": get_config})
        return c
    return run


def started(c, name: str) -> SimpleNamespace:
    spawner = SimpleNamespace(
        user=SimpleNamespace(name=name, groups=[SimpleNamespace(name="formgrade-peer_support")]),
        environment={}, volumes={"home": {"name": "home", "emptyDir": {}}},
        volume_mounts={"home": {"name": "home", "mountPath": "/home/jovyan"}}, mem_limit=None, mem_guarantee=None)
    c.Spawner.pre_spawn_hook(spawner)
    return spawner


def test_a_learners_container_has_nothing_of_the_tutors(hub):
    learner = started(hub(), "learner-1")
    assert "tutors" not in json.dumps([learner.volumes, learner.volume_mounts])
    assert learner.volume_mounts["course-content"]["readOnly"] is True
    assert learner.environment["PEER_COURSE_PROFILE"] == "learn" and not learner.environment["PEER_COURSE_TUTORS"]
    assert set(learner.volumes) == {"home", "course-content"}


def test_a_tutor_who_becomes_a_learner_keeps_no_way_to_the_tutors_folder(hub):
    c = hub()
    person = started(c, "kim")
    assert person.volume_mounts["tutors"]["mountPath"] == "/srv/peer-course/tutors"
    # The hub still has them in the tutors' group, since it never takes anybody out.
    hub(custom={"people": {"tutors": ["lee"], "learners": ["kim"]}}).Spawner.pre_spawn_hook(person)
    assert "tutors" not in json.dumps([person.volumes, person.volume_mounts])


def test_somebody_who_is_not_on_the_course_gets_no_container(hub):
    with pytest.raises(PermissionError):
        started(hub(), "somebody-who-left")


def test_nobody_on_the_hub_has_a_door_into_a_persons_pages(hub):
    c = hub()
    scopes = {scope for role in c.JupyterHub.load_roles for scope in role["scopes"]}
    assert c.Authenticator.admin_users == set() and scopes and not {one for one in scopes if one.startswith("access:")}
    from jupyterhub.scopes import expand_scopes

    assert not {one for one in expand_scopes(scopes) if one.startswith("access:servers")}


def test_a_learners_name_cannot_be_taken_by_whoever_signs_up_first(hub):
    # NativeAuthenticator lets in at once whom allowed_users names.
    own = hub().Authenticator
    assert own.allowed_users == {"hub-admin"} and own.allow_all is True
    other = hub(hub={"config": {"JupyterHub": {"authenticator_class": "generic-oauth"}}}).Authenticator
    assert other.allowed_users >= {"kim", "learner-1"} and "allow_all" not in other


def test_a_persons_container_has_no_rights_it_does_not_need(hub):
    context = hub().KubeSpawner.container_security_context
    assert context["capabilities"] == {"drop": ["ALL"]} and context["seccompProfile"] == {"type": "RuntimeDefault"}
    assert values()["singleuser"]["allowPrivilegeEscalation"] is False


@pytest.mark.parametrize("changed", [
    {"custom": {"people": {"learners": []}}},
    {"custom": {"people": {"learners": ["kim"]}}},
    {"hub": {"config": {"JupyterHub": {"authenticator_class": "dummy"}}}},
])
def test_the_hub_does_not_start_when_people_would_not_be_kept_apart(hub, changed):
    with pytest.raises(SystemExit, match="The hub was not started"):
        hub(**changed)


def test_kubernetes_would_take_a_persons_container(hub):
    for name in ("learner-1", "kim"):
        person = started(hub(), name)
        kubernetes({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "person"}, "spec": {
            "volumes": list(person.volumes.values()),
            "containers": [{"name": "notebook", "image": "i", "volumeMounts": list(person.volume_mounts.values())}]}})


def test_every_volume_that_is_used_is_asked_for(hub):
    claims = {one["metadata"]["name"] for _, one in manifests() if one["kind"] == "PersistentVolumeClaim"}
    used = {volume["persistentVolumeClaim"]["claimName"]
            for volume in started(hub(), "kim").volumes.values() if "persistentVolumeClaim" in volume}
    for _, one in manifests():
        if one["kind"] in ("Deployment", "Job"):
            used |= {volume["persistentVolumeClaim"]["claimName"]
                     for volume in one["spec"]["template"]["spec"]["volumes"] if "persistentVolumeClaim" in volume}
    assert used == claims


def test_nothing_that_runs_in_a_page_can_send_words_to_the_internet():
    policy = values()["singleuser"]["networkPolicy"]
    allowed = {name for name, on in policy["egressAllowRules"].items() if on}
    assert policy["enabled"] and all(name.startswith("dnsPorts") for name in allowed)
    labels = manifest("Deployment", "ngshare")["spec"]["template"]["metadata"]["labels"]
    assert [rule["to"][0]["podSelector"]["matchLabels"].items() <= labels.items() for rule in policy["egress"]] == [True]


def test_only_peoples_containers_reach_what_is_handed_in():
    policy = manifest("NetworkPolicy", "ngshare")["spec"]
    assert [source for rule in policy["ingress"] for source in rule["from"]] == [
        {"podSelector": {"matchLabels": {"app": "jupyterhub", "component": "singleuser-server"}}}]
    assert set(policy["policyTypes"]) == {"Ingress", "Egress"}
    assert "url" not in values()["hub"]["services"]["ngshare"]


def test_no_secret_is_in_any_file():
    for path in HERE.rglob("*"):
        if path.is_file() and path.suffix in (".yaml", ".py", ".md") or path.name == "Dockerfile":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(?i)(token|password|secret|key)\"?\s*[:=]\s*[\"']?[0-9a-f]{16,}", text), path
    assert not [one for _, one in manifests() if one["kind"] == "Secret"]


def pins(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", path.read_text(encoding="utf-8"), re.MULTILINE))


def test_ngshare_has_an_environment_that_does_not_lose_tasks():
    assert pins(HERE / "ngshare" / "requirements.txt")["sqlalchemy"].startswith("1.4.")


def test_hub_service_and_containers_have_one_version_of_jupyterhub():
    assert {pins(HERE / name / "requirements.txt")["jupyterhub"] for name in ("ngshare", "image")} == {"5.5.0"}


def test_the_image_has_the_courses_own_versions():
    course, image = pins(ROOT / "requirements.lock"), pins(HERE / "image" / "requirements.txt")
    assert {name: image[name] for name in image if course.get(name, image[name]) != image[name]} == {}


@pytest.mark.parametrize(("dockerfile", "context"), [("image", ROOT), ("ngshare", HERE / "ngshare")])
def test_what_an_image_copies_is_there(dockerfile, context):
    text = (HERE / dockerfile / "Dockerfile").read_text(encoding="utf-8")
    sources = [word for line in re.findall(r"^COPY (.*)$", text, re.MULTILINE) for word in line.split()[:-1]]
    assert sources and [name for name in sources if not (context / name).exists()] == []


def test_an_upgrade_keeps_what_a_tutor_changed(tmp_path):
    prepare = runpy.run_path(str(HERE / "image" / "prepare_course.py"))["prepare"]
    course, place = tmp_path / "course", tmp_path / "tutors"
    (course / "source").mkdir(parents=True)
    for name in ("changed", "same"):
        (course / "source" / name).write_text("first")
    assert prepare(course, ("source",), place) == []
    (place / "source" / "changed").write_text("a tutor's words")
    (place / "source" / "own").write_text("a tutor's file")
    for name in ("changed", "same", "added"):
        (course / "source" / name).write_text("second")
    for _ in range(2):
        prepare(course, ("source",), place)
    read = {path.name: path.read_text() for path in (place / "source").iterdir()}
    assert read == {"changed": "a tutor's words", "changed.new": "second", "same": "second", "added": "second",
                    "own": "a tutor's file"}
