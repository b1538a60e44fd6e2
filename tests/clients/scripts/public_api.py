"""Asks a server for all that `wandb.Api()` knows beside runs, and prints what it says as JSON.

Usage: public_api.py TEAM
"""

import json
import sys

import wandb

team_name = sys.argv[1]
api = wandb.Api()
found = {}


def outcome(ask):
    """What a call answers, or the words with which it fails."""
    try:
        return ask()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def user(answer):
    return answer and {
        "username": answer.username,
        "email": answer.email,
        "admin": answer.admin,
        "teams": answer.teams,
        "api_keys": len(answer.api_keys),
    }


found["viewer"] = user(api.viewer)
found["default_entity"] = api.default_entity

# Teams, their people and their programs.
team = api.create_team(team_name)
found["team"] = {"name": team.name, "is_team": team.is_team, "type": team.entity_type}
created = api.create_user("grace@example.com")
found["created_user"] = {"username": created.username, "email": created.email}
found["invite_user"] = team.invite("grace")
found["invite_again"] = team.invite("grace")
found["invite_email"] = team.invite("later@example.com", admin=True)
found["invite_nobody"] = team.invite("nobody-at-all")
service = team.create_service_account("Nightly training")
found["service"] = {"name": service.name, "type": service.account_type}
key = service.api_key
team.load(True)
found["members"] = [
    {"name": m.name, "admin": m.admin, "pending": m.pending, "type": m.account_type}
    for m in team.members
]
pending = next(m for m in team.members if m.pending)
found["delete_invite"] = pending.delete()
team.load(True)
found["members_after"] = sorted(m.name for m in team.members)
found["users_by_prefix"] = [u.username for u in api.users("gra")]
found["user_by_email"] = user(api.user("grace@example.com"))
found["user_missing"] = api.user("nobody-at-all")
found["organization"] = api.organization().name

# A service account logs for its team, in the name of a member.
as_service = wandb.Api(api_key=key)
found["service_default_entity"] = as_service.default_entity
found["service_key"] = key
found["service_viewer"] = as_service.viewer.username.startswith("service-nightly-training-")

# Keys.
mine = api.viewer
before = len(mine.api_keys)
new_key = mine.generate_api_key("For the laptop")
found["new_key"] = {"length": len(new_key), "works": wandb.Api(api_key=new_key).viewer.username}
api._viewer = None
mine = api.viewer
found["keys_added"] = len(mine.api_keys) - before
found["key_deleted"] = mine.delete_api_key(mine.api_keys[-1])
found["key_dead"] = outcome(lambda: wandb.Api(api_key=new_key).viewer.username)

# Projects.
api.create_project("api-made", team_name)
found["project"] = api.project("api-made", team_name).name
found["projects"] = sorted(p.name for p in api.projects(team_name))
found["project_missing"] = outcome(lambda: api.project("not-there", team_name).id)

# Runs and their files.
run = api.create_run(project="api-made", entity=team_name)
with open("notes.txt", "w") as file:
    file.write("written by the API")
run.upload_file("notes.txt")
with open("table.csv", "w") as file:
    file.write("a,b\n1,2\n")
run.upload_file("table.csv")
files = run.files()
found["files"] = {"names": sorted(f.name for f in files), "count": len(files)}
found["files_like"] = [f.name for f in run.files(pattern="%.csv")]
found["files_named"] = [f.name for f in run.files(names=["notes.txt"])]
found["file_text"] = run.file("notes.txt").download(replace=True, root="down").read()
run.file("notes.txt").delete()
found["files_after"] = [f.name for f in run.files()]

# Charts.
spec = {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "mark": "bar"}
chart = {"display_name": "Bars", "spec_type": "vega2", "access": "private", "spec": spec}
found["chart"] = api.create_custom_chart(entity=team_name, name="bars", **chart)
found["chart_again"] = outcome(
    lambda: api.create_custom_chart(entity=team_name, name="bars", **chart)
)

# What comes with later releases: lists are empty, changes say so.
path = f"{team_name}/api-made"
project = api.project("api-made", team_name)
found["later"] = {
    "reports": outcome(lambda: len(list(api.reports(path)))),
    "sweeps": outcome(lambda: len(list(project.sweeps()))),
    "sweep": outcome(lambda: api.sweep(f"{path}/abc")),
    "artifact_types": outcome(lambda: len(list(api.artifact_types(path)))),
    "collections": outcome(lambda: len(list(api.artifact_collections(path, "model")))),
    "artifacts": outcome(lambda: len(list(api.artifacts("model", f"{path}/m")))),
    "artifact": outcome(lambda: api.artifact(f"{path}/m:v0")),
    "artifact_exists": outcome(lambda: api.artifact_exists(f"{path}/m:v0")),
    "collection_exists": outcome(lambda: api.artifact_collection_exists(f"{path}/m", "model")),
    "logged": outcome(lambda: len(list(run.logged_artifacts()))),
    "used": outcome(lambda: len(list(run.used_artifacts()))),
    "registries": outcome(lambda: len(list(api.registries()))),
    "automations": outcome(lambda: len(list(api.automations(team_name)))),
    "integrations": outcome(lambda: len(list(api.integrations(team_name)))),
    "webhooks": outcome(lambda: len(list(api.webhook_integrations(entity=team_name)))),
    "slack": outcome(lambda: len(list(api.slack_integrations(entity=team_name)))),
    "jobs": outcome(lambda: api.list_jobs(team_name, "api-made")),
    "new_sweep": outcome(
        lambda: wandb.sweep(
            {"method": "grid", "parameters": {"x": {"values": [1]}}},
            project="api-made",
            entity=team_name,
        )
    ),
    "new_queue": outcome(
        lambda: api.create_run_queue(name="q", type="kubernetes", entity=team_name)
    ),
    "queue": outcome(lambda: api.run_queue(team_name, "q").id),
}

print("FOUND " + json.dumps(found))
