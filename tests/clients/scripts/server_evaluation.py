"""Reads an evaluation that the server carried out, and makes a leaderboard of it. Argument: entity/project."""

import json
import sys

import weave
from weave.flow.leaderboard import (
    Leaderboard,
    LeaderboardColumn,
    get_leaderboard_results,
)
from weave.flow.scorer import auto_summarize

client = weave.init(sys.argv[1])
[root] = list(
    client.get_calls(
        filter={
            "op_names": [f"weave:///{sys.argv[1]}/op/Evaluation.evaluate:*"],
        }
    )
)
evaluation = weave.ref(root.inputs["self"].ref.uri()).get()
attempts = [
    call for call in root.children() if "predict_and_score" in (call.op_name or "")
]
scores = {}
for attempt in attempts:
    for name, value in attempt.output["scores"].items():
        scores.setdefault(name, []).append(json.loads(json.dumps(dict(value) if hasattr(value, "items") else value)))
judge = weave.ref(
    next(s.ref.uri() for s in evaluation.scorers if s.name == "fair")
).get()
board = Leaderboard(
    name="of-the-server",
    columns=[
        LeaderboardColumn(
            evaluation_object_ref=evaluation.ref.uri(),
            scorer_name="exact",
            summary_metric_path="true_fraction",
        )
    ],
)
weave.publish(board)
[result] = get_leaderboard_results(board, client)
print(
    "FIGURES",
    json.dumps(
        {
            "dataset": [dict(row) for row in evaluation.dataset.rows],
            "trials": evaluation.trials,
            "attempts": len(attempts),
            "output": json.loads(json.dumps(root.output, default=lambda v: dict(v))),
            "summaries": {name: auto_summarize(rows) for name, rows in scores.items()},
            "judge": {
                "class": type(judge).__name__,
                "prompt": judge.scoring_prompt,
                "model": judge.model.llm_model_id,
            },
            "leader": [
                {"model": row.model_ref, "value": row.column_scores[0].scores[0].value}
                for row in [result]
            ],
        }
    ),
)
