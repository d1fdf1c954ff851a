export default {
  package: '@opentelemetry/instrumentation-knex',
  file: 'build/src/utils.js',
  fault:
    'A subquery that is a function is taken for a table: its source becomes the span’s name, and a warning says so.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-knex/src/utils.ts',
  marker: ['instrumentations/knex.js', 'tableNameOf'],
  replacements: [
    {
      find: `    const table = builder?._single?.table;
    if (typeof table === 'object') {
        return (0, exports.extractTableName)(table);
    }
    return table;`,
      replace: `    const tableNameOf = (table, depth) => {
        if (typeof table === 'string')
            return table;
        // Deeper than any query is written by hand; a builder may hold itself.
        if (typeof table !== 'object' || table === null || depth > 16)
            return undefined;
        // Another query, or a name under an alias: \`from({ u: 'users' })\`.
        if (table._single)
            return tableNameOf(table._single.table, depth + 1);
        const names = Object.values(table);
        return Object.getPrototypeOf(table) === Object.prototype && names.length === 1 && typeof names[0] === 'string' ? names[0] : undefined;
    };
    return tableNameOf(builder?._single?.table, 0);`,
    },
  ],
};
