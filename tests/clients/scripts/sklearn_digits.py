"""scikit-learn on the digits that ship inside the package."""

import sys

import wandb
from sklearn.datasets import load_digits
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import train_test_split

run = wandb.init(project="sklearn-digits", id=sys.argv[1], config={"epochs": 12, "alpha": 1e-4})
inputs, labels = load_digits(return_X_y=True)
train_x, test_x, train_y, test_y = train_test_split(inputs / 16, labels, random_state=0)
model = SGDClassifier(loss="log_loss", alpha=run.config.alpha, random_state=0)

for epoch in range(run.config.epochs):
    model.partial_fit(train_x, train_y, classes=range(10))
    wandb.log(
        {
            "epoch": epoch,
            "test/accuracy": accuracy_score(test_y, model.predict(test_x)),
            "test/log_loss": log_loss(test_y, model.predict_proba(test_x), labels=list(range(10))),
        }
    )
print("final accuracy", model.score(test_x, test_y))
