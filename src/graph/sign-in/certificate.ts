import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { SignInError } from "../../errors.ts";

/** A certificate that can sign in, in the form that the library takes. */
export interface Certificate {
  /** SHA-256 of the certificate: hexadecimal digits without colons, upper case. */
  readonly thumbprint: string;
  /** PKCS #8, PEM, without a password. */
  readonly privateKey: string;
  /** PEM: the certificate, then the others of the file. */
  readonly chain: string;
}

const CERTIFICATE_BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const KEY_BLOCK = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----[\s\S]+?-----END (?:[A-Z]+ )?PRIVATE KEY-----/g;
const SHORTEST_KEY_BITS = 2048;

/**
 * Reads a PEM file with a certificate, its RSA private key and perhaps further certificates of the chain, in any order.
 * @param file its name, for messages
 * @param password null when none is set
 * @param now milliseconds since the epoch
 * @throws SignInError `certificate-unusable` or `certificate-expired`, naming the file and the problem
 */
export function readCertificate(pem: string, file: string, password: string | null, now: number): Certificate {
  const unusable = (problem: string, hint: string) =>
    new SignInError("certificate-unusable", `AZURE_CLIENT_CERTIFICATE_PATH: ${file} ${problem}`, hint);
  const blocks = pem.match(CERTIFICATE_BLOCK) ?? [];
  const keys = pem.match(KEY_BLOCK) ?? [];
  if (blocks.length === 0 && keys.length === 0) {
    throw unusable("is not PEM", "a PFX file becomes one with: openssl pkcs12 -in app.pfx -out app.pem -noenc");
  }
  const [keyBlock, secondKey] = keys;
  if (blocks.length === 0) throw unusable("holds no certificate", "append the certificate to the private key");
  if (keyBlock === undefined) throw unusable("holds no private key", "append the private key to the certificate");
  if (secondKey !== undefined) throw unusable(`holds ${keys.length} private keys`, "leave the one of the certificate");
  const certificates = blocks.map((block, index) => {
    const parsed = parseCertificate(block);
    if (parsed !== null) return parsed;
    throw unusable(`holds a certificate that cannot be read, number ${index + 1}`, "export it again");
  });
  const key = parseKey(keyBlock, password);
  if (typeof key === "string") throw unusable(...KEY_PROBLEMS[key]);
  if (key.asymmetricKeyType !== "rsa") {
    const kind = String(key.asymmetricKeyType);
    throw unusable(`holds a private key of type ${kind}`, "Microsoft Entra takes RSA keys for signing in");
  }
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits === undefined || bits < SHORTEST_KEY_BITS) {
    throw unusable(`holds a key of ${String(bits)} bits`, "use an RSA key of 2048 bits or more");
  }
  const own = certificates.find((candidate) => candidate.checkPrivateKey(key));
  if (own === undefined) {
    throw unusable(
      "holds a private key that fits no certificate in it",
      "put the key and its certificate into one file",
    );
  }
  checkDates(own, file, now);
  return {
    thumbprint: own.fingerprint256.replaceAll(":", ""),
    privateKey: key.export({ type: "pkcs8", format: "pem" }).toString(),
    chain: [own, ...certificates.filter((other) => other !== own)].map(String).join(""),
  };
}

type KeyProblem = "no-password" | "wrong-password" | "unreadable";

const KEY_PROBLEMS: Readonly<Record<KeyProblem, [problem: string, hint: string]>> = {
  "no-password": ["holds a private key with a password", "set AZURE_CLIENT_CERTIFICATE_PASSWORD"],
  "wrong-password": [
    "holds a private key that AZURE_CLIENT_CERTIFICATE_PASSWORD does not open",
    "check the password, and that no white space was added to it",
  ],
  unreadable: ["holds a private key that cannot be read", "export the key again, as PKCS #8 in PEM"],
};

function parseCertificate(block: string): X509Certificate | null {
  try {
    return new X509Certificate(block);
  } catch {
    return null;
  }
}

function parseKey(block: string, password: string | null): KeyObject | KeyProblem {
  const encrypted = block.includes("ENCRYPTED");
  if (encrypted && password === null) return "no-password";
  try {
    return createPrivateKey(password === null ? block : { key: block, passphrase: password });
  } catch {
    return encrypted ? "wrong-password" : "unreadable";
  }
}

function checkDates(certificate: X509Certificate, file: string, now: number): void {
  const [from, to] = [certificate.validFromDate, certificate.validToDate];
  const named = `the certificate in ${file} (SHA-256 ${certificate.fingerprint256.replaceAll(":", "").slice(0, 12)}…)`;
  if (to.getTime() < now) {
    throw new SignInError(
      "certificate-expired",
      `${named} expired on ${day(to)}`,
      "make a new one, add it to the app registration, and put it into the file",
    );
  }
  if (from.getTime() > now) {
    throw new SignInError(
      "certificate-unusable",
      `${named} is not valid before ${from.toISOString()}`,
      `wait, or check the clock of this machine: it says ${new Date(now).toISOString()}`,
    );
  }
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
