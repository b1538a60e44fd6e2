"""Values and keys that a careless server breaks."""

import sys

import wandb

run = wandb.init(project="odd", id=sys.argv[1], config={"a.b": 1, "big": 2**60, "nothing": None})
for step in range(6):
    run.log(
        {
            "nan": float("nan") if step % 2 else float(step),
            "infinite": float("inf") if step == 2 else -float("inf") if step == 3 else 1.0,
            "past_2_53": 2**53 + 1 + 2 * step,
            "huge": 2**60 + step,
            "negative": -(2**63) + step,
            "tiny": 5e-324 * (step + 1),
            "with.dot": step,
            "with/slash/twice": step,
            'with "quotes" and `ticks`': step,
            "with\\backslash": step,
            "smile 😀 שלום": step,
            "nul\x00inside": step,
            "__proto__": step,
            "constructor": step,
            "text": f"word {step}",
            "flag": step % 2 == 0,
            "nested": {"a": {"b": {"c": step}}},
            "list": [step, None, "x"],
            "nothing": None,
        }
    )
run.log({"late": 1}, step=10)
run.log({"later": 2}, step=1000)
run.finish()
