// What esmock puts fakes into: a builtin, a package that is patched, and a module of the app.
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import express from 'express';
import { Pool } from 'pg';
import { name, greeting } from './named.mjs';

export const greet = () => [readFileSync('x'), get('y'), express(), new Pool().fake, greeting, name];
