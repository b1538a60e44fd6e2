"""One run's life as its owner manages it: manage_run.py PROJECT"""

import sys

import wandb

project = sys.argv[1]


def refused(action):
    try:
        action()
    except Exception as error:  # noqa: BLE001
        return str(error)
    return "not refused"


with wandb.init(project=project, id="managed", tags=["a"], notes="first", group="g") as run:
    run.log({"loss": 1.0})
    run.alert(title="Low accuracy", text="It is 0.1", level=wandb.AlertLevel.WARN, wait_duration=600)
    run.alert(title="Low accuracy", text="It is 0.2", level=wandb.AlertLevel.WARN, wait_duration=600)
    run.alert(title="Another", text="Something else", wait_duration=0)

api = wandb.Api()
path = f"admin/{project}/managed"
run = api.run(path)
print("USER", run.user.username)
run.display_name, run.notes, run.tags, run.group = "new name", "", [], "other group"
run.update()
run = wandb.Api().run(path)
print("EDITED", repr(run.display_name), repr(run.notes), run.tags, run.group)
print("REFUSED", refused(lambda: run.update_state("failed")))
print("REFUSED", refused(lambda: run.update_state("running")))

other = api.create_run(project=project, run_id="other")
print("STATE", other.state, other.update_state("pending"), wandb.Api().run(f"admin/{project}/other").state)
print("STATE", other.update_state("failed"), wandb.Api().run(f"admin/{project}/other").state)

run.delete(delete_artifacts=True)
print("GONE", refused(lambda: wandb.Api().run(path)))
other.delete()
print("LEFT", len(wandb.Api().runs(f"admin/{project}")))
