import { PackageHooks, type Patch, type PatchedPackage } from '../../package-hooks';
import { watchFastifyErrors, watchFinalHandler } from './errors';
import { watchExpress, watchRouter } from './express';
import { watchFindMyWay } from './fastify';
import { watchH3 } from './h3';
import { watchHapi } from './hapi';
import { watchHono } from './hono';
import { watchKoa } from './koa';
import { watchNest, watchNestHandlers } from './nest';
import { watchPolka, watchTrouter } from './polka';
import { watchReactRouter } from './react-router';
import {
  watchFeathers,
  watchLoopbackRoutes,
  watchMicro,
  watchMoleculer,
  watchRestify,
  watchStrongErrors,
} from './services';
import { watchTrpc } from './trpc';

/** The same patch for files that are there in several formats. */
const files = (patch: Patch, names: readonly string[]): Record<string, Patch> =>
  Object.fromEntries(names.map((name) => [name, patch]));

const HONO = ['tiny', 'quick'].flatMap((preset) => [
  `hono/dist/preset/${preset}.js`,
  `hono/dist/cjs/preset/${preset}.js`,
]);
const REACT_ROUTER = ['development', 'production'].map((build) => `react-router/dist/${build}/index.js`);
const TRPC = ['standalone', 'express', 'next', 'fetch/index', 'fastify/index'].flatMap((adapter) =>
  ['cjs', 'mjs'].map((extension) => `@trpc/server/dist/adapters/${adapter}.${extension}`),
);

/** What is patched of each framework: where it knows the route, the user and the error of a request. */
export const frameworks: readonly PatchedPackage[] = [
  { name: 'express', versions: ['>=4.0.0 <6'], patch: watchExpress },
  { name: 'router', versions: ['>=1.0.0 <3'], patch: watchRouter },
  { name: 'finalhandler', versions: ['>=1 <3'], patch: watchFinalHandler },
  { name: 'fastify', versions: ['>=3 <6'], files: { 'fastify/lib/error-handler.js': watchFastifyErrors } },
  { name: 'find-my-way', versions: ['>=2.0.0 <10'], patch: watchFindMyWay },
  { name: 'koa', versions: ['>=2.0.0 <4'], patch: watchKoa },
  { name: '@hapi/hapi', versions: ['>=17.0.0 <22'], files: { '@hapi/hapi/lib/request.js': watchHapi } },
  {
    name: '@nestjs/core',
    versions: ['>=8 <12'],
    files: {
      '@nestjs/core/exceptions/exceptions-handler.js': watchNest,
      '@nestjs/core/router/router-execution-context.js': watchNestHandlers,
    },
  },
  { name: 'hono', versions: ['>=4.0.0 <5'], patch: watchHono, files: files(watchHono, HONO) },
  { name: 'h3', versions: ['>=1 <3'], patch: watchH3 },
  { name: 'polka', versions: ['>=0.5 <2'], patch: watchPolka },
  { name: 'trouter', versions: ['>=2 <5'], patch: watchTrouter },
  { name: 'micro', versions: ['>=9 <11'], patch: watchMicro },
  { name: 'restify', versions: ['>=8 <13'], files: { 'restify/lib/server.js': watchRestify } },
  { name: '@trpc/server', versions: ['>=11 <12'], files: files(watchTrpc, TRPC) },
  { name: 'react-router', versions: ['>=7 <8'], patch: watchReactRouter, files: files(watchReactRouter, REACT_ROUTER) },
  {
    name: '@loopback/rest',
    versions: ['>=5 <16'],
    files: { '@loopback/rest/dist/router/routing-table.js': watchLoopbackRoutes },
  },
  { name: 'strong-error-handler', versions: ['>=3 <7'], patch: watchStrongErrors },
  { name: 'moleculer-web', versions: ['>=0.9 <0.11'], patch: watchMoleculer },
  {
    name: '@feathersjs/transport-commons',
    versions: ['>=5 <6'],
    files: { '@feathersjs/transport-commons/lib/routing/router.js': watchFeathers },
  },
];

/** Lets frameworks give the request their route, user and error. */
export const createFrameworkHooks = (): PackageHooks => new PackageHooks('frameworks', frameworks);
