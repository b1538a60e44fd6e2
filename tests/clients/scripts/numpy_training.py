"""Logistic regression by gradient descent: the plain training loop that people already have."""

import argparse

import numpy as np
import wandb

parser = argparse.ArgumentParser()
parser.add_argument("--run-id", required=True)
parser.add_argument("--project", default="numpy-training")
parser.add_argument("--steps", type=int, default=50)
args = parser.parse_args()

config = {"learning_rate": 0.1, "steps": args.steps, "model": {"kind": "logistic", "features": 4}}
run = wandb.init(
    id=args.run_id,
    project=args.project,
    name="numpy baseline",
    config=config,
    tags=["baseline", "numpy"],
    notes="first attempt, plain gradient descent",
    group="group-a",
    job_type="train",
)

random = np.random.default_rng(0)
inputs = random.normal(size=(512, 4))
labels = (inputs @ np.array([1.5, -2.0, 0.5, 0.0]) > 0).astype(float)
weights = np.zeros(4)

for step in range(args.steps):
    predictions = 1 / (1 + np.exp(-inputs @ weights))
    gradient = inputs.T @ (predictions - labels) / len(labels)
    weights -= run.config["learning_rate"] * gradient
    loss = -np.mean(
        labels * np.log(predictions + 1e-9) + (1 - labels) * np.log(1 - predictions + 1e-9)
    )
    accuracy = np.mean((predictions > 0.5) == labels)
    run.log(
        {
            "train/loss": loss,
            "train/accuracy": accuracy,
            "gradient_norm": float(np.linalg.norm(gradient)),
            "weights": {"first": weights[0], "second": weights[1]},
        }
    )
    print(f"step {step}: loss {loss:.4f}")

run.config.update({"finished_by": "the loop"})
run.summary["best_accuracy"] = float(accuracy)
run.finish()
