import path from 'node:path';
import type { ServerConfig } from '@red-points/server/config';
import QRCode from 'qrcode';
import { type EmbeddedMongo, projectFolder } from '../mongo/index.ts';
import type { DemoSignIn } from './demo.ts';

export interface Announcement {
  url: string;
  config: ServerConfig;
  mongo: EmbeddedMongo;
  signIns: readonly DemoSignIn[];
  lan: boolean;
  tookMs: number;
  say: (line: string) => void;
}

/** Displayed width of a text in a terminal: Chinese characters take two columns. */
function columns(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u2e80-\uffef]/u.test(character) ? 2 : 1), 0);
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => columns(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - columns(cell))))
      .join('  ')
      .trimEnd(),
  );
}

/** Prints where the product is, how to sign in, and what runs below it. */
export async function announce(facts: Announcement): Promise<void> {
  const { config, mongo, say } = facts;
  const url = (config.publicUrl ?? facts.url).replace(/\/$/, '');
  say('');
  say(`红色积分 Red Points is ready (${(facts.tookMs / 1000).toFixed(1)} s)`);
  say('');
  say(`  ${url}/`);
  for (const line of table([
    ['工作台 console', `${url}/console/`],
    ['居民 residents', `${url}/app/`],
    ['商家 shops', `${url}/shop/`],
    ['接口 API', `${url}/api/docs/`],
  ])) {
    say(`  ${line}`);
  }
  if (facts.signIns.length > 0) {
    say('');
    say('  演示账号 Demo sign-ins (invented people; also one tap away on each sign-in page)');
    for (const line of table(
      facts.signIns.map(({ role, path: face, account, secret }) => [role, face, account, secret]),
    )) {
      say(`    ${line}`);
    }
  }
  say('');
  const folder = path.dirname(facts.mongo.logFile);
  const shown = folder.startsWith(`${projectFolder}${path.sep}`) ? path.relative(projectFolder, folder) : folder;
  say(
    `  Database: MongoDB ${mongo.version}, embedded, data in ${shown}. A real installation brings its own (MongoDB 8).`,
  );
  if (facts.lan) {
    say('');
    say(
      '  Phones in the same network scan this code. The certificate is self-made: let the browser go on to the page once.',
    );
    say(await QRCode.toString(`${url}/`, { type: 'terminal', small: true }));
  }
  say('  Stop: Ctrl-C');
}
