"""Monitors as programs make them. Arguments: entity/project, then what to do (`activate`, `call`, `deactivate`)."""

import sys

import weave
from weave.conversation import Message
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



def judges(*names):
    shared = model("near/judge", temperature=0.5)
    return [
        LLMAsAJudgeScorer(name=name, model=shared, scoring_prompt=f"It is {name}: {{output}}")
        for name in names
    ]


classifier = weave.ClassifierMonitor(
    name="classes", op_names=["classified"], scorers=judges("rude", "off topic")
)
talks = weave.Monitor(
    name="talks",
    op_names=["say"],
    scorers=[
        LLMAsAJudgeScorer(
            name="talk", model=model("near/echo"), scoring_prompt="{question} -> {output}"
        )
    ],
    scorer_debounce_config={
        "aggregation_field": "thread_id",
        "aggregation_method": "all_messages",
        "timeout_seconds": 3,
    },
)
turns = weave.Monitor(
    name="turns",
    op_names=["weave.genai.turn_ended"],
    scorers=[
        LLMAsAJudgeScorer(name="turn", model=model("near/echo"), scoring_prompt="Turn: {output}")
    ],
)


@weave.op
def classified(question: str) -> str:
    if question == "broken":
        raise ValueError("no good answer")
    return f"{question} is fine"


@weave.op
def say(question: str) -> str:
    return f"{question}!"


for step in steps:
    if step == "classify":
        print("REF", classifier.activate().uri())
        client.flush()
        classified("this")
        try:
            classified("broken")
        except ValueError:
            pass
    elif step == "talk":
        talks.activate()
        client.flush()
        with weave.thread("talk-1"):
            say("one")
            say("two")
    elif step == "turns":
        turns.activate()
        client.flush()
        with weave.start_conversation(agent_name="support", conversation_id="talk-2"):
            for question in ("How is it?", "And now?"):
                with weave.start_turn(user_message=question) as turn:
                    with turn.start_llm(model="small", provider_name="openai") as llm:
                        llm.record(
                            input_messages=[Message(role="user", content=question)],
                            output_messages=[Message(role="assistant", content="It is sunny.")],
                        )
    elif step == "activate":
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
weave.finish()
print("DONE")
