export { createDeadline, type Deadline } from './deadline';
export { installExit } from './exit';
export { installRoom } from './listeners';
export { refuseToStart } from './refusal';
export { installSignals } from './signals';
