// A request as a command line that sends it again.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { curlOf } from '../../collector/viewer/curl';
import { temporaryFolder } from '../support/folder';
import { sketch } from './spans';

test(
  'a request as curl: hostile parts stay arguments of the shell',
  { skip: process.platform === 'win32' && 'a POSIX shell' },
  () => {
    const folder = temporaryFolder();
    const span = sketch({
      id: 'a',
      kind: 'SERVER',
      attributes: {
        'http.request.method': '$(touch a)',
        'url.scheme': 'http',
        'server.address': '127.0.0.1',
        'server.port': 9,
        'url.path': "/';touch b;'`touch c`$(touch d)",
        'url.query': 'x=1&y=\u001b[2J\n2',
        'http.request.header.x_request_id': ['"\';touch e'],
        'http.request.header.content_length': ['1'],
      },
    });
    const command = curlOf(span)!;
    const words = execFileSync('sh', ['-c', `curl() { for word; do echo "$word"; done; }\n${command}`], {
      cwd: folder,
      encoding: 'utf8',
    })
      .trimEnd()
      .split('\n');
    assert.deepEqual(words, [
      '--globoff',
      '--request',
      '$(touch a)',
      '--header',
      'x-request-id: "\';touch e',
      '--url',
      "http://127.0.0.1:9/';touch b;'`touch c`$(touch d)?x=1&y=[2J2",
    ]);
    assert.equal(execFileSync('ls', [folder], { encoding: 'utf8' }), '');
    assert.equal(
      curlOf(
        sketch({
          id: 'a',
          kind: 'CLIENT',
          attributes: { 'http.request.method': 'GET', 'url.full': 'javascript:alert(1)' },
        }),
      ),
      undefined,
    );
    assert.equal(
      curlOf(
        sketch({
          id: 'a',
          kind: 'CLIENT',
          attributes: { 'http.request.method': 'GET', 'url.full': 'http://[::1]:3000/x?a=b' },
        }),
      ),
      "curl --globoff --url 'http://[::1]:3000/x?a=b'",
    );
  },
);
