import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sessions } from '@red-points/shared/contracts';
import { expect, it } from 'vitest';
import { nextPhone, startTestApp } from '../support/app.ts';

it('sends one-time codes through the gateway, and says so plainly when it does not take them', async () => {
  const received: { phone: string; code: string; authorization: string | undefined }[] = [];
  let status = 200;
  const gateway = createServer((req, res) => {
    let body = '';
    req.on('data', (part: Buffer) => {
      body += part.toString();
    });
    req.on('end', () => {
      if (status === 200) received.push({ ...JSON.parse(body), authorization: req.headers.authorization });
      res.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const { port } = gateway.address() as AddressInfo;
  const smsGateway = { url: `http://127.0.0.1:${port}/send`, token: 'gateway-token' };
  const test = await startTestApp({ config: { smsGateway } });
  try {
    const phone = nextPhone();
    status = 500;
    const failed = await test.call(sessions.sendCode, { body: { phone } }).expect(503);
    expect(failed.body.code).toBe('unavailable');
    // A code that never left keeps nobody waiting.
    status = 200;
    await test.call(sessions.sendCode, { body: { phone } }).expect(202);
    expect(received).toMatchObject([{ phone, authorization: 'Bearer gateway-token' }]);
    await test.call(sessions.signInByCode, { body: { phone, code: received[0]?.code } }).expect(200);
    expect(await test.context.auth.newestCode(phone)).toBeNull();
  } finally {
    await test.close();
    await new Promise((resolve) => gateway.close(resolve));
  }
});
