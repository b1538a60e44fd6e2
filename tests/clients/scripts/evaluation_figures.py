"""Evaluations of every make, and the numbers that the client itself says of them. Argument: entity/project."""

import asyncio
import json
import os
import sys

import weave
from weave.flow.leaderboard import Leaderboard, LeaderboardColumn

client = weave.init(sys.argv[1])
PROJECT = sys.argv[1]

ROWS = [{"n": n, "double": 2 * n} for n in range(20)]
dataset = weave.Dataset(name="numbers", rows=ROWS)
weave.publish(dataset)


class Doubler(weave.Model):
    wrong: list[int] = []
    breaks: list[int] = []

    @weave.op
    def predict(self, n: int) -> int:
        if n in self.breaks:
            raise ValueError(f"no double of {n}")
        return 2 * n + (n in self.wrong)


@weave.op
def exact(double: int, output: int) -> dict:
    return {"ok": double == output, "off": float(abs(double - output)), "note": "fine"}


@weave.op
def moody(n: int, output: int):
    """Another shape for every third."""
    if n % 3 == 0:
        return None
    return "no idea" if n % 3 == 1 else float(n)


@weave.op
def broken(n: int, output: int) -> float:
    return float("nan") if n == 4 else n / 10


class Within(weave.Scorer):
    most: float

    @weave.op
    def score(self, double: int, output: int) -> dict:
        return {"near": abs(double - output) <= self.most}


def evaluate(name, model, evaluation):
    return asyncio.run(evaluation.evaluate(model, __weave={"display_name": name}))


def evaluation_of(name, scorers=(exact,), trials=1):
    return weave.Evaluation(name=name, dataset=dataset, scorers=list(scorers), trials=trials)


doubles = evaluation_of("doubles")
figures = {}
figures["declared"] = evaluate("declared", Doubler(wrong=[3, 7]), doubles)
figures["again"] = evaluate("again", Doubler(wrong=[1, 3, 5, 7]), doubles)
figures["thrice"] = evaluate("thrice", Doubler(wrong=[2]), evaluation_of("thrice", trials=3))
figures["breaks"] = evaluate("breaks", Doubler(wrong=[3], breaks=[4, 5]), doubles)
figures["odd"] = evaluate("odd", Doubler(), evaluation_of("odd", scorers=(moody, broken)))
near = [Within(name="within half", most=0.5), Within(name="within two", most=2)]
figures["named"] = evaluate("named", Doubler(wrong=[3, 7]), evaluation_of("named", scorers=near))
evaluation = weave.publish(doubles)

weave.publish(
    Leaderboard(
        name="Doublers",
        description="Who doubles best",
        columns=[
            LeaderboardColumn(
                evaluation_object_ref=evaluation.uri(),
                scorer_name="exact",
                summary_metric_path="ok.true_fraction",
            ),
            LeaderboardColumn(
                evaluation_object_ref=evaluation.uri(),
                scorer_name="exact",
                summary_metric_path="off.mean",
                should_minimize=True,
            ),
        ],
    ),
    name="doublers",
)

logger = weave.EvaluationLogger(name="by hand", model="hand", dataset="few")
for i in range(6):
    prediction = logger.log_prediction(inputs={"i": i}, output=i * 2)
    prediction.log_score("correct", i % 2 == 0)
    prediction.log_score("half", i / 2)
    prediction.finish()
logger.log_summary()

cut = weave.EvaluationLogger(name="cut off", model="hand", dataset=dataset)
for row in ROWS[:8]:
    prediction = cut.log_prediction(inputs=row, output=row["double"])
    prediction.log_score("correct", True)
    prediction.finish()

# Piece by piece, by the routes of evaluations.
server, here = client.server, {"project_id": PROJECT}
run = server.evaluation_run_create(
    here | {"evaluation": evaluation.uri(), "model": weave.publish(Doubler(wrong=[2])).uri()}
)
scorer = server.scorer_create(here | {"name": "same", "op_source_code": "def same(): ..."})
told = []
for row in ROWS[:10]:
    output = 2 * row["n"] + (row["n"] == 2)
    prediction = server.prediction_create(
        here
        | {
            "model": f"weave:///{PROJECT}/object/Doubler:latest",
            "inputs": row,
            "output": output,
            "evaluation_run_id": run.evaluation_run_id,
        }
    )
    told.append(output == row["double"])
    score = here | {
        "prediction_id": prediction.prediction_id,
        "scorer": scorer.scorer,
        "value": told[-1],
        "evaluation_run_id": run.evaluation_run_id,
    }
    # Half of them only once the prediction is finished.
    if row["n"] % 2 == 0:
        server.score_create(score)
    server.prediction_finish(here | {"prediction_id": prediction.prediction_id})
    if row["n"] % 2 == 1:
        server.score_create(score)
summary = {"same": {"true_fraction": sum(told) / len(told)}}
server.evaluation_run_finish(
    here | {"evaluation_run_id": run.evaluation_run_id, "summary": summary}
)
figures["routes"] = summary | {"run": run.evaluation_run_id}
client.flush()
print("FIGURES " + json.dumps(figures, allow_nan=True), flush=True)
# As a machine that is taken away.
os._exit(0)
