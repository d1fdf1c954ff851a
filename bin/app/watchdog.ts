// Ends apps whose `firstlight dev` was killed: SIGKILL leaves it no chance to do so itself.
import { spawn } from 'node:child_process';

/**
 * A shell that reads which processes there are (`+ 4711`, or `+ -4711` for a group; `- 4711` when one has ended). The
 * end of its input is the end of dev: what is left is asked to end, and after five seconds killed.
 */
const SCRIPT = `
trap '' INT TERM HUP QUIT
left=" "
while read -r sign id; do
  case $sign in
    +) left="$left$id " ;;
    -) left=\${left%%" $id "*}" "\${left#*" $id "} ;;
  esac
done
[ "$left" = " " ] && exit
for id in $left; do kill -s TERM -- "$id"; done
for second in 1 2 3 4 5; do
  sleep 1
  alive=
  for id in $left; do kill -s 0 -- "$id" && alive=1; done
  [ "$alive" ] || exit
done
for id in $left; do kill -s KILL -- "$id"; done
`;

export interface Watchdog {
  /** Looks after a process, or the group that it leads. */
  add(pid: number, group?: 'group'): void;
  /** A process that has ended. */
  remove(pid: number, group?: 'group'): void;
  close(): void;
}

const NONE: Watchdog = { add: () => {}, remove: () => {}, close: () => {} };

/** Starts it; does nothing on Windows, which has neither signals nor the shell for it. */
export function startWatchdog(): Watchdog {
  if (process.platform === 'win32') return NONE;
  // In a session of its own: what a terminal or a supervisor sends to dev's group does not reach it.
  const child = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.unref();
  (child.stdin as typeof child.stdin & { unref?(): void }).unref?.();
  const say = (sign: '+' | '-', pid: number, group?: 'group'): void =>
    void child.stdin.write(`${sign} ${group === undefined ? pid : -pid}\n`);
  return {
    add: (pid, group) => say('+', pid, group),
    remove: (pid, group) => say('-', pid, group),
    close: () => child.stdin.end(),
  };
}
