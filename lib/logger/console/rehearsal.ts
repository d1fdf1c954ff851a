/** Writes a line as apps do, for the code cache to hold what that takes. */
export function rehearseLine(): void {
  console.log('rehearsed');
}
