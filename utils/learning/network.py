"""The network of the language review as it is trained; utils/peer_course/language/likeness.py is how it is used."""

import torch
from peer_course.language.likeness import AROUND
from peer_course.language.marks import MARKS
from torch import nn
from torch.nn import functional

WINDOW, POOL_WINDOW = 5, 3
SLOPE = 0.1
NEIGHBOURS_DROPPED = 0.5


class Net(nn.Module):
    """Word vectors, a window of five words, the most that sentences nearby say, and weights of words side by side."""

    def __init__(self, known: torch.Tensor, words: int, neighbours: int, topics: int, settings):
        super().__init__()
        dims, hidden, pooled = settings.dims, settings.hidden, settings.pooled
        self.known = nn.Embedding.from_pretrained(known, freeze=True)
        self.fitted = nn.Linear(known.shape[1], dims, bias=False)
        self.own = nn.Embedding(words, dims)
        nn.init.normal_(self.own.weight, std=0.05)
        inputs = dims + MARKS
        self.window = nn.Conv1d(inputs, hidden, WINDOW, padding=WINDOW // 2)
        self.straight = nn.Conv1d(inputs, 1, WINDOW, padding=WINDOW // 2)
        self.pool = nn.Conv1d(inputs, pooled, POOL_WINDOW, padding=POOL_WINDOW // 2)
        self.of_sentence = nn.Linear(pooled, hidden, bias=False)
        self.of_note = nn.Linear(pooled, hidden, bias=False)
        self.out = nn.Linear(hidden, 1)
        self.topic = nn.Linear(hidden, topics)
        self.neighbours = nn.Embedding(neighbours + 1, 1, padding_idx=0)
        nn.init.zeros_(self.neighbours.weight)
        self.drop, self.drop_neighbours = nn.Dropout(settings.drop), nn.Dropout(NEIGHBOURS_DROPPED)

    def vectors(self, known: torch.Tensor, own: torch.Tensor) -> torch.Tensor:
        """One vector a word: what is known of it from elsewhere, and what the notes teach."""
        return self.fitted(self.drop(self.known(known))) + self.own(own)

    def forward(self, batch):
        """Scores (notes, words) and topic scores (notes, words, topics)."""
        x = torch.cat([self.drop(self.vectors(batch["known"], batch["own"])), batch["marks"]], -1)
        x = (x * batch["there"].unsqueeze(-1)).transpose(1, 2)
        gathered = self.pool(x).transpose(1, 2).masked_fill(batch["there"].unsqueeze(-1) == 0, -1e4)
        own, near = _most(gathered, batch["sentence"])
        before = self.window(x).transpose(1, 2) + self.of_sentence(own) + self.of_note(near)
        hidden = functional.leaky_relu(before, SLOPE)
        beside = self.drop_neighbours(self.neighbours(batch["neighbours"]).squeeze(-1)).sum(-1)
        score = self.out(self.drop(hidden)).squeeze(-1) + self.straight(x).squeeze(1) + beside
        return score, self.topic(self.drop(hidden))


def _most(gathered: torch.Tensor, sentence: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """For each word the most that its sentence says, and the sentences around it, bent as in the window."""
    index = sentence.clamp(min=0).unsqueeze(-1).expand_as(gathered)
    count = int(sentence.max()) + 1
    by_sentence = torch.full((gathered.shape[0], count + 2 * AROUND, gathered.shape[2]), -1e4)
    by_sentence = by_sentence.scatter_reduce(1, index + AROUND, gathered, "amax")
    around = torch.stack([by_sentence[:, n:n + count] for n in range(2 * AROUND + 1)]).max(0)[0]
    most = (by_sentence[:, AROUND:AROUND + count], around)
    return tuple(functional.leaky_relu(one.gather(1, index).clamp(min=-100), SLOPE) for one in most)
