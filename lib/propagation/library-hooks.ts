import { InstrumentationBase, InstrumentationNodeModuleDefinition, InstrumentationNodeModuleFile } from '@opentelemetry/instrumentation';
import { amqplib } from './libraries/amqplib';
import { bullmq } from './libraries/bullmq';
import { kafkajs } from './libraries/kafkajs';
import type { Library } from './libraries/library';
import { mqtt } from './libraries/mqtt';
import { pLimit } from './libraries/p-limit';
import { pQueue } from './libraries/p-queue';
import { pgBoss } from './libraries/pg-boss';
import { piscina } from './libraries/piscina';
import { croner, nodeCron, nodeSchedule } from './libraries/schedulers';
import { workerpool } from './libraries/workerpool';
import { hasPreload, isKnown } from './threads/parent';

const same = <T>(exports: T): T => exports;

/**
 * Lets context follow through the queues of packages. An OTel instrumentation because those bring the hooks for both module systems, and are enabled
 * and listed like all others. Has to exist before instrumentations of the same packages: then its wrappers of consumers run around theirs.
 */
export class LibraryHooks extends InstrumentationBase {
  constructor() {
    super('firstlight/propagation', '0.1.0', {});
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    const libraries: Library[] = [amqplib, bullmq, croner, kafkajs, mqtt, nodeCron, nodeSchedule, pLimit, pQueue, pgBoss, piscina(isKnown, hasPreload), workerpool];
    return libraries.map(({ name, versions, patch, files = {} }) => new InstrumentationNodeModuleDefinition(name, versions, patch ?? same, same,
      Object.entries(files).map(([file, patchFile]) => new InstrumentationNodeModuleFile(file, versions, patchFile, same))));
  }
}
