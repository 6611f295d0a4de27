"""Writes a trained network as whole numbers, in the form that utils/peer_course/language/likeness.py reads."""

import json
from pathlib import Path

import torch
from network import SLOPE

_VECTOR_MOST = 127
_UNIT_OF_WEIGHTS = 1 << 10
_SHIFT = 9
_OUT_UNIT = 1 << 10
# Scores, in natural logarithms of the odds. A stretch is found above the first, and reaches as far as words stay above
# the second; a rule's finding below the third only notices; a topic is named when its share is above the fourth.
LIMITS = {"found_above": 1.1, "grows_above": 0.0, "doubted_below": {"talk-about-it": 0.9, "please-change": 0.6},
          "sure_above": 0.5}
LIMITS_OF_LONGER = LIMITS | {"found_above": 0.4, "doubted_below": {"talk-about-it": 0.3, "please-change": -0.3}}


def write(net, folder: Path, known: dict, own: dict, counts, topics: list[str], kept: int) -> None:
    """Write words.txt, words.bin and weights.json; the words met most in the notes, then the most used ones."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [word for word, count in counts.most_common() if count > 1 and "\n" not in word]
    words = ["?", *(words + [word for word in known if word not in own])[:kept - 1]]
    with torch.no_grad():
        vectors = net.vectors(torch.tensor([known.get(word, 1) for word in words]),
                              torch.tensor([own.get(word, 1) for word in words]))
        one = _VECTOR_MOST / float(vectors.abs().flatten().kthvalue(int(vectors.numel() * 0.9999))[0])
        whole = (vectors * one).round().clamp(-_VECTOR_MOST, _VECTOR_MOST).to(torch.int8)
    (folder / "words.txt").write_text("\n".join(words), encoding="utf-8")
    (folder / "words.bin").write_bytes(whole.numpy().tobytes())
    write_weights(net, folder / "weights.json", round(one), topics, LIMITS)


def write_weights(net, path: Path, one: int, topics: list[str], limits: dict) -> None:
    """Write the weights that go by vectors in which so many make one."""
    with torch.no_grad():
        weights = _weights(net, one, topics) | limits
    path.write_text(json.dumps(weights, separators=(",", ":")) + "\n", encoding="utf-8")


def _weights(net, one: int, topics: list[str]) -> dict:
    unit = one * _UNIT_OF_WEIGHTS
    out = net.out.weight[0]

    def with_straight(rows, straight=0.0):
        """Add the lane that counts as it is: what lies below nought is a tenth of it, and the direct way."""
        return torch.cat([rows, (SLOPE * (rows @ out) + straight).unsqueeze(-1)], -1)

    def whole(rows, scale):
        return (rows * scale).round().long().tolist()

    window, straight, pool = net.window.weight, net.straight.weight[0], net.pool.weight
    places = [whole(with_straight(window[:, :, n].T, straight[:, n]), _UNIT_OF_WEIGHTS)
              for n in range(window.shape[2])]
    return {
        "dims": net.own.weight.shape[1], "pooled": pool.shape[0], "one": one, "unit": unit,
        "places": places,
        "pool_places": [whole(pool[:, :, n].T, _UNIT_OF_WEIGHTS) for n in range(pool.shape[2])],
        "bias": whole(with_straight(net.window.bias, float(net.out.bias[0] + net.straight.bias[0])), unit),
        "pool_bias": whole(net.pool.bias, unit),
        "of_sentence": whole(with_straight(net.of_sentence.weight.T), 1 << _SHIFT),
        "of_note": whole(with_straight(net.of_note.weight.T), 1 << _SHIFT),
        "shift": _SHIFT, "out": whole((1 - SLOPE) * out, _OUT_UNIT), "out_unit": _OUT_UNIT,
        "topics": [[topic, round(float(net.topic.bias[n]), 3), [round(float(w), 3) for w in net.topic.weight[n]]]
                   for n, topic in enumerate(topics)],
    }
