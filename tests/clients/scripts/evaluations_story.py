"""Evaluations of a few models of a small dataset, as a team makes them. Argument: entity/project."""

import asyncio
import json
import sys

import weave

client = weave.init(sys.argv[1])

ROWS = [
    {"question": f"What is {n} + {n}?", "expected": str(2 * n), "topic": ("sums", "odd")[n % 2]}
    for n in range(40)
]
dataset = weave.Dataset(name="questions", rows=ROWS)
weave.publish(dataset)


class Answerer(weave.Model):
    prompt: str
    temperature: float = 0.0
    # Answers with such a remainder are wrong.
    wrong: list[int] = []
    breaks_at: str = ""

    @weave.op
    def predict(self, question: str) -> str:
        n = int(question.split()[2])
        if self.breaks_at and question == self.breaks_at:
            raise ValueError("<b>no answer</b> to " + question)
        if n % 10 in self.wrong:
            return f"I think that {n} and {n} make {2 * n + 1}."
        return f"I think that {n} and {n} make {2 * n}."


@weave.op
def exact(expected: str, output: str) -> dict:
    right = bool(output) and output.endswith(f" {expected}.")
    return {"ok": right, "distance": 0.0 if right else 1.0, "note": "fine" if right else "off"}


class Brief(weave.Scorer):
    most: int = 32

    @weave.op
    def score(self, output: str) -> bool:
        return len(output or "") <= self.most


def evaluation_of(rows):
    return weave.Evaluation(name="sums", dataset=rows, scorers=[exact, Brief()])


sums = evaluation_of(dataset)


def evaluate(name, model, evaluation=sums):
    return asyncio.run(evaluation.evaluate(model, __weave={"display_name": name}))


found = {}
found["baseline"] = evaluate("baseline", Answerer(prompt="Add.", wrong=[3, 7]))
found["worse"] = evaluate(
    "worse",
    Answerer(prompt="Add them up.", temperature=0.7, wrong=[3, 5, 6, 7, 8, 9]),
)
found["same"] = evaluate("same", Answerer(prompt="Add, please.", wrong=[2, 7]))
found["breaks"] = evaluate(
    "breaks <img src=x onerror=alert(1)>",
    Answerer(prompt="Add.", wrong=[3], breaks_at="What is 4 + 4?"),
)
new_row = {**ROWS[0], "question": "What is 99 + 99?", "expected": "198"}
other = weave.Dataset(name="questions", rows=ROWS[:30] + [new_row])
weave.publish(other)
found["other rows"] = evaluate("other rows", Answerer(prompt="Add.", wrong=[3, 7]), evaluation_of(other))

logger = weave.EvaluationLogger(name="by hand", model="hand", dataset="few")
for i in range(6):
    prediction = logger.log_prediction(inputs={"i": i}, output={"double": i * 2})
    prediction.log_score("correct", i % 2 == 0)
    prediction.log_score("half", i / 2)
    prediction.finish()
logger.log_summary({"rows": 6})

weave.finish()
print("EVALUATIONS " + json.dumps(found))
