import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition as Definition,
  InstrumentationNodeModuleFile as File,
} from '@opentelemetry/instrumentation';
import { watchExpress, watchRouter } from './express';
import { watchFindMyWay } from './fastify';
import { watchHapi } from './hapi';
import { watchHono } from './hono';
import { watchKoa } from './koa';
import { watchNest } from './nest';

/**
 * Lets Express, Fastify, Koa, hapi and Hono give the request their route and user, and Nest its exception. An OTel
 * instrumentation because those bring the hooks for both module systems, and are enabled and listed like all others.
 */
export class FrameworkHooks extends InstrumentationBase {
  constructor() {
    super('firstlight/frameworks', '0.1.0', {});
  }

  protected override init(): Definition[] {
    const request = new File('@hapi/hapi/lib/request.js', ['>=17.0.0 <22'], watchHapi, () => {});
    const exceptions = new File('@nestjs/core/exceptions/exceptions-handler.js', ['>=8 <12'], watchNest, () => {});
    return [
      new Definition('express', ['>=4.0.0 <6'], watchExpress),
      new Definition('router', ['>=1.0.0 <3'], watchRouter),
      new Definition('find-my-way', ['>=2.0.0 <10'], watchFindMyWay),
      new Definition('koa', ['>=2.0.0 <4'], watchKoa),
      new Definition('@hapi/hapi', ['>=17.0.0 <22'], undefined, undefined, [request]),
      new Definition('@nestjs/core', ['>=8 <12'], undefined, undefined, [exceptions]),
      new Definition('hono', ['>=4.0.0 <5'], watchHono),
    ];
  }
}
