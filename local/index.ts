export { startCloud, type CloudOptions, type LocalCloud } from './runtime/cloud.ts';
export { LocalError } from './errors.ts';
export { scaledClock, silentLog, systemClock, type Clock, type Log } from './host.ts';
