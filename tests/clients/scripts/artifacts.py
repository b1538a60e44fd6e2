"""Logs, uses, changes and deletes artifacts of a project (argv: project)."""

import json
import os
import sys
import pathlib
import time

import wandb
from wandb.sdk.artifacts.artifact_manifest_entry import ArtifactManifestEntry

project = sys.argv[1]
facts = {}


def write(path, text):
    pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
    pathlib.Path(path).write_text(text)


write("data/a.txt", "first a")
write("data/deep/b %ü.txt", "first b")

with wandb.init(project=project, id="maker", job_type="prepare") as run:
    artifact = wandb.Artifact("set", "dataset", description="words", metadata={"rows": 2})
    artifact.add_dir("data")
    run.log_artifact(artifact, aliases=["raw"], tags=["small"]).wait()
    facts["first"] = [artifact.name, artifact.version, sorted(artifact.aliases), artifact.digest]

    again = wandb.Artifact("set", "dataset")
    again.add_dir("data")
    run.log_artifact(again).wait()
    facts["again"] = [again.version, sorted(again.aliases)]

    far = wandb.Artifact("far", "dataset")
    far.add_reference("https://nowhere.invalid/x.bin", name="web", checksum=False)
    far.add_reference(pathlib.Path("data/a.txt").resolve().as_uri(), name="local")
    for scheme in ("s3", "gs"):
        ref = f"{scheme}://bucket/key"
        far.manifest.add_entry(
            ArtifactManifestEntry(path=scheme, ref=ref, digest="etag", size=5)
        )
    run.log_artifact(far).wait()
    facts["far"] = {p: e.ref for p, e in far.manifest.entries.items()}

    write("data/a.txt", "second a")
    second = wandb.Artifact("set", "dataset")
    second.add_dir("data")
    run.log_artifact(second).wait()
    facts["second"] = [second.version, sorted(second.aliases)]

with wandb.init(project=project, id="trainer", job_type="train") as run:
    used = run.use_artifact("set:raw")
    folder = used.download()
    used.verify()
    facts["files"] = {
        str(path.relative_to(folder)): path.read_text()
        for path in pathlib.Path(folder).rglob("*")
        if path.is_file()
    }
    part = run.use_artifact("set:latest").download(root="part", path_prefix="deep")
    facts["part"] = sorted(p.name for p in pathlib.Path(part).rglob("*") if p.is_file())
    write("model.bin", "weights")
    run.log_model("model.bin", name="net")
    table = wandb.Table(columns=["x", "y"], data=[[1, "one"], [2, "two"]])
    run.log({"table": table})
    made = wandb.Artifact("with-table", "dataset")
    made.add(table, "table")
    made.add_reference(used.get_entry("a.txt"), name="taken.txt")
    run.log_artifact(made).wait()
    run.link_artifact(made, f"{project}/best", aliases=["prod"])
    # log_model() returns before the model is committed, and use_model() does not wait for it.
    for _ in range(240):
        if wandb.Api().artifact_exists(f"{run.entity}/{project}/net:v0"):
            break
        time.sleep(0.25)
    facts["model"] = pathlib.Path(run.use_model("net")).name

api = wandb.Api()
entity = api.default_entity
path = f"{entity}/{project}"
facts["types"] = sorted(t.name for t in api.artifact_types(path))
facts["collections"] = sorted(c.name for t in api.artifact_types(path) for c in t.collections())
facts["versions"] = [a.version for a in api.artifacts("dataset", f"{path}/set")]
found = api.artifact(f"{path}/set:raw")
facts["found"] = {
    "description": found.description,
    "metadata": dict(found.metadata),
    "tags": found.tags,
    "size": found.size,
    "count": found.file_count,
    "digest": found.digest,
    "logged_by": found.logged_by().id,
    "used_by": sorted(r.id for r in found.used_by()),
    "entries": {p: e.ref for p, e in found.manifest.entries.items()},
    "listed": sorted(f.name for f in found.files()),
}
linked = api.artifact(f"{path}/best:prod")
facts["linked"] = [linked.is_link, linked.source_name, linked.version, sorted(linked.aliases)]
taken = linked.get_entry("taken.txt").download(root="taken")
facts["taken"] = pathlib.Path(taken).read_text()
facts["table"] = linked.get("table").data
facts["run"] = {
    "used": sorted(a.name for a in api.run(f"{path}/trainer").used_artifacts()),
    "logged": sorted(a.name for a in api.run(f"{path}/trainer").logged_artifacts()),
}

found.description = "better words"
found.metadata["rows"] = 3
found.aliases.append("kept")
found.tags.append("seen")
found.ttl = __import__("datetime").timedelta(days=30)
found.save()
after = api.artifact(f"{path}/set:kept")
facts["changed"] = [after.description, after.metadata, sorted(after.tags), after.ttl.days]

collection = api.artifact_collection("dataset", f"{path}/set")
facts["descriptions"] = [collection.description]
collection.description = ""
collection.save()
facts["descriptions"].append(api.artifact_collection("dataset", f"{path}/set").description)
collection.name = "renamed"
collection.description = "a set of words"
collection.tags = ["gold"]
collection.save()
facts["renamed"] = api.artifact(f"{path}/renamed:v1").source_name

draft = api.artifact(f"{path}/renamed:v0").new_draft()
with draft.new_file("more.txt") as file:
    file.write("more")
with wandb.init(project=project, id="drafter") as run:
    run.log_artifact(draft).wait()
facts["draft"] = [draft.version, sorted(draft.manifest.entries)]

try:
    api.artifact(f"{path}/renamed:latest").delete()
    facts["refused"] = None
except Exception as error:
    facts["refused"] = str(error)
api.artifact(f"{path}/renamed:latest").delete(delete_aliases=True)
facts["latest"] = api.artifact(f"{path}/renamed:latest").version
api.artifact(f"{path}/best:v0").unlink()
facts["unlinked"] = api.artifact_exists(f"{path}/best:v0")
api.artifact_collection("dataset", f"{path}/renamed").delete()
facts["gone"] = api.artifact_exists(f"{path}/renamed:v0")
print("FACTS", json.dumps(facts))
