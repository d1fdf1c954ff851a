import type { Known } from './answer';

/** Answers of OpenAI's API, and of those that follow it: whole, or a chunk of a stream. */

export function readChat({ id, model, choices, usage, x_groq: groq }: any): Known {
  const tokens = usage ?? groq?.usage;
  return {
    id: id || undefined,
    model: model || undefined,
    finished: Array.isArray(choices) ? choices.map((choice: any) => choice?.finish_reason as unknown) : undefined,
    input: tokens?.prompt_tokens,
    output: tokens?.completion_tokens,
    cacheRead: tokens?.prompt_tokens_details?.cached_tokens,
    reasoning: tokens?.completion_tokens_details?.reasoning_tokens,
  };
}

export function readEmbeddings({ model, usage, data }: any): Known {
  const embedding = data?.[0]?.embedding as unknown;
  return {
    model,
    input: usage?.prompt_tokens,
    dimensions: Array.isArray(embedding) ? embedding.length : undefined,
  };
}

/** Events of a streamed response have it as it is by then. */
export function readResponse(body: any): Known {
  const { id, model, status, incomplete_details: incomplete, usage } = body.response ?? body;
  const isOver = body.response === undefined || /^response\.(?:completed|incomplete|failed)$/.test(String(body.type));
  return {
    id,
    model,
    finished: isOver ? (incomplete?.reason ?? status) : undefined,
    input: usage?.input_tokens,
    output: usage?.output_tokens,
    cacheRead: usage?.input_tokens_details?.cached_tokens,
    reasoning: usage?.output_tokens_details?.reasoning_tokens,
  };
}
