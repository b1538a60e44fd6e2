"""Lists runs for each {"filters", "order"} of a JSON list: list_runs.py PROJECT QUESTIONS"""

import json
import sys

import wandb

project, questions = sys.argv[1], json.loads(sys.argv[2])
api = wandb.Api()
answers = []
for question in questions:
    try:
        runs = api.runs(
            project,
            filters=question.get("filters"),
            order=question.get("order", "+created_at"),
            per_page=question.get("per_page", 50),
        )
        answers.append({"count": len(runs), "names": [run.id for run in runs]})
    except Exception as error:  # noqa: BLE001
        answers.append({"error": str(error)})
print("ANSWERS " + json.dumps(answers))
