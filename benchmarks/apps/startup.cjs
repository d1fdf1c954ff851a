// Prints its first line before it loads anything, then is a small Express app.
'use strict';

console.log('app: first line');
const rss = process.memoryUsage.rss();

const http = require('node:http');
const express = require('express');
const { control, served } = require('./control.cjs');

const app = express();
app.get('/hello', (_request, response) => {
  served();
  response.send('hello');
});
control(http.createServer(app), { rss });
