/** Keeps documents and passages for as long as the process lives. Same shape as the Redis storage. */
export function createMemoryStorage() {
  const documents = new Map();
  const passages = new Map();
  return {
    name: 'memory',
    async saveDocument(document) {
      documents.set(document.id, document);
    },
    async documents() {
      return [...documents.values()];
    },
    async savePassages(list) {
      for (const passage of list) passages.set(passage.id, passage);
    },
    async passages(ids) {
      return ids.map((id) => passages.get(id)).filter(Boolean);
    },
    async allPassages() {
      return [...passages.values()];
    },
    async forget() {
      documents.clear();
      passages.clear();
    },
    async close() {},
  };
}
