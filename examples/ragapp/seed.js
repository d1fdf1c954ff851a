// Posts the texts of the folder to a running ragapp: node seed.js [http://127.0.0.1:3000]
import { readdir, readFile } from 'node:fs/promises';

const base = process.argv[2] ?? 'http://127.0.0.1:3000';
const folder = new URL('./texts/', import.meta.url);

for (const file of (await readdir(folder)).filter((name) => name.endsWith('.txt'))) {
  const [title, author, ...text] = (await readFile(new URL(file, folder), 'utf8')).split('\n');
  const response = await fetch(new URL('/documents', base), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title, author, text: text.join('\n').trim() }),
  });
  console.log(response.status, title);
}
