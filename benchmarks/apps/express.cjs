// Express hello world. With WORK=winston each request is logged twice by a middleware as people write it by hand;
// firstlight writes these two lines itself, so under it the app has none.
'use strict';

const http = require('node:http');
const express = require('express');
const { control, served } = require('./control.cjs');

const app = express();
app.disable('x-powered-by');
if (process.env.WORK === 'winston') app.use(require('./request-lines.cjs'));
app.get('/hello', (_request, response) => {
  served();
  response.send('hello');
});
control(http.createServer(app));
