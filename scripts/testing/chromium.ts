import { type ExecFileSyncOptions, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const commandNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];

/** Where systems put a browser without putting it on PATH. */
const knownPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/opt/google/chrome/chrome',
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

const howTo =
  'Install Chromium or Google Chrome (Debian: apt-get install chromium fonts-noto-cjk), or set CHROME_BIN to its path.';

function runs(file: string): boolean {
  // Chrome on Windows opens a window instead of saying its version; being there has to do.
  if (process.platform === 'win32') return existsSync(file);
  return spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

/** Path of a Chromium or Chrome on this machine: `CHROME_BIN`, PATH, known places. */
export function findChromium(): string | undefined {
  const configured = process.env.CHROME_BIN;
  if (configured) return runs(configured) ? configured : undefined;
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const candidates = [
    ...commandNames.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    ...knownPlaces,
  ];
  return candidates.find((file) => existsSync(file) && runs(file));
}

function isDebian(): boolean {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

function hasChineseFont(): boolean {
  const listed = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' });
  return listed.status === 0 && listed.stdout.trim() !== '';
}

function install(packages: string[], report: (line: string) => void): void {
  report(`Installing ${packages.join(', ')} for the browser tests (apt-get) …`);
  const options: ExecFileSyncOptions = {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
}

/**
 * Finds a browser for the tests, or installs Debian's where this user may.
 * @throws Error that says exactly what to install
 */
export function obtainChromium(report: (line: string) => void): string {
  if (process.env.CHROME_BIN && !findChromium()) throw new Error(`CHROME_BIN=${process.env.CHROME_BIN} does not run.`);
  const found = findChromium();
  const mayInstall = process.platform === 'linux' && os.userInfo().uid === 0 && isDebian();
  const missing = [
    ...(found ? [] : ['chromium']),
    ...(process.platform !== 'linux' || hasChineseFont() ? [] : ['fonts-noto-cjk', 'fontconfig']),
  ];
  if (missing.length > 0 && mayInstall) {
    try {
      install(missing, report);
    } catch (error) {
      report(`apt-get failed: ${(error as Error).message.trim()}`);
    }
  } else if (missing.includes('fonts-noto-cjk')) {
    report(
      'No font with Chinese characters was found; pictures will show boxes (Debian: apt-get install fonts-noto-cjk).',
    );
  }
  const browser = found ?? findChromium();
  if (!browser) throw new Error(`No Chromium or Chrome was found. ${howTo}`);
  return browser;
}
