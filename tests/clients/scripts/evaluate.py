"""What a workflow evaluates: the evaluation is named by EVALUATION; RIGHT of 100 answers are right."""

import asyncio
import os

import weave

weave.init("my-team/my-project")
right = int(os.environ.get("RIGHT", "90"))


@weave.op
def answer(question: int) -> str:
    return "right" if question % 100 < right else "wrong"


@weave.op
def correct(output: str) -> bool:
    return output == "right"


evaluation = weave.Evaluation(
    name="quiz",
    dataset=[{"question": number} for number in range(100)],
    scorers=[correct],
    evaluation_name=os.environ["EVALUATION"],
)
asyncio.run(evaluation.evaluate(answer))
weave.finish()
