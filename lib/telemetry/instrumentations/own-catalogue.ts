import type { OwnInstrumentation } from '../../config';
import type { CatalogueItem } from './catalogue-item';

/** Instrumentations of our own, of lib/instrumentations, for libraries that upstream has none for. */
export const ownCatalogue: Readonly<Record<OwnInstrumentation, CatalogueItem>> = {
  'better-sqlite3': {
    targets: ['better-sqlite3'],
    load: () => require('../../instrumentations/databases/better-sqlite3').BetterSqlite3Instrumentation,
  },
  clickhouse: {
    targets: ['@clickhouse/client-common', ['@clickhouse/client', 'dist/common/tracing.js', 'dist/common/client.js']],
    load: () => require('../../instrumentations/databases/clickhouse').ClickhouseInstrumentation,
  },
  iovalkey: {
    targets: ['iovalkey'],
    load: () => require('../../instrumentations/databases/iovalkey').IovalkeyInstrumentation,
  },
  libsql: {
    targets: [
      [
        '@libsql/client',
        'lib-cjs/sqlite3.js',
        'lib-cjs/http.js',
        'lib-cjs/ws.js',
        'lib-esm/sqlite3.js',
        'lib-esm/http.js',
        'lib-esm/ws.js',
      ],
    ],
    load: () => require('../../instrumentations/databases/libsql').LibsqlInstrumentation,
  },
  mariadb: {
    targets: [['mariadb', 'callback.js', 'dist/callback.cjs']],
    load: () => require('../../instrumentations/databases/mariadb').MariadbInstrumentation,
  },
  memjs: {
    targets: ['memjs'],
    load: () => require('../../instrumentations/databases/memjs').MemjsInstrumentation,
  },
  nodemailer: {
    targets: [['nodemailer', 'lib/mailer/index.js', 'dist/cjs/mailer/index.js', 'dist/esm/mailer/index.js']],
    load: () => require('../../instrumentations/mail/nodemailer').NodemailerInstrumentation,
  },
  opensearch: {
    targets: [['@opensearch-project/opensearch', 'lib/Transport.js']],
    load: () => require('../../instrumentations/databases/opensearch').OpensearchInstrumentation,
  },
  postgres: {
    targets: [['postgres', 'src/query.js', 'src/connection.js', 'cjs/src/query.js', 'cjs/src/connection.js']],
    load: () => require('../../instrumentations/databases/postgres').PostgresInstrumentation,
  },
  sqlite3: {
    targets: ['sqlite3'],
    load: () => require('../../instrumentations/databases/sqlite3').Sqlite3Instrumentation,
  },
  anthropic: {
    targets: ['@anthropic-ai/sdk'],
    load: () => require('../../instrumentations/models/anthropic').AnthropicInstrumentation,
  },
  chroma: { targets: ['chromadb'], load: () => require('../../instrumentations/vectors/chroma').ChromaInstrumentation },
  cohere: {
    targets: [['cohere-ai', 'Client.js', 'api/resources/v2/client/Client.js']],
    load: () => require('../../instrumentations/models/cohere').CohereInstrumentation,
  },
  'google-genai': {
    targets: ['@google/genai'],
    load: () => require('../../instrumentations/models/google-genai').GoogleGenaiInstrumentation,
  },
  groq: {
    targets: [
      [
        'groq-sdk',
        'resources/chat/completions.js',
        'resources/embeddings.js',
        'resources/chat/completions.mjs',
        'resources/embeddings.mjs',
      ],
    ],
    load: () => require('../../instrumentations/models/groq').GroqInstrumentation,
  },
  milvus: {
    targets: ['@zilliz/milvus2-sdk-node'],
    load: () => require('../../instrumentations/vectors/milvus').MilvusInstrumentation,
  },
  mistral: {
    targets: [
      [
        '@mistralai/mistralai',
        'sdk/chat.js',
        'sdk/agents.js',
        'sdk/fim.js',
        'sdk/embeddings.js',
        'esm/sdk/chat.js',
        'esm/sdk/agents.js',
        'esm/sdk/fim.js',
        'esm/sdk/embeddings.js',
      ],
    ],
    load: () => require('../../instrumentations/models/mistral').MistralInstrumentation,
  },
  ollama: { targets: ['ollama'], load: () => require('../../instrumentations/models/ollama').OllamaInstrumentation },
  pinecone: {
    targets: ['@pinecone-database/pinecone'],
    load: () => require('../../instrumentations/vectors/pinecone').PineconeInstrumentation,
  },
  qdrant: {
    targets: ['@qdrant/js-client-rest'],
    load: () => require('../../instrumentations/vectors/qdrant').QdrantInstrumentation,
  },
  weaviate: {
    targets: [
      [
        'weaviate-client',
        'dist/node/cjs/collections/query/index.js',
        'dist/node/cjs/collections/generate/index.js',
        'dist/node/cjs/collections/data/index.js',
        'dist/node/esm/collections/query/index.js',
        'dist/node/esm/collections/generate/index.js',
        'dist/node/esm/collections/data/index.js',
      ],
    ],
    load: () => require('../../instrumentations/vectors/weaviate').WeaviateInstrumentation,
  },
  ai: { targets: ['ai'], load: () => require('../../instrumentations/agents/ai-sdk').AiSdkInstrumentation },
  langchain: {
    targets: [
      [
        '@langchain/core',
        'dist/language_models/chat_models.cjs',
        'dist/language_models/chat_models.js',
        'dist/tools/index.cjs',
        'dist/tools/index.js',
        'dist/retrievers/index.cjs',
        'dist/retrievers/index.js',
      ],
      ['@langchain/langgraph', 'dist/pregel/index.cjs', 'dist/pregel/index.js'],
    ],
    load: () => require('../../instrumentations/agents/langchain').LangchainInstrumentation,
  },
  mcp: {
    targets: [['@modelcontextprotocol/sdk', 'dist/cjs/shared/protocol.js', 'dist/esm/shared/protocol.js']],
    load: () => require('../../instrumentations/agents/mcp').McpInstrumentation,
  },
  'openai-agents': {
    targets: ['@openai/agents-core'],
    load: () => require('../../instrumentations/agents/openai-agents').OpenAIAgentsInstrumentation,
  },
  llamaindex: {
    targets: [
      [
        '@llamaindex/core',
        'query-engine/dist/index.cjs',
        'retriever/dist/index.cjs',
        'query-engine/dist/index.js',
        'retriever/dist/index.js',
      ],
    ],
    load: () => require('../../instrumentations/agents/llamaindex').LlamaindexInstrumentation,
  },
};
