/** Asks the second service. An answer that does not come within five seconds is an error. */
export function createAnswerer(baseUrl) {
  async function post(path, body) {
    let response;
    try {
      response = await fetch(new URL(path, baseUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(5000),
      });
    } catch (cause) {
      throw Object.assign(
        new Error(`the answerer at ${baseUrl} cannot be reached; start it with "node answerer.js"`, { cause }),
        { status: 502 },
      );
    }
    if (!response.ok) throw Object.assign(new Error(`the answerer replied ${response.status}`), { status: 502 });
    return response.json();
  }

  return {
    summarise: async (title, passages) => (await post('/summaries', { title, passages })).summary,
  };
}
