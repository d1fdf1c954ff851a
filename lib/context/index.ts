export { bindToContext } from './bind';
export { looksLike } from '../looks-like';
export { type RequestRecord, createRecord, onFirstRequest } from './record';
export { REQUEST_ID_PATTERN, acceptRequestId, newRequestId } from './request-id';
export { currentRequest, enterRequest, runWithRequest } from './current';
export { MAX_USER_ID_LENGTH, setUser, toUserId } from './user';
export { type Carrier, captureCarrier, contextOf, observeCarriers, requestOf, runWithCarrier } from './carrier';
export { enterStartup, inStartup, leaveStartup } from './startup';
export { isInsideCarriers } from './inside-carriers';
export { enterEventLoopTurn, isInEventLoopTurn, loopContext, type EventLoopTurn } from './event-loop-turn';
export { createContext, NO_CONTEXT, type RequestContext } from './request-context';
export {
  activeContext,
  captureContext,
  enterContext,
  runInContext,
  runWithArguments,
  shareStorage,
  storedContext,
  withRequest,
} from './storage';
export { createPrivateSlot, type PrivateSlot } from './private-slot';
