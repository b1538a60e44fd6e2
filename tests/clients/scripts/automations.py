"""Makes automations with the client, sets them off by runs, and prints what it finds as JSON.

Usage: automations.py RECEIVER_URL
"""

import json
import sys

import wandb
from wandb.automations import (
    DoNothing,
    OnRunMetric,
    OnRunState,
    RunEvent,
    SendNotification,
    SendWebhook,
)

receiver = sys.argv[1]
api = wandb.Api()
found = {}


def outcome(ask):
    try:
        return ask()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def shown(automation):
    return {
        "name": automation.name,
        "description": automation.description,
        "enabled": automation.enabled,
        "scope": automation.scope.name,
        "event": automation.event.event_type.value,
        "filter": json.loads(automation.event.filter.model_dump_json()),
        "action": type(automation.action).__name__,
    }


api.create_project("watched", "admin")
project = api.project("watched", "admin")
webhooks = {hook.name: hook for hook in api.webhook_integrations(entity="admin")}
channel = next(api.slack_integrations(entity="admin"))
found["integrations"] = sorted([*webhooks, channel.channel_name])

payload = {
    "event": "${event_type}",
    "run": "${run_name}",
    "who": "${event_author}",
    "value": "${metric_value}",
    "nested": [{"token": "$SIGNING", "none": "${nothing}"}],
    "count": 3,
}
threshold = api.create_automation(
    OnRunMetric(scope=project, filter=RunEvent.metric("loss").mean(3) > 10)
    >> SendWebhook.from_integration(webhooks["signed"], payload=payload),
    name="high loss",
    description="Three in a row",
)
found["threshold"] = shown(threshold)
api.create_automation(
    OnRunMetric(scope=project, filter=RunEvent.metric("acc").changes_by(diff=0.5))
    >> SendWebhook.from_integration(webhooks["plain"]),
    name="jump",
)
api.create_automation(
    OnRunMetric(scope=project, filter=RunEvent.metric("noise").zscore(10).abs() > 4)
    >> SendWebhook.from_integration(webhooks["plain"]),
    name="outlier",
)
state = api.create_automation(
    OnRunState(
        scope=project,
        filter=RunEvent.state.in_(["failed", "finished"]) & RunEvent.name.contains("told"),
    )
    >> SendNotification.from_integration(channel, title="Over <now>", text="See", level="WARN"),
    name="over",
)
found["state"] = shown(state)
off = api.create_automation(
    OnRunState(scope=project, filter=RunEvent.state == "finished") >> DoNothing(),
    name="off",
    enabled=False,
)
found["again"] = outcome(
    lambda: api.create_automation(
        OnRunState(scope=project, filter=RunEvent.state == "finished") >> DoNothing(), name="off"
    )
)
found["fetched"] = api.create_automation(
    OnRunState(scope=project, filter=RunEvent.state == "finished") >> DoNothing(),
    name="off",
    fetch_existing=True,
).enabled
off.description = "Nobody is told"
found["updated"] = shown(api.update_automation(off))
found["listed"] = sorted(a.name for a in api.automations(entity="admin"))
found["all"] = sorted(a.name for a in api.automations())
found["one"] = api.automation("over", entity="admin").name

with wandb.init(project="watched", name="told run", id="r-told") as run:
    for step in range(40):
        row = {"loss": 30 if step in (20, 21, 22, 30, 31, 32) else 1, "noise": (step * 7) % 5}
        row["acc"] = 0.9 if step >= 25 else 0.1
        if step == 33:
            row["noise"] = 1000
        run.log(row)

with wandb.init(project="watched", name="quiet", id="r-quiet") as run:
    run.log({"loss": 30})
    run.log({"loss": 30})

found["deleted"] = api.delete_automation(off)
found["left"] = sorted(a.name for a in api.automations(entity="admin"))
print("FOUND " + json.dumps(found))
