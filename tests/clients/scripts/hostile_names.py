"""Logs runs whose every name is out to harm or confuse a page: hostile_names.py PROJECT"""

import sys

import wandb

NAMES = [
    "<img src=x onerror=\"document.title='harmed'\">",
    "javascript:document.title='harmed'",
    "\u202egnp.txt\u202c and \u2067right\u2069",
    "x" * 10_000,
    "\"'`${7*7}{{7*7}}</script><script>document.title='harmed'</script>",
    "=HYPERLINK(\"http://example.com\",\"click\")",
]

project = sys.argv[1]
for index, name in enumerate(NAMES):
    short = name[:60]
    with wandb.init(
        project=project, id=f"hostile-{index}", name=name[:128], group=short, job_type=short,
        notes=name, tags=[short], config={name[:200]: name, "plain": index},
    ) as run:
        for step in range(3):
            run.log({name[:200]: step, f"{short}/loss": step * index, "loss": step})
