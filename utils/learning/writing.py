"""Writes a trained network as whole numbers, in the form that utils/peer_course/language/likeness.py reads."""

import json
from array import array
from pathlib import Path

import torch
from network import SLOPE

_BYTE_MOST = 127
_UNIT_OF_WEIGHTS = 1 << 10  # as fine as lanes of 24 bits allow, whatever marks a word has
_SHIFT = 10
_LEAST = 0.002  # lanes that count for less are taken to count for so much
# Scores, in natural logarithms of the odds. A stretch is found above the first, and reaches as far as words stay above
# the second; a rule's finding below the third only notices; a topic is named when its share is above the fourth.
LIMITS = {
    "short": {"found_above": 0.4, "grows_above": 0.0, "doubted_below": {"talk-about-it": 0.4, "please-change": 0.4},
              "sure_above": 0.5},
    "long": {"found_above": 0.0, "grows_above": 0.0, "doubted_below": {"talk-about-it": 0.0, "please-change": 0.0},
             "sure_above": 0.5},
}


def write(net, folder: Path, kind: str, learned, topics: list[str], kept: int) -> None:
    """Write the words met most in the notes, then the most used ones, with their vectors, and all weights."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [word for word, count in learned.counts.most_common() if count > 1 and "\n" not in word]
    words = ["?", *(words + [word for word in learned.known if word not in learned.own])[:kept - 1]]
    with torch.no_grad():
        vectors = net.vectors(torch.tensor([learned.known.get(word, 1) for word in words]),
                              torch.tensor([learned.own.get(word, 1) for word in words]))
        whole, one = _in_bytes(vectors)
        beside, beside_one = _in_bytes(net.neighbours.weight[1:, 0])
        weights = _weights(net, one, topics) | LIMITS[kind] | {"neighbours_one": beside_one}
    (folder / f"words-{kind}.txt").write_text("\n".join(words), encoding="utf-8")
    (folder / f"words-{kind}.bin").write_bytes(whole)
    (folder / f"neighbours-{kind}.bin").write_bytes(array("I", learned.beside).tobytes() + beside)
    (folder / f"weights-{kind}.json").write_text(json.dumps(weights, separators=(",", ":")) + "\n", encoding="utf-8")


def _in_bytes(numbers: torch.Tensor) -> tuple[bytes, int]:
    """Numbers as signed bytes, all but the very largest in proportion, and what one is."""
    one = round(_BYTE_MOST / float(numbers.abs().flatten().kthvalue(int(numbers.numel() * 0.9999))[0]))
    return (numbers * one).round().clamp(-_BYTE_MOST, _BYTE_MOST).to(torch.int8).numpy().tobytes(), one


def _weights(net, one: int, topics: list[str]) -> dict:
    """All weights in whole numbers. What a lane counts for in the end is worked into its weights beforehand."""
    unit = one * _UNIT_OF_WEIGHTS
    out = net.out.weight[0]
    bent = (1 - SLOPE) * out
    rising = [n for n, weight in enumerate(bent) if weight > 0]
    order = torch.tensor(rising + [n for n, weight in enumerate(bent) if weight <= 0])
    counts = bent.abs().clamp(min=_LEAST)

    def lanes(rows, straight=0.0):
        """Rows of lanes, and the one that counts as it is: a tenth of what lies below nought, and the direct way."""
        return torch.cat([(rows * counts)[:, order], (SLOPE * (rows @ out) + straight).unsqueeze(-1)], -1)

    def whole(rows, scale):
        return (rows * scale).round().long().tolist()

    window, straight, pool = net.window.weight, net.straight.weight[0], net.pool.weight
    bias = lanes(net.window.bias.unsqueeze(0), net.out.bias + net.straight.bias)[0]
    return {
        "dims": net.own.weight.shape[1], "pooled": pool.shape[0], "one": one, "unit": unit,
        "places": [whole(lanes(window[:, :, n].T, straight[:, n]), _UNIT_OF_WEIGHTS) for n in range(window.shape[2])],
        "pool_places": [whole(pool[:, :, n].T, _UNIT_OF_WEIGHTS) for n in range(pool.shape[2])],
        "bias": whole(bias, unit), "pool_bias": whole(net.pool.bias, unit),
        "of_sentence": whole(lanes(net.of_sentence.weight.T), 1 << _SHIFT),
        "of_note": whole(lanes(net.of_note.weight.T), 1 << _SHIFT),
        "shift": _SHIFT, "rising": len(rising), "falling": len(order) - len(rising),
        "topics": [[topic, round(float(net.topic.bias[n]), 3),
                    [round(float(w), 3) for w in (net.topic.weight[n] / counts)[order]]]
                   for n, topic in enumerate(topics)],
    }
