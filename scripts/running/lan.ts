import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { generate } from 'selfsigned';

const validDays = 365;

/** Addresses of this machine that phones in the same network can reach; ordinary private ones first. */
export function lanAddresses(): string[] {
  const isVirtual = (name: string): boolean => /^(docker|br-|veth|virbr|vmnet|utun|tun|tap)/.test(name);
  const found = Object.entries(os.networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => ({ address, rank: isVirtual(name) ? 2 : address.startsWith('192.168.') ? 0 : 1 })),
  );
  return found.sort((a, b) => a.rank - b.rank).map(({ address }) => address);
}

export interface Certificate {
  certFile: string;
  keyFile: string;
}

function stillGood(certFile: string, addresses: readonly string[]): boolean {
  try {
    const certificate = new X509Certificate(readFileSync(certFile));
    const tomorrow = Date.now() + 86_400_000;
    return (
      Date.parse(certificate.validTo) > tomorrow &&
      addresses.every((address) => certificate.checkIP(address) === address)
    );
  } catch {
    return false;
  }
}

/**
 * A TLS certificate of our own making for these addresses, kept until it runs out or the addresses change: a phone that was
 * told to trust it goes on trusting it.
 */
export async function ensureCertificate(dataFolder: string, addresses: readonly string[]): Promise<Certificate> {
  const folder = path.join(dataFolder, 'tls');
  const files = { certFile: path.join(folder, 'certificate.pem'), keyFile: path.join(folder, 'key.pem') };
  if (stillGood(files.certFile, addresses)) return files;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const made = await generate([{ name: 'commonName', value: 'Red Points' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + validDays * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          ...['127.0.0.1', ...addresses].map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  writeFileSync(files.keyFile, made.private, { mode: 0o600 });
  writeFileSync(files.certFile, made.cert);
  return files;
}
