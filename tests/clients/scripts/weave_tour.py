"""A tour of Weave's public documentation: what is logged, published, judged and read back."""
import asyncio
import datetime
import json
import sys

import weave
from PIL import Image

found = {}
client = weave.init(sys.argv[1])


@weave.op
def add(a: int, b: float = 2.0) -> dict:
    return {"sum": a + b, "big": 2**70, "flag": True, "nothing": None}


@weave.op
def outer(x: int) -> float:
    return add(x)["sum"]


@weave.op
async def later(x: int) -> int:
    await asyncio.sleep(0.001)
    return x * 2


@weave.op
def count(n: int):
    for i in range(n):
        yield i


@weave.op
def fails(x: int) -> None:
    raise ValueError(f"bad {x}")


@weave.op(call_display_name="an answer")
def answer(question: str) -> dict:
    return {
        "model": "gpt-4o",
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
        "choices": [{"message": {"role": "assistant", "content": "forty-two"}}],
    }


@weave.op
def chain(question: str) -> str:
    return answer(question)["choices"][0]["message"]["content"]


@weave.op
def picture() -> Image.Image:
    return Image.new("RGB", (8, 6), "red")


@weave.op
def moment(at: datetime.datetime) -> datetime.datetime:
    return at


# Ops: nested, async, generators, errors, attributes, threads.
outer(1)
asyncio.run(later(21))
list(count(3))
try:
    fails(1)
except ValueError as error:
    found["raised"] = str(error)
with weave.attributes({"env": "production", "nested": {"team": "looms"}}):
    add(3, b=4.0)
with weave.thread("thread one") as thread:
    chain("what is it?")
    chain("are you sure?")
    found["thread"] = thread.thread_id
picture()
moment(datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc))
_, named = add.call(5, b=6.0)
client.flush()

calls = list(client.get_calls())
found["ops"] = sorted(call.func_name for call in calls)
found["count"] = len(client.get_calls())
by_name = {}
for call in calls:
    by_name.setdefault(call.func_name, []).append(call)
one = by_name["add"][0]
found["add"] = {"inputs": dict(one.inputs), "output": dict(one.output)}
found["float stays a float"] = isinstance(one.inputs["b"], float) and isinstance(
    one.output["sum"], float
)
child = by_name["add"][0]
parent = by_name["outer"][0]
found["nested"] = child.parent_id == parent.id and child.trace_id == parent.trace_id
found["children"] = [each.func_name for each in parent.children()]
found["later"] = by_name["later"][0].output
found["exception"] = json.loads(by_name["fails"][0].exception)["message"]
found["status"] = by_name["fails"][0].summary["weave"]["status"]
found["attributes"] = {
    key: value
    for key, value in dict(by_name["add"][1].attributes).items()
    if key in ("env", "nested")
}
found["answers"] = [call.summary["weave"]["trace_name"] for call in by_name["answer"]]
found["usage"] = json.loads(json.dumps(dict(by_name["chain"][0].summary["usage"]["gpt-4o"])))
turns = [call for call in by_name["chain"]]
found["turns"] = [call.turn_id == call.id and call.thread_id == "thread one" for call in turns]
found["picture"] = list(by_name["picture"][0].output.size)
found["moment"] = by_name["moment"][0].output.isoformat()

# Queries.
found["filtered"] = len(list(client.get_calls(filter={"op_names": [parent.op_name]})))
found["by input"] = [
    call.inputs["a"]
    for call in client.get_calls(
        query={
            "$expr": {
                "$gt": [
                    {"$convert": {"input": {"$getField": "inputs.a"}, "to": "int"}},
                    {"$literal": 1},
                ]
            }
        },
        sort_by=[{"field": "inputs.a", "direction": "desc"}],
        columns=["inputs.a"],
    )
]
found["contains"] = len(
    list(
        client.get_calls(
            query={
                "$expr": {
                    "$contains": {
                        "input": {"$getField": "inputs.question"},
                        "substr": {"$literal": "SURE"},
                        "case_insensitive": True,
                    }
                }
            }
        )
    )
)
found["roots"] = len(client.get_calls(filter={"trace_roots_only": True}))
found["limited"] = len(list(client.get_calls(limit=3)))

# Names, deletion.
named.set_display_name("renamed")
client.flush()
found["renamed"] = client.get_call(named.id).display_name
named.remove_display_name()
client.flush()
found["name taken away"] = client.get_call(named.id).display_name
client.delete_call(client.get_call(named.id))
client.flush()
found["after deletion"] = len(client.get_calls())

