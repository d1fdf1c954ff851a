// The ES module twin of startup.cjs.
console.log('app: first line');
const rss = process.memoryUsage.rss();

const { createServer } = await import('node:http');
const { default: express } = await import('express');
const {
  default: { control, served },
} = await import('./control.cjs');

const app = express();
app.get('/hello', (_request, response) => {
  served();
  response.send('hello');
});
control(createServer(app), { rss });
