/** EX_CONFIG of sysexits.h. */
const EXIT_CONFIG = 78;

/** Ends the process before the app is evaluated, because its configuration is bad and FIRSTLIGHT_STRICT asks for it. */
export function refuseToStart(): never {
  process.exit(EXIT_CONFIG);
}
