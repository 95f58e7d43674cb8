/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Locator, type Page, type Response } from 'playwright-core';

const here = path.dirname(fileURLToPath(import.meta.url));
const pictures = path.resolve(here, '../output');

/** Without a sandbox, since containers run as root; nothing but loopback is asked for. */
const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
}

const SHAPES = {
  desktop: { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1, isMobile: false, hasTouch: false },
  hall: { viewport: { width: 1920, height: 1080 }, deviceScaleFactor: 1, isMobile: false, hasTouch: false },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
} as const;

const HOUR_MS = 3_600_000;
/** How far each device's clock is ahead of the truth: people's phones and a hall's screen may be wrong by any amount. */
const CLOCK_AHEAD_MS = { desktop: 0, hall: -7 * HOUR_MS, phone: 26 * HOUR_MS } as const;

/**
 * Dialogs and drawers that are opening. They lie where they will be for a moment before they begin to grow or slide: a press that
 * begins in that moment ends beside them and is lost, about once in a hundred times. No person is that quick.
 */
const OPENING = ['appear', 'enter']
  .flatMap((stage) => [`.ant-zoom-${stage}`, `[class*="ant-drawer-panel-motion-"][class*="-${stage}"]`])
  .join(', ');

/** Requests of a device that are remembered for telling of a failure. */
const SENT_MAX = 25;

/** A device of its own: its cookies and storage are shared with no other. */
export class Device {
  /** Those that are not closed, in the order in which they were opened. */
  static readonly all = new Set<Device>();
  /** What it sent to change something and what it was refused lately, the newest last. */
  readonly sent: string[] = [];
  private token = '';

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    /** Errors that the page threw or wrote to its console. */
    readonly errors: string[],
  ) {}

  /** @param reducedMotion what its owner asked of the system */
  static async open(
    browser: Browser,
    shape: keyof typeof SHAPES,
    url: string,
    reducedMotion: 'reduce' | 'no-preference' = 'no-preference',
  ): Promise<Device> {
    const context = await browser.newContext({
      reducedMotion,
      ...SHAPES[shape],
      baseURL: url,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    });
    await context.addInitScript(setClockWrong, CLOCK_AHEAD_MS[shape]);
    await context.addInitScript(installCanvasCamera);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    // Whatever is to be pressed waits until nothing is opening any more.
    await page.addLocatorHandler(page.locator(OPENING), async () => undefined);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      // A refused request is a case that the page handles; the browser reports its status all the same.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        errors.push(message.text());
    });
    const device = new Device(page, context, errors);
    page.on('request', (request) => {
      const bearer = request.headers().authorization;
      if (bearer !== undefined) device.token = bearer;
    });
    page.on('response', (response) => device.note(response));
    Device.all.add(device);
    return device;
  }

  /** Signs in by a touch on a role card of the demo. */
  async signIn(face: 'console' | 'app' | 'shop', card: string): Promise<void> {
    await this.page.goto(`/${face}/sign-in`);
    await this.page.locator(`[data-card="${card}"]`).click();
    await this.page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  }

  /** Takes the network away from this device, or gives it back. */
  offline(isOffline: boolean): Promise<void> {
    return this.context.setOffline(isOffline);
  }

  /** Holds the camera before what another device's screen shows. */
  async pointCameraAt(screen: Locator): Promise<void> {
    const png = await screen.screenshot({ type: 'png' });
    await this.page.evaluate(
      (source) => {
        (window as unknown as { showToCamera(source: string): void }).showToCamera(source);
      },
      `data:image/png;base64,${png.toString('base64')}`,
    );
  }

  /** What the API tells this device's person: for expectations only, never instead of a click. */
  async get(apiPath: string) {
    const answer = await this.page.request.get(apiPath, { headers: { authorization: this.token } });
    if (!answer.ok()) throw new Error(`GET ${apiPath} answered ${answer.status()}`);
    return answer.json();
  }

  /** Keeps a picture of the screen for people to look at. */
  async picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: path.join(pictures, `${name}.png`), animations: 'disabled' });
  }

  close(): Promise<void> {
    Device.all.delete(this);
    return this.context.close();
  }

  private note(response: Response): void {
    const method = response.request().method();
    if (method === 'GET' && response.status() < 400) return;
    const seconds = (performance.now() / 1000).toFixed(1);
    this.sent.push(`${seconds} s: ${method} ${new URL(response.url()).pathname} ${response.status()}`);
    if (this.sent.length > SENT_MAX) this.sent.shift();
  }
}

/** Runs in the page: its clock is this far ahead. */
function setClockWrong(aheadMs: number): void {
  if (aheadMs === 0) return;
  const trueNow = Date.now.bind(Date);
  window.Date = new Proxy(Date, {
    construct: (target, given, made) =>
      Reflect.construct(target, given.length === 0 ? [trueNow() + aheadMs] : given, made),
    apply: (target) => new target(trueNow() + aheadMs).toString(),
    get: (target, name) => (name === 'now' ? () => trueNow() + aheadMs : Reflect.get(target, name)),
  });
}

/** Runs in the page: the camera is a canvas that shows whatever the test holds before it. */
function installCanvasCamera(): void {
  const picture = new Image();
  Object.assign(window, {
    showToCamera: (source: string) => {
      picture.src = source;
    },
  });
  const startStream = (): MediaStream => {
    const canvas = document.createElement('canvas');
    canvas.width = 1280;
    canvas.height = 720;
    const paint = canvas.getContext('2d');
    const draw = () => {
      if (paint === null) return;
      paint.fillStyle = '#777';
      paint.fillRect(0, 0, canvas.width, canvas.height);
      if (picture.complete && picture.naturalWidth > 0) {
        const scale = Math.min(640 / picture.naturalWidth, 640 / picture.naturalHeight);
        const width = picture.naturalWidth * scale;
        const height = picture.naturalHeight * scale;
        paint.drawImage(picture, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
      }
    };
    draw();
    setInterval(draw, 100);
    return canvas.captureStream(10);
  };
  if (navigator.mediaDevices !== undefined) navigator.mediaDevices.getUserMedia = async () => startStream();
}
