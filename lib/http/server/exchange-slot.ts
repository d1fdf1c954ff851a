import { createPrivateSlot } from '../../context';
import type { Exchange } from './exchange';

/** The exchange that a request, response, http2 stream or record belongs to, on that object. */
export const exchanges = createPrivateSlot<Exchange>();
