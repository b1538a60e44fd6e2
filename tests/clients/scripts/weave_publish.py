"""Publishes what the pages of objects and ops show: two versions of an op, a data set, an image."""
import sys

import weave
from PIL import Image

weave.init(sys.argv[1])


@weave.op(name="answer")
def first(question: str) -> str:
    return f"Nobody knows: {question}"


first("why?")


@weave.op(name="answer")
def second(question: str) -> str:
    return f"Everybody knows: {question}"


second("why?")

weave.publish(weave.Dataset(name="questions", rows=[{"question": "old", "score": 0.5}]))
weave.publish(
    weave.Dataset(
        name="questions",
        rows=[{"question": f"What is {i}? <b>", "score": (i * 37) % 300} for i in range(300)],
    )
)
weave.publish({"title": "A card", "picture": Image.new("RGB", (64, 48), "red")}, name="card")
