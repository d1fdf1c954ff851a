// Opens the page in the user's browser.
import spawn from 'cross-spawn';
import { readEnvironment } from '../../lib/config';
import { writeLine } from './output';

/** Opens a URL with the command that the platform has for it, or with BROWSER; says so if there is none. */
export function openBrowser(url: string): void {
  const { BROWSER } = readEnvironment();
  const [command, ...args] = BROWSER
    ? [BROWSER]
    : process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '']
        : ['xdg-open'];
  const child = spawn(command!, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => writeLine(`no browser could be opened: ${url}`));
  child.unref();
}
