/**
 * How large a request may be before compression, in bytes: receivers take 4 MiB over gRPC if nothing else is
 * configured, and nginx in front of one takes 1 MiB, frames of gRPC included.
 */
export const MAX_REQUEST_BYTES = 1_000_000;
