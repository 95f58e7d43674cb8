/**
 * `npm run user:create -- --username NAME --name 'Display name' [--role ROLE] [--unit UNIT] [--person RESIDENT] [--password-stdin]`
 * makes a sign-in for a member of staff; the first administrator of an installation is made this way. Without
 * `--password-stdin` a password is made up and printed once on standard output.
 * `--person` names the resident that they are too, by number or phone: nobody approves what benefits them.
 */
import { randomInt } from 'node:crypto';
import type { ServerConfig } from '@red-points/server/config';
import type { People } from '@red-points/server/people/index';
import { fitResidents } from '@red-points/server/staff/index';
import { ROLES, type Role } from '@red-points/shared/domain/permissions';
import { readOptions } from './running/read-options.ts';

const PASSWORD_LENGTH_MIN = 10;
/** No letters that are mistaken for each other: people type it from paper. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A mistake of the caller, said to people without a stack. */
class UsageError extends Error {}

interface Request {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly unitId: string | null;
  /** A resident's number or phone; null where none was given. Never printed. */
  readonly resident: string | null;
  readonly password: string;
  readonly isMadeUp: boolean;
}

function madeUpPassword(): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}

async function readPassword(): Promise<string> {
  let text = '';
  for await (const part of process.stdin) text += String(part);
  const password = text.replace(/\r?\n$/, '');
  if (password.length < PASSWORD_LENGTH_MIN) {
    throw new UsageError(`The password needs ${PASSWORD_LENGTH_MIN} characters or more.`);
  }
  return password;
}

async function readRequest(): Promise<Request> {
  const { values } = readOptions({
    options: {
      username: { type: 'string' },
      name: { type: 'string' },
      role: { type: 'string', default: 'system_admin' },
      unit: { type: 'string' },
      person: { type: 'string' },
      'password-stdin': { type: 'boolean', default: false },
    },
  });
  const role = ROLES.find((known) => known === values.role);
  if (values.username === undefined || !/^[A-Za-z0-9._-]{2,60}$/.test(values.username)) {
    throw new UsageError('--username is needed: 2 to 60 letters, digits, dots, dashes.');
  }
  if (values.name === undefined || values.name.trim() === '')
    throw new UsageError('--name is needed: what others read.');
  if (role === undefined || role === 'resident' || role.startsWith('merchant')) {
    throw new UsageError(
      `--role ${values.role}: no role of staff. Residents sign in by phone, shops are made at the console.`,
    );
  }
  if (role !== 'system_admin' && values.unit === undefined) throw new UsageError(`--unit is needed for ${role}.`);
  const isMadeUp = !values['password-stdin'];
  const password = isMadeUp ? madeUpPassword() : await readPassword();
  return {
    username: values.username,
    name: values.name.trim(),
    role,
    unitId: values.unit ?? null,
    resident: values.person?.trim() ?? null,
    password,
    isMadeUp,
  };
}

/** The one resident that a number or phone stands for. */
async function personIdOf(people: People, resident: string): Promise<string> {
  const fit = await fitResidents(people, resident);
  if (fit.length > 1) throw new UsageError('--person: several residents share this phone. Give the resident’s number.');
  const [person] = fit;
  if (person === undefined) throw new UsageError('--person: no such resident.');
  return person.personId;
}

async function create(uri: string, config: ServerConfig, request: Request): Promise<void> {
  // Loaded only now: a mistake in the options is told at once.
  const { createApp } = await import('@red-points/server/app');
  const { ensureCollections } = await import('@red-points/server/collections');
  const { connectDatabase } = await import('@red-points/server/platform/database');
  const database = await connectDatabase(uri);
  const publicUrl = config.publicUrl ?? 'http://127.0.0.1';
  const app = createApp({ config: { ...config, publicUrl, logLevel: 'silent' }, database });
  try {
    await ensureCollections(database.db);
    const { orgUnits, users, audit, people } = app.context;
    const { unitId, role, username, password, name, resident } = request;
    if (unitId !== null && (await orgUnits.get(unitId)) === null)
      throw new UsageError(`--unit ${unitId}: no such unit.`);
    const grants = [{ role, unitId, shopId: null }];
    const personId = resident === null ? null : await personIdOf(people, resident);
    const user = await users.createStaff({ username, password, displayName: name, grants, personId });
    if (user === null) throw new UsageError(`--username ${username} is taken.`);
    const subject = { kind: 'user', id: user.userId };
    const detail: Record<string, string> = { role, ...(personId === null ? {} : { personId }) };
    await audit.record({ principal: null, action: 'users.create', subject, unitId, detail });
  } finally {
    await app.close();
    await database.close();
  }
}

try {
  const request = await readRequest();
  const { withDatabase } = await import('./running/with-database.ts');
  await withDatabase((uri, config) => create(uri, config, request));
  process.stderr.write(`${request.username} can sign in at /console/ now, as ${request.role}.\n`);
  if (request.isMadeUp) process.stdout.write(`${request.password}\n`);
} catch (error) {
  const isUsage = error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  const { message, stack } = error as Error;
  process.stderr.write(`${isUsage ? message : (stack ?? message)}\n`);
  process.exitCode = 1;
}
