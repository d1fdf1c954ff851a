// Keeps web pages of others out: all that a browser sends on behalf of a foreign page is refused before its body is
// looked at.
import type { IncomingHttpHeaders } from 'node:http';
import { isLoopbackHostHeader } from './loopback';

/**
 * Why a request comes from elsewhere; undefined if it does not. A page that reaches us under its own name (DNS
 * rebinding) shows it in Host, one that sends to our address shows its own in Origin, and one that embeds what is ours
 * is reported by Sec-Fetch-Site (https://www.w3.org/TR/fetch-metadata/). A link to the page may be followed from
 * anywhere: that shows it to no one else.
 */
export function foreignnessOf(headers: IncomingHttpHeaders, scheme: 'http' | 'https'): string | undefined {
  if (!isLoopbackHostHeader(headers.host)) return 'this collector answers under loopback names only, such as localhost';
  if (headers.origin !== undefined && headers.origin.toLowerCase() !== `${scheme}://${headers.host!.toLowerCase()}`)
    return 'this collector takes nothing from web pages other than its own';
  const site = headers['sec-fetch-site'];
  const followsLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !followsLink)
    return 'this collector is no part of other web pages';
  return undefined;
}
