"""LightGBM with W&B's own callback, on a dataset that ships inside scikit-learn."""

import sys

import lightgbm
import wandb
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from wandb.integration.lightgbm import wandb_callback

run = wandb.init(project="lightgbm-cancer", id=sys.argv[1])
inputs, labels = load_breast_cancer(return_X_y=True)
train_x, test_x, train_y, test_y = train_test_split(inputs, labels, random_state=0)
train = lightgbm.Dataset(train_x, label=train_y)

lightgbm.train(
    {"objective": "binary", "metric": ["binary_logloss", "auc"], "num_leaves": 7, "verbose": -1},
    train,
    num_boost_round=15,
    valid_sets=[lightgbm.Dataset(test_x, label=test_y, reference=train)],
    valid_names=["validation"],
    callbacks=[wandb_callback()],
)