# Feedback.
judged = client.get_call(parent.id)
judged.feedback.add_reaction("👍")
judged.feedback.add_note("well done")
judged.feedback.add("correctness", {"value": 5, "half": 2.50})
client.flush()
feedback = list(client.get_call(parent.id).feedback)
found["feedback"] = sorted(each.feedback_type for each in feedback)
note = next(each for each in feedback if each.feedback_type == "wandb.note.1")
found["note"] = note.payload["note"]
judged.feedback.purge(note.id)
found["feedback left"] = len(list(client.get_call(parent.id).feedback.refresh()))
found["all feedback"] = len(list(client.get_feedback()))
found["notes"] = len(list(client.get_feedback(reaction="👍")))

# Costs.
client.add_cost(llm_id="gpt-4o", prompt_token_cost=0.5, completion_token_cost=2.0)
found["costs"] = [cost.prompt_token_cost for cost in client.query_costs(llm_ids=["gpt-4o"])][:1]
found["cost of a call"] = [
    call.summary["weave"]["costs"]["gpt-4o"]["prompt_tokens_total_cost"]
    for call in client.get_calls(
        filter={"op_names": [by_name["answer"][0].op_name]}, include_costs=True
    )
]

# What is published.
rows = [{"q": "a", "e": 1}, {"q": "b", "e": 2}, {"q": "c", "e": 3.0}]
dataset = weave.Dataset(name="my-ds", rows=rows)
ref = weave.publish(dataset)
again = weave.ref("my-ds").get()
found["rows"] = [dict(row) for row in again.rows]
found["length"] = len(again.rows)
found["digest"] = ref.digest
weave.publish(weave.StringPrompt("hello {x}"), name="greeting")
found["prompt"] = weave.ref("greeting").get().format(x="you")
weave.publish(
    weave.MessagesPrompt([{"role": "system", "content": "be {how}"}]), name="messages"
)
found["messages"] = weave.ref("messages").get().format(how="kind")
weave.publish({"some": {"value": [1, 2.5, "three"]}}, name="settings")
found["settings"] = json.loads(json.dumps(weave.ref("settings:v0").get(), default=dict))
longer = weave.publish(weave.Dataset(name="my-ds", rows=[*rows, {"q": "d", "e": 4}]))
found["latest"] = len(weave.ref("my-ds:latest").get().rows)
found["first"] = len(weave.ref("my-ds:v0").get().rows)
large = weave.publish(weave.Dataset(name="large", rows=[{"i": i} for i in range(2500)]))
found["large"] = [len(large.get().rows), large.get().rows[2499]["i"]]
found["op code"] = "a + b" in weave.ref(one.op_name).get().get_captured_code()

# Evaluations.


class Doubler(weave.Model):
    factor: int = 2

    @weave.op
    def predict(self, q: str) -> str:
        return q * self.factor


class Length(weave.Scorer):
    @weave.op
    def score(self, output: str) -> bool:
        return len(output) == 2


@weave.op
def match(e: float, output: str) -> dict:
    return {"ok": output == "aa", "score": e}


evaluation = weave.Evaluation(name="my-eval", dataset=again, scorers=[match, Length()])
summary = asyncio.run(evaluation.evaluate(Doubler()))
found["evaluation"] = {"match": summary["match"], "Length": summary["Length"]}

logger = weave.EvaluationLogger(name="ilog", model="mm", dataset="dd")
for i in range(2):
    prediction = logger.log_prediction(inputs={"i": i}, output=i * 2)
    prediction.log_score("correct", i == 0)
    prediction.log_score("half", i / 2)
    prediction.finish()
logger.log_summary({"x": 1})
client.flush()
evaluations = [
    call for call in client.get_calls() if call.func_name == "Evaluation.evaluate"
]
found["evaluations"] = [
    [call.summary["weave"]["status"], sorted(dict(call.output))] for call in evaluations
]
scored = [
    call for call in client.get_calls(include_feedback=True) if call.func_name == "Doubler.predict"
]
found["scores"] = sorted(
    {each["feedback_type"] for call in scored for each in call.summary["weave"]["feedback"]}
)
found["scored by"] = len(list(client.get_calls(scored_by=["match"])))
found["expanded"] = [
    call.inputs["self"].factor
    for call in client.get_calls(
        filter={"op_names": [scored[0].op_name]},
        expand_columns=["inputs.self"],
        limit=1,
    )
]

from weave.flow import leaderboard  # noqa: E402

board = leaderboard.Leaderboard(
    name="my-board",
    description="who is best",
    columns=[
        leaderboard.LeaderboardColumn(
            evaluation_object_ref=weave.ref("my-eval").uri(),
            scorer_name="match",
            summary_metric_path="score.mean",
        )
    ],
)
board_ref = weave.publish(board)
found["leaderboard"] = board_ref.get().columns[0].scorer_name

# Tags and aliases.
client.add_tags(ref, ["kept"])
client.set_aliases(ref, "production")
found["tags"] = client.list_tags()
found["alias"] = weave.ref("my-ds:production").get().ref.digest == ref.digest

weave.finish()
print("TOUR " + json.dumps(found, ensure_ascii=False))
