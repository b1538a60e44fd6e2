"""A conversation of two turns by Weave's own API; `weave_conversation.py entity/project`."""
import sys

import weave
from weave.conversation import Message, Usage

weave.init(sys.argv[1])
with weave.start_conversation(agent_name="support", conversation_id="talk-1"):
    for question, answer in [("How is the weather?", "It is sunny."), ("And tomorrow?", "Rain.")]:
        with weave.start_turn(user_message=question) as turn:
            with turn.start_llm(model="small", provider_name="openai") as llm:
                llm.record(
                    input_messages=[Message(role="user", content=question)],
                    output_messages=[Message(role="assistant", content=answer)],
                    usage=Usage(input_tokens=20, output_tokens=7),
                )
            with turn.start_tool(name="weather", arguments='{"city": "Oslo"}', tool_call_id="c1") as tool:
                tool.result = "sunny"
weave.finish()
