import { z } from 'zod';
import { MASTER_SECRET_BYTES_MIN } from './platform/keys.ts';

/** The configuration cannot be used; the message names each variable and what is wrong with it. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');
const blankIsAbsent = (value: unknown): unknown => (value === '' ? undefined : value);
const optionalText = z.preprocess(blankIsAbsent, z.string().optional());

const environmentSchema = z
  .object({
    MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must be a mongodb:// or mongodb+srv:// address'),
    MASTER_SECRET: z
      .string()
      .refine((secret) => Buffer.byteLength(secret) >= MASTER_SECRET_BYTES_MIN, 'must have 32 bytes or more'),
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    PUBLIC_URL: z.preprocess(blankIsAbsent, z.url({ protocol: /^https?$/ }).optional()),
    DEMO: flag.default(false),
    ENSURE_COLLECTIONS: flag.default(true),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
    RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(0).default(1200),
    TLS_CERT_FILE: optionalText,
    TLS_KEY_FILE: optionalText,
    WEB_FOLDER: optionalText,
    SMS_GATEWAY_URL: z.preprocess(blankIsAbsent, z.url({ protocol: /^https?$/ }).optional()),
    SMS_GATEWAY_TOKEN: optionalText,
    NOTICE_GATEWAY_URL: z.preprocess(blankIsAbsent, z.url({ protocol: /^https?$/ }).optional()),
    NOTICE_GATEWAY_TOKEN: optionalText,
  })
  .refine((env) => (env.TLS_CERT_FILE === undefined) === (env.TLS_KEY_FILE === undefined), {
    path: ['TLS_CERT_FILE'],
    message: 'must be given together with TLS_KEY_FILE',
  });

/** What one server process needs to know. */
export interface ServerConfig {
  readonly mongodbUri: string;
  /** Every key is derived from it; the same for all processes of an installation. Never logged. */
  readonly masterSecret: string;
  readonly host: string;
  /** 0 asks the system for a free one. */
  readonly port: number;
  /** Where people reach it, without a slash at the end; QR codes contain it. Null: made from host and port. */
  readonly publicUrl: string | null;
  /** Demo data, role cards and the outbox on screen. Never where real people's data are. */
  readonly demo: boolean;
  /** Make missing collections and indexes when starting. */
  readonly ensureCollections: boolean;
  readonly logLevel: string;
  /** How many proxies in front may be believed about the caller's address. */
  readonly trustProxy: number;
  /** Requests per caller and minute on general routes; 0 for no limit. */
  readonly rateLimitPerMinute: number;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Folder of the built web client; null for the one in this repository. */
  readonly webFolder: string | null;
  /** HTTP gateway that sends one-time codes; null keeps them in the outbox collection. */
  readonly smsGateway: { readonly url: string; readonly token: string | null } | null;
  /** HTTP gateway that sends other text messages; null keeps them in the database. */
  readonly noticeGateway: { readonly url: string; readonly token: string | null } | null;
}

/** The configuration of a server that runs: its address is settled. */
export interface RunningConfig extends ServerConfig {
  readonly publicUrl: string;
}

/**
 * Reads the configuration from environment variables.
 * @throws ConfigError that names every variable that is missing or wrong
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ServerConfig {
  const parsed = environmentSchema.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${reasonOf(issue)}`);
    throw new ConfigError(`The configuration cannot be used:\n${lines.join('\n')}`);
  }
  const e = parsed.data;
  return {
    mongodbUri: e.MONGODB_URI,
    masterSecret: e.MASTER_SECRET,
    host: e.HOST,
    port: e.PORT,
    publicUrl: e.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    demo: e.DEMO,
    ensureCollections: e.ENSURE_COLLECTIONS,
    logLevel: e.LOG_LEVEL,
    trustProxy: e.TRUST_PROXY,
    rateLimitPerMinute: e.RATE_LIMIT_PER_MINUTE,
    tls: e.TLS_CERT_FILE && e.TLS_KEY_FILE ? { certFile: e.TLS_CERT_FILE, keyFile: e.TLS_KEY_FILE } : null,
    webFolder: e.WEB_FOLDER ?? null,
    smsGateway: e.SMS_GATEWAY_URL ? { url: e.SMS_GATEWAY_URL, token: e.SMS_GATEWAY_TOKEN ?? null } : null,
    noticeGateway: e.NOTICE_GATEWAY_URL ? { url: e.NOTICE_GATEWAY_URL, token: e.NOTICE_GATEWAY_TOKEN ?? null } : null,
  };
}

function reasonOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_type' && issue.input === undefined ? 'must be given' : issue.message;
}
