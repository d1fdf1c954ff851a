import OpenAI from 'openai';

const TASK = 'Answer in the words of the passages. Reply with JSON: {"answer": "…", "sources": ["title", …]}.';
const AT_ONCE = 100;

/** Asks a model by OpenAI's API: embeddings, and answers as they are written. */
export function createModel(baseUrl, { apiKey = 'none', chat = 'library-chat', embedding = 'library-words' } = {}) {
  const client = new OpenAI({ baseURL: new URL('/v1', baseUrl).href, apiKey, timeout: 5000, maxRetries: 0 });

  return {
    async embed(texts) {
      const vectors = [];
      for (let from = 0; from < texts.length; from += AT_ONCE) {
        const input = texts.slice(from, from + AT_ONCE);
        const { data } = await reached(client.embeddings.create({ model: embedding, input, encoding_format: 'float' }));
        vectors.push(...data.map((item) => item.embedding));
      }
      return vectors;
    },

    async answer(question, passages) {
      const chunks = await reached(
        client.chat.completions.create({
          model: chat,
          temperature: 0,
          stream: true,
          stream_options: { include_usage: true },
          response_format: { type: 'json_object' },
          messages: [
            { role: 'system', content: TASK },
            { role: 'user', content: JSON.stringify({ question, passages }) },
          ],
        }),
      );
      let text = '';
      for await (const chunk of chunks) text += chunk.choices[0]?.delta.content ?? '';
      return JSON.parse(text);
    },
  };

  async function reached(promise) {
    try {
      return await promise;
    } catch (cause) {
      const message =
        cause instanceof OpenAI.APIConnectionError
          ? `the model at ${client.baseURL} cannot be reached; start one with "node answerer.js"`
          : `the model replied ${cause.status}`;
      throw Object.assign(new Error(message, { cause }), { status: 502 });
    }
  }
}
