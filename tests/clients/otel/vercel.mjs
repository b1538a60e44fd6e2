/** Vercel's AI SDK with a tool, over OTLP/JSON; `vercel.mjs packages provider_url OpenTelemetry|LegacyOpenTelemetry`. */
import { createRequire } from 'node:module';

const [folder, providerUrl, telemetry] = process.argv.slice(2);
const require = createRequire(`${folder}/package.json`);

const { NodeTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
const { createOpenAI } = require('@ai-sdk/openai');
const conventions = require('@ai-sdk/otel');
const { generateText, jsonSchema, registerTelemetry, stepCountIs, tool } = require('ai');

const provider = new NodeTracerProvider({
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();
registerTelemetry(new conventions[telemetry]());

const openai = createOpenAI({ baseURL: `${providerUrl}/v1`, apiKey: 'none' });
const weather = tool({
  description: 'The weather in a city',
  inputSchema: jsonSchema({ type: 'object', properties: { city: { type: 'string' } } }),
  execute: async ({ city }) => ({ city, sky: 'sunny' }),
});
const { text } = await generateText({
  model: openai.chat('small'),
  system: 'Be brief.',
  prompt: 'How is the weather in Oslo?',
  tools: { weather },
  stopWhen: stepCountIs(3),
  telemetry: { isEnabled: true, functionId: 'ask' },
});
process.stdout.write(`${text}\n`);
await provider.shutdown();
