export { createClosers, type Closers } from './closers';
export { createDeadline, type Deadline } from './deadline';
export { installDirectExits } from './direct-exits';
export { keepEarlyMessages } from './early-messages';
export { installExit } from './exit';
export { watchProcess, type ProcessEvents } from './process-events';
export { refuseToStart } from './refusal';
export { installSignals } from './signals';
