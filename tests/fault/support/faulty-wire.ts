import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, seededRandom } from '@red-points/scripts/demo/random';
import { answeredIdOf, commandOf, MessageStream, requestIdOf } from './wire-messages.ts';

/** What can happen to one request and its reply on their way. */
export const WIRE_FAULTS = [
  'cut before the request',
  'cut inside the request',
  'cut before the reply',
  'cut inside the reply',
  'request delayed',
  'reply delayed',
  'request sent twice',
  'request cut off, arriving later',
] as const;
export type WireFault = (typeof WIRE_FAULTS)[number];

export interface FaultyWireSettings {
  /** Where the database listens on this machine. */
  readonly port: number;
  readonly seed: number;
  /** How many of a hundred requests something happens to, by the command's name; absent: none. */
  readonly faultsInHundred: Readonly<Record<string, number>>;
  readonly delayMsMax: number;
  readonly faults?: readonly WireFault[];
}

/**
 * A line between a server process and its database on which things go wrong: it knows where messages end, so that it
 * can cut a connection exactly between a commit and its reply. What happens is chosen by a seed.
 */
export class FaultyWire {
  /** How often each fault happened. */
  readonly happened = new Map<WireFault, number>();
  private readonly random: Random;
  private readonly sockets = new Set<Socket>();
  private isFaulty = true;

  private constructor(
    private readonly server: Server,
    private readonly settings: FaultyWireSettings,
  ) {
    this.random = seededRandom(settings.seed);
    server.on('connection', (client) => this.join(client));
  }

  static async start(settings: FaultyWireSettings): Promise<FaultyWire> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FaultyWire(server, settings);
  }

  /**
   * The same database by way of this line. The driver must not look for the replica set's members, or it would go around.
   * The name goes with it, so that the pool of databases sees who is connected still.
   */
  uriOf(database: string): string {
    const { port } = this.server.address() as AddressInfo;
    return `mongodb://127.0.0.1:${port}/${database}?directConnection=true&appName=${database}`;
  }

  /** From now on nothing happens any more. */
  heal(): void {
    this.isFaulty = false;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket): void {
    const database = this.open();
    this.watch(client);
    new Line(client, database, this).start();
  }

  /** Another connection to the database. */
  open(): Socket {
    const socket = connect(this.settings.port, '127.0.0.1');
    this.watch(socket);
    return socket;
  }

  /** What is to happen to a request; null for nothing. */
  choose(message: Buffer): { fault: WireFault; delayMs: number } | null {
    const asked = this.isFaulty ? commandOf(message) : null;
    if (asked === null) return null;
    const share = this.settings.faultsInHundred[asked.name] ?? 0;
    if (this.random.next() * 100 >= share) return null;
    const fault = this.random.pick(this.settings.faults ?? WIRE_FAULTS);
    const isRepeatable = !asked.inTransaction || asked.name === 'commitTransaction';
    if (!isRepeatable && (fault === 'request sent twice' || fault === 'request cut off, arriving later')) return null;
    this.happened.set(fault, (this.happened.get(fault) ?? 0) + 1);
    return { fault, delayMs: this.random.between(0, this.settings.delayMsMax) };
  }

  /** Brings a copy of a request to the database on a connection of its own, and swallows the reply. */
  async sendCopy(message: Buffer, delayMs: number): Promise<void> {
    await sleep(delayMs);
    const socket = this.open();
    const replies = new MessageStream();
    socket.on('data', (chunk: Buffer) => {
      if (replies.take(chunk).length > 0) socket.destroy();
    });
    socket.write(message);
  }

  private watch(socket: Socket): void {
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined); // A cut is what this is for; each side learns it by its own end.
    socket.on('close', () => this.sockets.delete(socket));
  }
}

/** One connection of a client with the one to the database that belongs to it. */
class Line {
  private readonly requests = new MessageStream();
  private readonly replies = new MessageStream();
  /** What is to happen to replies, by the request they answer. */
  private readonly planned = new Map<number, (reply: Buffer) => Promise<void>>();
  /** Messages go on one after the other, so that a delayed one does not change their order. */
  private toDatabase: Promise<void> = Promise.resolve();
  private toClient: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: Socket,
    private readonly database: Socket,
    private readonly wire: FaultyWire,
  ) {}

  start(): void {
    this.client.on('data', (chunk: Buffer) => {
      for (const message of this.requests.take(chunk)) this.toDatabase = this.toDatabase.then(() => this.ask(message));
    });
    this.database.on('data', (chunk: Buffer) => {
      for (const reply of this.replies.take(chunk)) this.toClient = this.toClient.then(() => this.answer(reply));
    });
    this.client.on('close', () => this.database.destroy());
    this.database.on('close', () => this.client.destroy());
  }

  private async ask(message: Buffer): Promise<void> {
    const chosen = this.wire.choose(message);
    if (chosen === null) return this.forward(message);
    const { fault, delayMs } = chosen;
    switch (fault) {
      case 'cut before the request':
        return this.cut();
      case 'cut inside the request':
        this.forward(message.subarray(0, Math.floor(message.length / 2)));
        return this.cutSoon();
      case 'cut before the reply':
        return this.forwardAndPlan(message, async () => this.cut());
      case 'cut inside the reply':
        return this.forwardAndPlan(message, async (reply) => {
          this.client.write(reply.subarray(0, Math.floor(reply.length / 2)));
          await this.cutSoon();
        });
      case 'request delayed':
        await sleep(delayMs);
        return this.forward(message);
      case 'reply delayed':
        return this.forwardAndPlan(message, async (reply) => {
          await sleep(delayMs);
          this.client.write(reply);
        });
      case 'request sent twice':
        // Sometimes the copy is first, sometimes the two race, sometimes it is far behind.
        void this.wire.sendCopy(message, delayMs % 3 === 0 ? delayMs : 0);
        await sleep(delayMs % 3 === 1 ? Math.min(delayMs, 20) : 0);
        return this.forward(message);
      case 'request cut off, arriving later':
        void this.wire.sendCopy(message, delayMs);
        return this.cut();
      default:
        return fault satisfies never;
    }
  }

  private async answer(reply: Buffer): Promise<void> {
    const planned = this.planned.get(answeredIdOf(reply));
    this.planned.delete(answeredIdOf(reply));
    if (planned === undefined) this.client.write(reply);
    else await planned(reply);
  }

  private forward(message: Buffer): void {
    this.database.write(message);
  }

  private forwardAndPlan(message: Buffer, onReply: (reply: Buffer) => Promise<void>): void {
    this.planned.set(requestIdOf(message), onReply);
    this.forward(message);
  }

  private cut(): void {
    this.client.destroy();
    this.database.destroy();
  }

  /** Lets what was written go out first: half a message is to arrive. */
  private async cutSoon(): Promise<void> {
    await sleep(5);
    this.cut();
  }
}
