"""Agreement of two tutors: the figure is the published one, and it is not given where it would mislead."""

import pytest
from peer_course.marking import agreement, records, rubrics
from peer_course.marking.agreement import Agreement
from peer_course.marking.course_folder import CourseFolder
from peer_course.marking.records import Marking

TASK = "07-writing-about-people"
MET = {"words-act": "met", "keeps-facts": "met", "persons-view": "met", "explains-choices": "met"}


def spread(table) -> list[tuple[int, int]]:
    return [(a, b) for a, row in enumerate(table) for b, count in enumerate(row) for _ in range(count)]


@pytest.mark.parametrize(("table", "published"), [
    # Data set SexualFun (Agresti 1990, 91 couples); weighted kappa with equal spacing 0.2374 in the examples of the
    # R packages vcd and vcdExtra, https://friendly.github.io/vcdExtra/ (print.Kappa).
    ([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]], 0.2374),
    # scikit-learn, sklearn/metrics/tests/test_classification.py, cohen_kappa_score with linear weights: 0.9412.
    ([[46, 0, 0], [4, 40, 0], [0, 0, 10]], 0.9412),
])
def test_weighted_kappa_is_the_published_one(table, published):
    assert agreement.weighted_kappa(spread(table)) == pytest.approx(published, abs=5e-5)


def test_with_two_levels_it_is_cohens_own_kappa():
    # Cohen 1960 by hand: 45 of 60 alike, 30 expected by chance.
    assert agreement.weighted_kappa(spread([[25, 10], [5, 20]])) == pytest.approx((45 - 30) / (60 - 30))


def test_it_does_not_matter_which_levels_nobody_chose():
    assert agreement.weighted_kappa([(0, 2), (2, 2), (0, 0)]) == agreement.weighted_kappa([(0, 1), (1, 1), (0, 0)])


def test_when_all_have_the_same_level_kappa_is_undefined_and_not_perfect():
    assert agreement.weighted_kappa([(1, 1)] * 20) is None
    assert Agreement(TASK, "c", "C", 20, 20, None).sentence[0] == "kappa_undefined"


@pytest.mark.parametrize(("pairs", "same", "kappa", "sentence"), [
    (9, 9, 0.9, "too_few"), (10, 5, -0.1, "kappa_poor"), (10, 5, 0.3, "kappa_fair"), (10, 7, 0.6, "kappa_moderate"),
    (10, 8, 0.7, "kappa_good"), (10, 10, 1.0, "kappa_very_good"), (10, 9, 0.1, "kappa_one_level"),
])
def test_plain_words_follow_the_figures(pairs, same, kappa, sentence):
    assert Agreement(TASK, "c", "C", pairs, same, kappa).sentence[0] == sentence


@pytest.fixture
def course(tmp_path) -> CourseFolder:
    return CourseFolder(tmp_path, tmp_path / "exchange")


def read(course, learner, role, levels, **more):
    records.save(course, Marking(task=TASK, learner=learner, role=role, marker="Morag" if role == "first" else "Iain",
                                 **({"outcome": "marked", "finished": "2026-01-01", "levels": levels} | more)))


def test_only_finished_readings_of_the_same_version_are_compared(course):
    read(course, "alice", "first", MET)
    read(course, "alice", "second", MET, finished="")
    read(course, "bob", "first", MET, handed_in="one")
    read(course, "bob", "second", MET, handed_in="two")
    assert agreement.pairs(course, TASK) == []
    read(course, "carol", "first", MET)
    read(course, "carol", "second", MET | {"words-act": "nearly"})
    assert [(a.learner, b.role) for a, b in agreement.pairs(course, TASK)] == [("carol", "second")]


def test_each_criterion_is_counted_by_itself_and_levels_that_are_not_in_the_rubric_count_for_nothing(course):
    for place in range(12):
        levels = MET | ({"words-act": "nearly"} if place % 2 else {})
        read(course, f"l{place}", "first", levels)
        read(course, f"l{place}", "second", levels | ({"words-act": "not-yet"} if place == 1 else {})
             | ({"keeps-facts": "gone"} if place == 2 else {}))
    found = {one.criterion: one for one in agreement.agreement(course, TASK)}
    assert list(found) == [c.id for c in rubrics.rubric(TASK).criteria]
    assert (found["words-act"].pairs, found["words-act"].same) == (12, 11) and 0.8 < found["words-act"].kappa < 1
    assert (found["keeps-facts"].pairs, found["keeps-facts"].kappa) == (11, None)


def test_the_largest_differences_come_first_by_number_and_name_both_tutors(course):
    read(course, "alice", "first", MET)
    read(course, "alice", "second", MET | {"words-act": "nearly"})
    read(course, "bob", "first", MET)
    read(course, "bob", "second", MET | {"words-act": "not-yet"})
    read(course, "carol", "first", MET)
    read(course, "carol", "second", {}, outcome="talk")
    found = agreement.differences(course, TASK)
    assert [one.learner for one in found] == ["carol", "bob", "alice"]
    assert (found[0].criterion, found[0].first, found[0].second) == ("", "marked", "talk")
    assert (found[1].first, found[1].second, found[1].steps) == ("Met", "Not yet", 1.0)
    assert {(one.first_marker, one.second_marker) for one in found} == {("Morag", "Iain")}
    assert sorted(one.number for one in found) == [1, 2, 3]
    assert len(agreement.differences(course, TASK, most=2)) == 2
