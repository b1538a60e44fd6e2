"""Monitors as programs make them. Arguments: entity/project, then what to do (`activate`, `call`, `deactivate`)."""

import sys

import weave
from weave.scorers import LLMAsAJudgeScorer
from weave.flow.llm_structured_model import LLMStructuredCompletionModel

project, *steps = sys.argv[1:]
client = weave.init(project)


@weave.op
def answer(question: str, kind: str) -> str:
    return f"{question} is good" if kind == "fine" else f"{question} is poor"


@weave.op
def another(question: str, kind: str) -> str:
    return f"{question} is good"


class Polite(weave.Scorer):
    """Python code, which only runs where it stands."""

    @weave.op
    def score(self, *, output: str) -> bool:
        return "please" in output


def model(name, **params):
    return LLMStructuredCompletionModel(llm_model_id=name, default_params=params)


monitor = weave.Monitor(
    name="answers",
    description="What people are told",
    sampling_rate=1,
    op_names=["answer"],
    query={"$expr": {"$not": [{"$eq": [{"$getField": "inputs.kind"}, {"$literal": "hidden"}]}]}},
    scorers=[
        LLMAsAJudgeScorer(
            name="fair",
            model=model(
                "near/judge",
                response_format="json_object",
                temperature=0.25,
                messages_template=[{"role": "system", "content": 'Answer as {"passed": true}.'}],
            ),
            scoring_prompt="Is {output} a fair answer to {question}?",
        ),
        LLMAsAJudgeScorer(
            name="plain",
            model=model("near/echo"),
            scoring_prompt=weave.MessagesPrompt(
                messages=[
                    {"role": "system", "content": "You look at {kind} answers."},
                    {"role": "user", "content": "Say something of {output}"},
                ]
            ),
        ),
        Polite(name="polite"),
    ],
)

for step in steps:
    if step == "activate":
        print("REF", monitor.activate().uri())
    elif step == "deactivate":
        print("REF", monitor.deactivate().uri())
    elif step == "call":
        for kind in ("fine", "poor", "hidden"):
            answer("this", kind)
            another("this", kind)
    elif step == "read":
        read = weave.ref("answers").get()
        print("READ", read.active, read.sampling_rate)
    client.flush()
print("DONE")
