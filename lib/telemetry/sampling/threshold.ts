/** Thresholds have 56 bits, 14 hexadecimal digits. */
const DIGITS = 14;
const SCALE = 2 ** 56;

/** How many digits of a threshold matter, behind those that say no more than that the probability is small. */
const PRECISION = 4;

/**
 * The rejection threshold of a probability above 0 and up to 1, with so few digits that the tracestate stays short. See
 * https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/#converting-floating-point-probability-to-threshold-value
 */
export function thresholdOf(probability: number): bigint {
  const leading = Math.max(0, Math.floor(-Math.log2(probability) / 4));
  const digits = Math.min(DIGITS, PRECISION + leading);
  const accepted = BigInt(Math.max(1, Math.round(probability * 2 ** (4 * digits))));
  return ((1n << BigInt(4 * digits)) - accepted) << BigInt(4 * (DIGITS - digits));
}

/** The probability that a threshold stands for. */
export const probabilityOf = (threshold: bigint): number => 1 - Number(threshold) / SCALE;
