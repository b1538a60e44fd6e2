"""An assistant that answers questions, traced by weave; one answer belongs to a training run (not with --no-run)."""
import sys

import wandb
import weave
from PIL import Image

entity, project = sys.argv[1].split("/")


def main() -> None:
    weave.init(sys.argv[1])

    @weave.op(name="summarise")
    def first(text: str) -> str:
        return text[:10]

    first("the version before")

    @weave.op(name="summarise")
    def second(text: str) -> str:
        # It was ten once.
        return text[:20]

    @weave.op(kind="llm")
    def chat(messages: list, model: str) -> dict:
        return {
            "model": model,
            "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
            "choices": [{"message": {"role": "assistant", "content": "**Paris**, of course"}}],
        }

    @weave.op
    def lookup(city: str) -> dict:
        if city == "Nowhere":
            raise ValueError("no such city <script>alert(1)</script>")
        return {"city": city, "population": 2_100_000}

    @weave.op
    def picture() -> Image.Image:
        return Image.new("RGB", (64, 48), "teal")

    @weave.op
    def assistant(question: str, city: str) -> str:
        facts = lookup(city)
        answer = chat(
            [
                {"role": "system", "content": "You know cities."},
                {"role": "user", "content": f"{question} {facts['population']}"},
            ],
            "gpt-4o-mini",
        )
        return second(answer["choices"][0]["message"]["content"])

    with weave.thread("talk-1"):
        assistant("What is the capital of France?", "Paris")
        assistant("And where is <img src=x onerror=alert(1)>?", "Lyon")
    try:
        assistant("What is it like?", "Nowhere")
    except ValueError:
        pass
    with weave.attributes({"env": "prod"}):
        picture()
    if "--no-run" in sys.argv:
        assistant("Outside of a run?", "Oslo")
    else:
        run = wandb.init(entity=entity, project=project, id="trained", name="trained")
        run.log({"loss": 1.0})
        assistant("Inside of a run?", "Oslo")
        run.finish()
    view = weave.SavedView("traces", "Questions of a client")
    view.add_filter("inputs.question", "contains", "France").add_sort("started_at", "asc")
    view.add_columns("inputs.city", "Status").base.name = "mine"
    view.save()
    assert len(view.get_calls()) == 1
    weave.finish()


main()
