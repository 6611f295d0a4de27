"""What a tutor's browser is told it may ask for, on an own computer and on a hub."""

from peer_course.lab import launch, settings


def sources(policy: str) -> dict[str, list[str]]:
    return {name: places for name, *places in (part.split() for part in policy.split("; "))}


def test_a_tutors_pages_may_ask_this_server_only(tmp_path):
    headers = settings.settings("teach", tmp_path)["ServerApp"]["tornado_settings"]["headers"]
    for name, places in sources(headers["Content-Security-Policy"]).items():
        for place in places:
            assert place.startswith(("'", "data:", "blob:", "ws://localhost:", "ws://127.0.0.1:")), (name, place)
    assert sources(settings.content_policy({}))["frame-ancestors"] == ["'self'"]


def test_on_a_hub_no_page_may_frame_a_tutors_server_and_its_own_sockets_work():
    policy = sources(settings.content_policy({"JUPYTERHUB_SERVICE_PREFIX": "/user/morag/"}))
    assert policy["frame-ancestors"] == ["'none'"] and "wss:" in policy["connect-src"]
    assert "*" not in " ".join(place for name, places in policy.items() for place in places)


def test_a_tutors_server_has_our_way_into_formgrader_and_a_learners_has_none(tmp_path):
    teach = settings.settings("teach", tmp_path)["ServerApp"]["jpserver_extensions"]
    assert teach == {"nbgrader.server_extensions.formgrader": False, "peer_course.lab.formgrader": True}
    learn = settings.settings("learn", tmp_path)["ServerApp"]
    assert learn["jpserver_extensions"]["nbgrader.server_extensions.formgrader"] is False
    assert "peer_course.lab.formgrader" not in learn["jpserver_extensions"]


def test_the_stand_in_for_mathjax_is_found_once_however_often_the_course_is_opened(tmp_path):
    _, env = launch.command("teach", tmp_path, 9000, env={"JUPYTER_PATH": "/a"})
    _, again = launch.command("teach", tmp_path, 9000, env=env)
    assert again["JUPYTER_PATH"] == env["JUPYTER_PATH"] and env["JUPYTER_PATH"].endswith("/a")
    assert (settings.FORMGRADER_PAGES / "nbconvert/templates/formgrade/mathjax.html.j2").is_file()
