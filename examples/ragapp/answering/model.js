// Stands in for a model behind OpenAI's API, and needs none: embeddings are bags of words, and an answer is the sentence
// of the passages that has most of the question in it.
import { Router } from 'express';
import { wordsOf } from '../retrieval/words.js';
import { composeAnswer } from './compose.js';
import { embeddingOf } from './embedding.js';

/** POST /v1/embeddings and POST /v1/chat/completions, streamed or not. */
export function modelRoutes() {
  const router = Router();

  router.post('/v1/embeddings', (req, res) => {
    const { model, input } = req.body ?? {};
    const texts = [input ?? []].flat();
    const tokens = countTokens(texts.join(' '));
    console.log(`embedded ${texts.length === 1 ? 'one text' : `${texts.length} texts`}`);
    res.json({
      object: 'list',
      model,
      data: texts.map((text, index) => ({ object: 'embedding', index, embedding: embeddingOf(text) })),
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    });
  });

  router.post('/v1/chat/completions', (req, res) => {
    const { model, messages = [], stream } = req.body ?? {};
    const { question = '', passages = [] } = parsed(messages.at(-1)?.content);
    const content = JSON.stringify(composeAnswer(question, passages));
    console.log(`composed an answer out of ${passages.length} passages`);
    const usage = usageOf(messages, content);
    const about = { id: `chat-${Date.now()}`, created: Math.floor(Date.now() / 1000), model };
    if (!stream) {
      const message = { role: 'assistant', content };
      res.json({
        ...about,
        object: 'chat.completion',
        choices: [{ index: 0, message, finish_reason: 'stop' }],
        usage,
      });
      return;
    }
    res.type('text/event-stream');
    const send = (choices, more) =>
      res.write(`data: ${JSON.stringify({ ...about, object: 'chat.completion.chunk', choices, ...more })}\n\n`);
    for (const piece of content.match(/\S+\s*/g)) send([{ index: 0, delta: { content: piece }, finish_reason: null }]);
    send([{ index: 0, delta: {}, finish_reason: 'stop' }]);
    send([], { usage });
    res.end('data: [DONE]\n\n');
  });

  return router;
}

function usageOf(messages, content) {
  const asked = countTokens(messages.map((message) => message.content).join(' '));
  const answered = countTokens(content);
  return { prompt_tokens: asked, completion_tokens: answered, total_tokens: asked + answered };
}

/** Words, which is near enough. */
const countTokens = (text) => text.split(/\s+/).filter(Boolean).length;

/** The last message is the question and its passages, as JSON; any other is a question without passages. */
function parsed(content) {
  try {
    return JSON.parse(content);
  } catch {
    return { question: wordsOf(String(content ?? '')).join(' ') };
  }
}
