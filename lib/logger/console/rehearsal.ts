/** Writes a line as apps do, so that the code cache has what that needs. */
export function rehearseLine(): void {
  console.log('rehearsed');
}
