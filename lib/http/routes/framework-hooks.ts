import { PackageHooks } from '../../package-hooks';
import { watchExpress, watchRouter } from './express';
import { watchFastifyErrors, watchFinalHandler } from './errors';
import { watchFindMyWay } from './fastify';
import { watchHapi } from './hapi';
import { watchHono } from './hono';
import { watchKoa } from './koa';
import { watchNest } from './nest';

/** Lets Express, Fastify, Koa, hapi and Hono give the request their route, user and error, and Nest its exception. */
export const createFrameworkHooks = (): PackageHooks =>
  new PackageHooks('frameworks', [
    { name: 'express', versions: ['>=4.0.0 <6'], patch: watchExpress },
    { name: 'router', versions: ['>=1.0.0 <3'], patch: watchRouter },
    { name: 'find-my-way', versions: ['>=2.0.0 <10'], patch: watchFindMyWay },
    { name: 'finalhandler', versions: ['>=1 <3'], patch: watchFinalHandler },
    {
      name: 'fastify',
      versions: ['>=3 <6'],
      files: { 'fastify/lib/error-handler.js': watchFastifyErrors },
    },
    { name: 'koa', versions: ['>=2.0.0 <4'], patch: watchKoa },
    { name: '@hapi/hapi', versions: ['>=17.0.0 <22'], files: { '@hapi/hapi/lib/request.js': watchHapi } },
    {
      name: '@nestjs/core',
      versions: ['>=8 <12'],
      files: { '@nestjs/core/exceptions/exceptions-handler.js': watchNest },
    },
    {
      name: 'hono',
      versions: ['>=4.0.0 <5'],
      patch: watchHono,
      files: Object.fromEntries(
        ['tiny', 'quick'].flatMap((preset) => [
          [`hono/dist/preset/${preset}.js`, watchHono],
          [`hono/dist/cjs/preset/${preset}.js`, watchHono],
        ]),
      ),
    },
  ]);
