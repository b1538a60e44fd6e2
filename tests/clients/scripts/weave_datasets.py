"""Reads what pages published, and publishes the same again: prints digests to compare."""
import json
import sys

import weave

client = weave.init(sys.argv[1])

dataset = weave.ref("questions:latest").get()


def plain(value):
    """Without the references that values carry which were read."""
    return json.loads(json.dumps(value))


rows = [plain(dict(row)) for row in dataset]
again = weave.publish(weave.Dataset(name="questions", rows=rows))
words = weave.ref("words:latest").get()
content = plain(words.content)
words_again = weave.publish(weave.StringPrompt(content), name="words")
chat = weave.ref("chat:production").get()
messages = plain([dict(one) for one in chat.messages])
chat_again = weave.publish(weave.MessagesPrompt(messages), name="chat")
print(
    json.dumps(
        {
            "rows": rows,
            "dataset": again.digest,
            "words": [words_again.digest, words.format(name="Ada")],
            "chat": [chat_again.digest, chat.format(topic="rain")],
        }
    )
)
more = dataset.add_rows([{"q": "more?", "score": 3.0}])
print(len(list(more)))
