import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { SignInError } from "../../../src/errors.ts";
import { readCertificate } from "../../../src/graph/sign-in/certificate.ts";
import { certificateFile } from "./authority-server.ts";
import { NOW } from "./sign-in-setup.ts";

const PASSWORD = "correct-horse-battery";

/** The certificate of the app, which `app-with-chain.pem` holds too, and its key. */
const CERTIFICATE = blocksOf("app-with-password.pem", "CERTIFICATE");
const ENCRYPTED_KEY = blocksOf("app-with-password.pem", "ENCRYPTED PRIVATE KEY");
const PRIVATE_KEY = createPrivateKey({ key: ENCRYPTED_KEY, passphrase: PASSWORD });
const KEY = PRIVATE_KEY.export({ type: "pkcs8", format: "pem" }).toString();
const TRADITIONAL = PRIVATE_KEY.export({ type: "pkcs1", format: "pem" }).toString();
const TRADITIONAL_ENCRYPTED = PRIVATE_KEY.export({
  type: "pkcs1",
  format: "pem",
  cipher: "aes-256-cbc",
  passphrase: PASSWORD,
}).toString();
const NOTHING_READABLE = "bm90aGluZyB0aGF0IGNvdWxkIGJlIHJlYWQ=";

function blocksOf(file: string, label: string): string {
  const pattern = new RegExp(`-----BEGIN ${label}-----[\\s\\S]+?-----END ${label}-----\\n`, "g");
  return (certificateFile(file).match(pattern) ?? []).join("");
}

function block(label: string, content: string): string {
  return `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`;
}

function shortKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

describe("a certificate is read with its key", () => {
  it.each([
    ["the certificate first", `${CERTIFICATE}${KEY}`, null],
    ["the key first", `${KEY}${CERTIFICATE}`, null],
    ["a key in the older form", `${CERTIFICATE}${TRADITIONAL}`, null],
    ["a key with a password", `${CERTIFICATE}${ENCRYPTED_KEY}`, PASSWORD],
    ["a key with a password in the older form", `${CERTIFICATE}${TRADITIONAL_ENCRYPTED}`, PASSWORD],
    ["a password that nothing needs", `${CERTIFICATE}${KEY}`, PASSWORD],
  ])("%s", (_name, pem, password) => {
    const { thumbprint, privateKey, chain } = readCertificate(pem, "app.pem", password, NOW);
    expect(thumbprint).toBe("90C2E256E81349D4CEAFEAC76F923A0ED7DC83FED9D7E254748097592CAF4C74");
    expect(privateKey).toBe(KEY);
    expect(chain).toBe(CERTIFICATE);
  });

  it("comes before the others of its chain, wherever it stands in the file", () => {
    const issuer = blocksOf("app-with-chain.pem", "CERTIFICATE").replace(CERTIFICATE, "");
    expect(issuer).toMatch(/^-----BEGIN CERTIFICATE-----/);
    const { chain } = readCertificate(`${issuer}${CERTIFICATE}${KEY}`, "app.pem", null, NOW);
    expect(chain).toBe(`${CERTIFICATE}${issuer}`);
  });
});

describe("a file that cannot sign in", () => {
  it.each([
    ["", null, "is not PEM", "a PFX file becomes one with: openssl pkcs12 -in app.pfx -out app.pem -noenc"],
    [KEY, null, "holds no certificate", "append the certificate to the private key"],
    [CERTIFICATE, null, "holds no private key", "append the private key to the certificate"],
    [`${CERTIFICATE}${KEY}${TRADITIONAL}`, null, "holds 2 private keys", "leave the one of the certificate"],
    [
      `${CERTIFICATE}${block("CERTIFICATE", NOTHING_READABLE)}${KEY}`,
      null,
      "holds a certificate that cannot be read, number 2",
      "export it again",
    ],
    [
      `${CERTIFICATE}${ENCRYPTED_KEY}`,
      null,
      "holds a private key with a password",
      "set AZURE_CLIENT_CERTIFICATE_PASSWORD",
    ],
    [
      `${CERTIFICATE}${TRADITIONAL_ENCRYPTED}`,
      "battery-horse-correct",
      "holds a private key that AZURE_CLIENT_CERTIFICATE_PASSWORD does not open",
      "check the password, and that no white space was added to it",
    ],
    [
      `${CERTIFICATE}${block("PRIVATE KEY", NOTHING_READABLE)}`,
      null,
      "holds a private key that cannot be read",
      "export the key again, as PKCS #8 in PEM",
    ],
    [
      certificateFile("elliptic.pem"),
      null,
      "holds a private key of type ec",
      "Microsoft Entra takes RSA keys for signing in",
    ],
    [`${CERTIFICATE}${shortKey()}`, null, "holds a key of 1024 bits", "use an RSA key of 2048 bits or more"],
    [
      certificateFile("key-of-another.pem"),
      null,
      "holds a private key that fits no certificate in it",
      "put the key and its certificate into one file",
    ],
  ])("$2", (pem, password, problem, hint) => {
    expect(() => readCertificate(pem, "app.pem", password, NOW)).toThrow(
      new SignInError("certificate-unusable", `AZURE_CLIENT_CERTIFICATE_PATH: app.pem ${problem}`, hint),
    );
  });
});

function readAt(time: string): () => void {
  return () => readCertificate(`${CERTIFICATE}${KEY}`, "app.pem", null, Date.parse(time));
}

describe("a certificate out of its time", () => {
  it.each([["2026-11-23T16:05:47Z"], ["2126-10-30T16:05:47Z"]])("is good at the very ends: %s", (time) => {
    expect(readAt(time)).not.toThrow();
  });

  it("has expired", () => {
    expect(readAt("2126-10-30T16:05:48Z")).toThrow(
      new SignInError(
        "certificate-expired",
        "the certificate in app.pem (SHA-256 90C2E256E813…) expired on 2126-10-30",
        "make a new one, add it to the app registration, and put it into the file",
      ),
    );
  });

  it("is not valid yet, which may be the clock's fault", () => {
    expect(readAt("2026-11-23T16:05:46Z")).toThrow(
      new SignInError(
        "certificate-unusable",
        "the certificate in app.pem (SHA-256 90C2E256E813…) is not valid before 2026-11-23T16:05:47.000Z",
        "wait, or check the clock of this machine: it says 2026-11-23T16:05:46.000Z",
      ),
    );
  });
});
