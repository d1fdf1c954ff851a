// The parts, in the order in which they run. A part is `{name, title, about, runs, run(context), tables(cases),
// notes}`.

import { delivery } from './parts/delivery.mjs';
import { faults } from './parts/faults.mjs';
import { logs } from './parts/logs.mjs';
import { memory } from './parts/memory.mjs';
import { requests } from './parts/requests.mjs';
import { soak } from './parts/soak.mjs';
import { startup } from './parts/startup.mjs';

export const PARTS = [startup, memory, requests, delivery, faults, soak, logs];
