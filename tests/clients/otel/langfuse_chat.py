"""Langfuse's client, told nothing but an address and keys by its own environment; `langfuse_chat.py provider_url`."""
import sys

from langfuse import get_client, observe, propagate_attributes
from langfuse.openai import openai

client = openai.OpenAI(base_url=f"{sys.argv[1]}/v1", api_key="none", max_retries=0)
langfuse = get_client()


@observe(as_type="tool")
def weather(city):
    return {"city": city, "sky": "sunny"}


@observe(as_type="agent")
def ask(question):
    weather("Oslo")
    answer = client.chat.completions.create(
        model="small",
        messages=[
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": question},
        ],
    )
    return answer.choices[0].message.content


with propagate_attributes(session_id="talk-1", user_id="ann"):
    print(ask("How is the weather in Oslo?"))
langfuse.flush()
