export { listenOnce } from './channels';
export { ATTR_REQUEST_ID } from './attributes';
export type { RequestConfig } from './server/arrival';
export { type HttpHooks, createHttpHooks } from './hooks';
export { bindMessage } from './server/messages';
export { recordNextRoute } from './routes/next';
export { type RequestOptions, type Requests, installRequests } from './install';
export { type Outcome, type RequestLogger } from './lines';
export {
  type InstrumentationSettings,
  extraInstrumentations,
  instrumentationConfigs,
  ownInstrumentations,
} from './instrumentations';
