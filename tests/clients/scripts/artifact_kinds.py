"""Models by the short calls, code and jobs as artifacts (argv: project). Prints what came of them as JSON."""

import hashlib
import json
import pathlib
import sys

import wandb

project = sys.argv[1]
told = {}
pathlib.Path("code").mkdir()
pathlib.Path("code/train.py").write_text("print('train')\n")
pathlib.Path("code/notes.md").write_text("not code\n")
pathlib.Path("model.bin").write_bytes(b"weights")

settings = wandb.Settings(disable_job_creation=False, program_relpath="train.py", code_dir="code")
with wandb.init(project=project, id="coder", job_type="train", settings=settings) as run:
    run.config.update({"lr": 0.1})
    code = run.log_code("code", include_fn=lambda path: path.endswith(".py"))
    code.wait()
    told["code"] = [code.name.split(":")[0], code.type, sorted(code.manifest.entries)]
    run.log_model("model.bin", name="net", aliases=["first"])
    run.log({"loss": 1})

with wandb.init(project=project, id="linker") as run:
    told["used_model"] = pathlib.Path(run.use_model("net:first")).read_bytes().decode()
    pathlib.Path("model.bin").write_bytes(b"better weights")
    linked = run.link_model("model.bin", "Shipped nets", name="net", aliases=["candidate"])
    told["linked"] = [linked.qualified_name, sorted(linked.aliases)]

api = wandb.Api()
entity = api.default_entity
path = f"{entity}/{project}"
told["types"] = sorted(kind.name for kind in api.artifact_types(path))
told["logged"] = sorted(
    f"{artifact.name} {artifact.type}" for artifact in api.run(f"{path}/coder").logged_artifacts()
)
jobs = [kind for kind in api.artifact_types(path) if kind.name == "job"]
told["jobs"] = [collection.name for kind in jobs for collection in kind.collections()]
if told["jobs"]:
    job = api.artifact(f"{path}/{told['jobs'][0]}:latest")
    folder = pathlib.Path(job.download(root="job"))
    told["job"] = sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    told["job_file"] = json.loads((folder / "wandb-job.json").read_text())
got = api.artifact(f"{entity}/model-registry/Shipped nets:candidate")
told["registered"] = [got.source_name, (pathlib.Path(got.download(root="got")) / "model.bin").read_text()]
told["digest"] = hashlib.md5(b"better weights").hexdigest()
told["entity"] = entity
print("TOLD", json.dumps(told))
