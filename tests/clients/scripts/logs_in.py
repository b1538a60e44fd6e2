"""Signs in with what `wandb login` left behind, and logs a row."""

import wandb

print("signed in:", wandb.login(verify=True))
run = wandb.init(project="signed in", id="first-1")
run.log({"loss": 1})
run.finish()
