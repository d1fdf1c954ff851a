/** Whether Node has loaded a builtin module, its own or an internal one; undefined if this Node does not say. */
export const isBuiltinLoaded = (name: string): boolean | undefined =>
  (process as { moduleLoadList?: string[] }).moduleLoadList?.includes(`NativeModule ${name}`);
