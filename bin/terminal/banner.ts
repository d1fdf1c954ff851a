// The first lines of `dev`, `collector` and `view`: where the page is, and where telemetry is received.
import type { Collector } from '../../collector';
import { openBrowser } from './browser';
import { writeLine, writeText } from './output';
import { endpointsOf } from '../receiving';

export interface BannerOptions {
  json: boolean;
  open: boolean;
  /** What follows the endpoints. */
  then: string;
  /** More for `json`. */
  facts?: object;
}

/**
 * Says where a collector's page and endpoints are, on stderr, the page first; and opens the page, if that is asked for.
 */
export function printBanner(collector: Collector, { json, open, then, facts }: BannerOptions): void {
  const { grpcEndpoint, httpEndpoint } = endpointsOf(collector);
  const { pageUrl } = collector;
  if (json)
    writeText(
      2,
      `${JSON.stringify({ message: 'collector started', pageUrl, grpcEndpoint, httpEndpoint, ...facts })}\n`,
    );
  else {
    if (pageUrl !== undefined) writeLine(`${pageUrl} shows traces, logs and metrics`);
    writeLine(`receiving OTLP on ${grpcEndpoint} (gRPC) and ${httpEndpoint} (HTTP); ${then}`);
  }
  if (open && pageUrl !== undefined) openBrowser(pageUrl);
}
