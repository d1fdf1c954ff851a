/** What Node indents by for each group of the global console. */
const INDENT = '  ';

/** The groups of the console that are open: newer versions of Node do not let others see how far they indent. */
export interface Groups {
  open(): void;
  close(): void;
  /** A text as Node prints it within the groups that are open. */
  indent(text: string): string;
}

export function createGroups(): Groups {
  let indent = '';
  return {
    open: () => void (indent += INDENT),
    close: () => void (indent = indent.slice(INDENT.length)),
    indent: (text) => (indent === '' ? text : indent + text.replaceAll('\n', `\n${indent}`)),
  };
}
