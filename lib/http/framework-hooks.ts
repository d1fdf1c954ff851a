import { InstrumentationBase, InstrumentationNodeModuleDefinition } from '@opentelemetry/instrumentation';
import { watchExpress } from './express';
import { watchHapi } from './hapi';
import { watchHono } from './hono';
import { watchKoa } from './koa';

/**
 * Lets Express, Koa, hapi and Hono tell the request their route and user. An OTel instrumentation because those bring the hooks for
 * both module systems, and are enabled and listed like all others.
 */
export class FrameworkHooks extends InstrumentationBase {
  constructor() {
    super('firstlight/frameworks', '0.1.0', {});
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    return [
      new InstrumentationNodeModuleDefinition('express', ['>=4.0.0 <6'], watchExpress),
      new InstrumentationNodeModuleDefinition('koa', ['>=2.0.0 <4'], watchKoa),
      new InstrumentationNodeModuleDefinition('@hapi/hapi', ['>=17.0.0 <22'], watchHapi),
      new InstrumentationNodeModuleDefinition('hono', ['>=4.0.0 <5'], watchHono),
    ];
  }
}
