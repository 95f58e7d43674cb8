import { beforeEach } from 'vitest';
import { Device } from './devices.ts';

/** Of a screen's words, as many as tell where it stands. */
const WORDS_MAX = 1_500;

/**
 * Of a test that failed, each device says what it showed: where it was, its words, what it had sent and was refused, and a picture
 * beside the others. A failure that comes once in fifty runs is told by this alone.
 */
beforeEach(({ onTestFailed }) => {
  onTestFailed(async () => {
    for (const [index, device] of [...Device.all].entries()) await tellScreen(`failed-${index + 1}`, device);
  }, 60_000);
});

async function tellScreen(name: string, device: Device): Promise<void> {
  const { page } = device;
  const words = await page
    .locator('body')
    .innerText({ timeout: 5_000 })
    .catch((error: unknown) => `no words: ${String(error)}`);
  const lines = [
    `${name} at ${new URL(page.url()).pathname}`,
    words.replaceAll(/\s+/g, ' ').slice(0, WORDS_MAX),
    ...device.sent.map((request) => `  ${request}`),
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
  await device.picture(name).catch(() => undefined);
}
