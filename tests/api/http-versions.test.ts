import { expectedVersion, sendVersion } from '@red-points/server/http/version';
import { isRefusal } from '@red-points/shared/contracts';
import express from 'express';
import supertest from 'supertest';
import { expect, it } from 'vitest';

/** A document that people edit, as small as it can be. */
const app = express();
app.set('etag', false);
app.get('/thing', (_req, res) => {
  sendVersion(res, 3);
  res.json({});
});
app.put('/thing', (req, res) => {
  const version = expectedVersion(req);
  res.json(isRefusal(version) ? { code: version.refused } : { version });
});

it('tells the version in an ETag that goes back as If-Match', async () => {
  const read = await supertest(app).get('/thing').expect(200);
  const etag = read.get('ETag') ?? '';
  expect(etag).toBe('"v3"');
  for (const value of [etag, `W/${etag}`, ` ${etag} `]) {
    expect((await supertest(app).put('/thing').set('If-Match', value)).body).toEqual({ version: 3 });
  }
});

it.each(['', '*', 'v3', '"3"', '"v3", "v4"', '"v12345678901"'])(
  'asks for the version where If-Match is %j',
  async (value) => {
    const request = supertest(app).put('/thing');
    if (value !== '') request.set('If-Match', value);
    expect((await request).body).toEqual({ code: 'version_missing' });
  },
);
