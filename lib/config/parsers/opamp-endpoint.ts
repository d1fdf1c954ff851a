import type { Parser } from '../entry';
import { isLoopback } from '../../loopback';
import { ValidationError } from '../validation-error';
import { parseAddress } from './endpoint';

const PORT = 4320;
const PATH = '/v1/opamp';

/**
 * The URL of an OpAMP server over HTTP. Without a scheme it is http for a loopback host, https for others; without a
 * path it is /v1/opamp, as OpAMP's own servers have it.
 */
export const opampEndpoint: Parser<string> = {
  parse(text) {
    const address = parseAddress(text);
    if (address === undefined || address.scheme === 'unix')
      throw new ValidationError('a URL such as http://localhost:4320/v1/opamp');
    const { host, path, userinfo } = address;
    const scheme = address.scheme ?? (isLoopback(host) ? 'http' : 'https');
    const port = address.port ?? (address.scheme ? undefined : PORT);
    return `${scheme}://${userinfo ? `${userinfo}@` : ''}${host}${port === undefined ? '' : `:${port}`}${path || PATH}`;
  },
};
