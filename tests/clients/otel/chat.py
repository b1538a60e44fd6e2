"""A chat with a tool, a stream and an error, instrumented as argv[1] says; `chat.py name provider_url`."""
import sys

name, provider_url = sys.argv[1:3]

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

# The address, the key and the project come from OTEL_EXPORTER_OTLP_… alone.
provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)

if name == "openinference":
    from openinference.instrumentation.openai import OpenAIInstrumentor
else:
    from opentelemetry.instrumentation.openai import OpenAIInstrumentor
OpenAIInstrumentor().instrument(tracer_provider=provider)

import openai

client = openai.OpenAI(base_url=f"{provider_url}/v1", api_key="none", max_retries=0)
tools = [
    {
        "type": "function",
        "function": {
            "name": "weather",
            "description": "The weather in a city",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
        },
    }
]
messages = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "How is the weather in Oslo?"},
]
tracer = trace.get_tracer("chat")
with tracer.start_as_current_span("ask", attributes={"session.id": "talk-1"}):
    first = client.chat.completions.create(
        model="small", messages=messages, tools=tools, temperature=0.5
    )
    call = first.choices[0].message.tool_calls[0]
    with tracer.start_as_current_span("weather"):
        answer = "sunny"
    messages += [
        {"role": "assistant", "content": None, "tool_calls": [call.model_dump()]},
        {"role": "tool", "tool_call_id": call.id, "content": answer},
    ]
    client.chat.completions.create(model="small", messages=messages, tools=tools)
    stream = client.chat.completions.create(
        model="small",
        messages=messages[:2],
        stream=True,
        stream_options={"include_usage": True},
    )
    print("".join(c.choices[0].delta.content or "" for c in stream if c.choices))
    try:
        client.chat.completions.create(model="missing", messages=messages[:2])
    except openai.NotFoundError:
        print("refused")
provider.shutdown()
