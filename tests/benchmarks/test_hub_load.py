"""The parts of the load benchmark that can be wrong without anybody noticing: answers, messages, arithmetic."""

import sys
from pathlib import Path

import pytest
from peer_course import kinds, library

sys.path.append(str(Path(__file__).parent))

import hub_answers  # noqa: E402
import hub_projection  # noqa: E402


@pytest.mark.parametrize("slug", library.slugs())
def test_a_simulated_learner_answers_each_exercise_as_a_person_would(slug):
    exercise = library.exercise(slug)
    sent = hub_answers.typed(exercise, hub_answers.whole(exercise))
    assert kinds.is_complete(exercise, sent[-1])
    assert kinds.empty(exercise).keys() <= sent[-1].keys()
    assert kinds.told(exercise, sent[-1])


def test_messages_are_those_that_the_server_reads():
    pytest.importorskip("websocket")
    import kernel_line
    from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1

    message = {"header": {"msg_type": "comm_msg"}, "parent_header": {}, "metadata": {}, "content": {"text": "ä “quoted”"}}
    channel, parts = deserialize_msg_from_ws_v1(kernel_line.packed("shell", message))
    assert (channel, len(parts)) == ("shell", 4)
    assert kernel_line.unpacked(serialize_msg_to_ws_v1(parts, "iopub")) == {"channel": "iopub"} | message


def test_what_ten_times_the_people_need():
    one = hub_projection.Learner(megabytes=200, arrival_seconds=12, working=0.01, hub_seconds=0.3, proxy_seconds=0.2)
    few, many = hub_projection.need(30, 1.0, one, minutes=5), hub_projection.need(300, 1.0, one, minutes=5)
    assert few.gigabytes == 2 + 30 * 0.2 * 1.25
    assert many.gigabytes - 2 == pytest.approx(10 * (few.gigabytes - 2))
    assert few.arriving == pytest.approx(30 * 12 / 300) and few.working == pytest.approx(0.3)
    assert few.processors == 3  # 1.2 of them busy by half
    assert hub_projection.need(300, 0.1, one, minutes=5).there == 30
    assert (many.hub_busy, many.proxy_busy) == pytest.approx((0.3, 0.2))
