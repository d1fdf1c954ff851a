import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedaction, createUrlRedaction } from '../../lib/redaction';

const redact = createUrlRedaction(createRedaction(['iban']));

const cases: [attribute: string, given: unknown, expected: unknown][] = [
  ['url.full', 'https://ada:secret@example.com/a', 'https://REDACTED:REDACTED@example.com/a'],
  ['url.full', 'https://ada@example.com', 'https://REDACTED@example.com'],
  ['url.full', 'https://a:b@c@example.com/x@y?z=@', 'https://REDACTED:REDACTED@example.com/x@y?z=@'],
  ['url.full', 'https://example.com/a?b=1&access_token=x&c=2', 'https://example.com/a?b=1&access_token=REDACTED&c=2'],
  ['url.full', 'https://example.com/?Access%5FToken=x', 'https://example.com/?Access%5FToken=REDACTED'],
  ['url.full', 'https://example.com/#access_token=x&state=y', 'https://example.com/#access_token=REDACTED&state=y'],
  ['url.full', 'https://example.com/?q=a#top', 'https://example.com/?q=a#top'],
  [
    'url.full',
    'https://example.com/?code=4/0AX&state=s&scope=email',
    'https://example.com/?code=REDACTED&state=s&scope=email',
  ],
  [
    'url.full',
    'https://b.s3.amazonaws.com/k?X-Amz-Credential=A&X-Amz-Date=D&X-Amz-Signature=S&X-Amz-Security-Token=T',
    'https://b.s3.amazonaws.com/k?X-Amz-Credential=REDACTED&X-Amz-Date=D&X-Amz-Signature=REDACTED&X-Amz-Security-Token=REDACTED',
  ],
  ['url.full', 'https://example.com/?iban=DE1', 'https://example.com/?iban=REDACTED'],
  ['url.full', 'https://example.com/?token=&x', 'https://example.com/?token=&x'],
  [
    'url.full',
    'https://example.com/?user[password]=x&auth.token=y',
    'https://example.com/?user[password]=REDACTED&auth.token=REDACTED',
  ],
  [
    'url.full',
    'https://example.com/?monkey=1&encoded=2&zipcode=3',
    'https://example.com/?monkey=1&encoded=2&zipcode=3',
  ],
  ['url.full', 'https://example.com/?%zz=1&token=2', 'https://example.com/?%zz=1&token=REDACTED'],
  ['url.query', 'api_key=1&page=2', 'api_key=REDACTED&page=2'],
  ['url.query', '?apiKey=1', '?apiKey=REDACTED'],
  ['http.url', 'http://u:p@[::1]:80/?sig=1', 'http://REDACTED:REDACTED@[::1]:80/?sig=REDACTED'],
  ['http.target', '/cb?code=1&state=2', '/cb?code=REDACTED&state=2'],
  ['http.target', '/mail/ada@example.com', '/mail/ada@example.com'],
  ['db.connection_string', 'postgresql://app:pw@db:5432/shop', 'postgresql://REDACTED:REDACTED@db:5432/shop'],
  [
    'db.connection_string',
    'Server=db;User Id=app;Password=p@ss=1;Encrypt=true',
    'Server=db;User Id=app;Password=REDACTED;Encrypt=true',
  ],
  ['messaging.url', 'amqp://guest:guest@localhost:5672', 'amqp://REDACTED:REDACTED@localhost:5672'],
  ['some.urls', ['http://a:b@c', 'plain'], ['http://REDACTED:REDACTED@c', 'plain']],
  ['db.query.text', 'SELECT * FROM a WHERE token=1 AND mail="a@b"', 'SELECT * FROM a WHERE token=1 AND mail="a@b"'],
  ['http.response.status_code', 200, 200],
];

for (const [attribute, given, expected] of cases) {
  test(`${attribute}: ${String(given)}`, () => {
    const attributes = { other: 'a=b', [attribute]: given } as unknown as Record<string, string>;
    redact(attributes);
    assert.deepEqual(attributes, { other: 'a=b', [attribute]: expected });
  });
}
