export { bindToContext } from './bind';
export { type RequestRecord, createRecord } from './record';
export { REQUEST_ID_PATTERN, acceptRequestId, newRequestId } from './request-id';
export { currentRequest, enterRequest, runWithRequest } from './current';
export { MAX_USER_ID_LENGTH, setUser, toUserId } from './user';
export { type Carrier, captureCarrier, contextOf, requestOf, runWithCarrier } from './carrier';
export { enterStartup, inStartup, leaveStartup } from './startup';
export { isWithin } from './within';
export { enterTurn, type Turn } from './turn';
