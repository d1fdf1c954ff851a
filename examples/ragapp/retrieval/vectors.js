/** Passages by their embeddings: `add(id, vector)`, `similarity(id, vector)` -> -1 to 1, 0 for one without. */
export function createVectors() {
  const vectors = new Map();
  return {
    add: (id, vector) => void vectors.set(id, vector),
    similarity: (id, vector) => vectors.get(id)?.reduce((sum, value, at) => sum + value * vector[at], 0) ?? 0,
    clear: () => vectors.clear(),
  };
}
