import pg from 'pg';

/** The full texts, in PostgreSQL. Undefined where no DATABASE_URL is given. */
export async function openArchive(env) {
  if (!env.DATABASE_URL) return undefined;
  const pool = new pg.Pool({ connectionString: env.DATABASE_URL, max: 4, connectionTimeoutMillis: 5000 });
  pool.on('error', (error) => console.warn('postgresql:', error.message));
  const table = pg.escapeIdentifier(env.DATABASE_TABLE || 'ragapp_documents');
  await pool.query(`create table if not exists ${table} (
    id text primary key, title text not null, author text, body text not null, received_at timestamptz not null default now())`);
  return {
    async save({ id, title, author, text }) {
      await pool.query(
        `insert into ${table} (id, title, author, body) values ($1, $2, $3, $4) on conflict (id) do update ` +
          `set body = excluded.body, title = excluded.title`,
        [id, title, author, text],
      );
    },
    async text(id) {
      const { rows } = await pool.query(`select title, author, body from ${table} where id = $1`, [id]);
      return rows[0];
    },
    async forget() {
      await pool.query(`delete from ${table}`);
    },
    async close() {
      await pool.end();
    },
  };
}
