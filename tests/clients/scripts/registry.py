"""Makes a registry with the client, links a model into it from a run, and prints what it finds as JSON.

Usage: registry.py
"""

import json
import os
import tempfile

import wandb
from wandb.automations import (
    ArtifactEvent,
    OnAddArtifactAlias,
    OnCreateArtifact,
    OnLinkArtifact,
    SendWebhook,
)

api = wandb.Api()
found = {}


def outcome(ask):
    try:
        return ask()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def logged(run, name, text, kind="model", **options):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "weights.txt")
        with open(path, "w") as file:
            file.write(text)
        artifact = wandb.Artifact(name, type=kind, **options)
        artifact.add_file(path)
        run.log_artifact(artifact)
        return artifact.wait()


registry = api.create_registry(
    "models", "organization", organization="lab", description="What we ship", artifact_types=["model"]
)
found["made"] = {
    "name": registry.name,
    "full_name": registry.full_name,
    "organization": registry.organization,
    "entity": registry.entity,
    "visibility": registry.visibility,
    "types": list(registry.artifact_types),
    "all": registry.allow_all_artifact_types,
}
found["again"] = outcome(lambda: api.create_registry("models", "organization", organization="lab"))
hidden = api.create_registry("hidden", "restricted", organization="lab")

hook = next(api.webhook_integrations(entity="lab-org"))
api.create_automation(
    OnLinkArtifact(scope=registry) >> SendWebhook.from_integration(hook), name="linked"
)
api.create_automation(
    OnAddArtifactAlias(scope=registry, filter=ArtifactEvent.alias.matches_regex("^prod"))
    >> SendWebhook.from_integration(hook),
    name="production",
)

with wandb.init(entity="vision", project="train", name="maker") as run:
    first = logged(run, "net", "1", metadata={"acc": 0.8, "stage": "a"})
    team_hook = next(api.webhook_integrations(entity="vision"))
    sequence = api.artifact_collection("model", "vision/train/net")
    api.create_automation(
        OnCreateArtifact(scope=sequence) >> SendWebhook.from_integration(team_hook), name="made"
    )
    second = logged(run, "net", "22", metadata={"acc": 0.9, "stage": "b"})
    data = logged(run, "rows", "x", kind="dataset")
    linked = run.link_artifact(first, "wandb-registry-models/net", aliases=["staging"])
    found["linked"] = {"name": linked.qualified_name, "aliases": sorted(linked.aliases)}
    run.link_artifact(second, "wandb-registry-models/net", aliases=["production"])
    run.link_artifact(second, "wandb-registry-hidden/secret")
    logged(run, "net", "333")
    found["wrong_type"] = outcome(
        lambda: run.link_artifact(data, "wandb-registry-models/rows").qualified_name
    )
    found["logged_into"] = outcome(
        lambda: run.link_model("/nowhere", "wandb-registry-models/net")
    )

with wandb.init(entity="vision", project="train", name="user") as run:
    used = run.use_artifact("wandb-registry-models/net:production")
    found["used"] = {"name": used.name, "version": used.version, "source": used.source_qualified_name}
    with open(os.path.join(used.download(), "weights.txt")) as file:
        found["content"] = file.read()

registry = api.registry("models", organization="lab")
found["registries"] = sorted(r.name for r in api.registries(organization="lab"))
found["by_name"] = [r.name for r in api.registries(organization="lab", filter={"name": "models"})]
found["by_pattern"] = [
    r.name for r in api.registries(organization="lab", filter={"name": {"$regex": "hid"}})
]
found["collections"] = [c.name for c in registry.collections()]
found["all_collections"] = sorted(c.name for c in api.registries(organization="lab").collections())
found["versions"] = sorted(
    (v.name, sorted(v.aliases), v.source_qualified_name) for v in registry.versions()
)
found["by_alias"] = [v.name for v in registry.versions(filter={"alias": "staging"})]
found["by_metadata"] = [v.name for v in registry.versions(filter={"metadata.stage": "b"})]
found["by_size"] = [v.name for v in registry.versions(order="-artifact_size")]

undescribed = api.create_registry("undescribed", "organization", organization="lab")
found_undescribed = api.registry("undescribed", organization="lab").description
undescribed.delete()
registry.description = "What we ship, and why"
registry.artifact_types.append("dataset")
registry.save()
found["saved"] = {
    "description": api.registry("models", organization="lab").description,
    "undescribed": found_undescribed,
    "types": sorted(api.registry("models", organization="lab").artifact_types),
}
registry.name = "shipped"
registry.save()
found["renamed"] = sorted(r.name for r in api.registries(organization="lab"))

grace = api.user("grace@example.com")
vision = api.team("vision")
registry.add_members(grace, vision)
registry.update_member(grace, role="member")
found["members"] = [[m.user.username, str(getattr(m.role, "value", m.role))] for m in registry.user_members()]
found["teams"] = [[m.team.name, str(getattr(m.role, "value", m.role))] for m in registry.team_members()]
registry.remove_members(grace)
found["removed"] = [m.user.username for m in registry.user_members()]
stranger = api.user("stranger@example.com")
found["outsider"] = outcome(lambda: bool(registry.add_members(stranger)))
registry.remove_members(stranger)

found["automations"] = sorted(
    a.name for entity in ("vision", "lab-org") for a in api.automations(entity=entity)
)
hidden.delete()
found["deleted"] = [r.name for r in api.registries(organization="lab")]
print("FOUND " + json.dumps(found))
